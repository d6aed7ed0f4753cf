import { z } from "zod";
import type { NodeDeclaration } from "./node-queue.ts";

/** What a device sends as the parameters of `connect`. Unknown fields are let through: newer clients send more. */
const connectParams = z.object({
  minProtocol: z.int().min(1),
  maxProtocol: z.int().min(1),
  client: z.object({
    id: z.string().min(1).max(64),
    displayName: z.string().max(256).optional(),
    version: z.string().max(64),
    platform: z.string().min(1).max(128),
    deviceFamily: z.string().max(128).optional(),
    mode: z.string().min(1).max(32),
  }),
  role: z.string().min(1).max(32).default("operator"),
  scopes: z.array(z.string().min(1).max(64)).max(64).default([]),
  caps: z.array(z.string().min(1)).max(256).default([]),
  commands: z.array(z.string().min(1)).max(256).default([]),
  auth: z
    .object({
      token: z.string().optional(),
      password: z.string().optional(),
      deviceToken: z.string().optional(),
      bootstrapToken: z.string().optional(),
    })
    .default({}),
  device: z
    .object({
      id: z.string().min(1),
      publicKey: z.string().min(1),
      signature: z.string().min(1),
      signedAt: z.int().min(0),
      nonce: z.string().default(""),
    })
    .optional(),
});

export type ConnectParams = z.infer<typeof connectParams>;

/** The same, from a client that shows a device identity. */
export type DeviceParams = ConnectParams & { device: NonNullable<ConnectParams["device"]> };

/** What it says it can do, where it is a node. */
export function declarationOf({ client, device, caps, commands }: DeviceParams): NodeDeclaration {
  return {
    deviceId: device.id,
    clientId: client.id,
    clientMode: client.mode,
    displayName: client.displayName,
    platform: client.platform,
    version: client.version,
    deviceFamily: client.deviceFamily,
    caps,
    commands,
  };
}

/** The parameters, or the reason in words why they are none. */
export function parseConnectParams(value: unknown): ConnectParams | { problem: string } {
  const result = connectParams.safeParse(value);
  return result.success ? result.data : { problem: describeIssues(result.error) };
}

/** Which field is wrong and how; never its value, which may be a secret. */
export function describeIssues(error: z.ZodError): string {
  return error.issues.map((issue) => `at ${issue.path.join(".") || "root"}: ${issue.message}`).join("; ");
}
