import { z } from "zod";
import type { CodeOutcome } from "../pairing/code-life.ts";
import { codeEnd, type IssuedCode } from "../pairing/setup-code.ts";

const text = z.string().min(1).max(2048).optional().catch(undefined);
const access = z.enum(["full", "limited", "node"]).optional().catch(undefined);

const issuedAnswer = z.object({
  // A QR code holds no more than 4,296 characters, and a phone reads far fewer.
  setupCode: z.string().regex(/^[\w-]{16,2048}={0,2}$/),
  setupId: z.string().min(1).max(512).optional().catch(undefined),
  expiresAtMs: z.number().int().positive().optional().catch(undefined),
  gatewayUrl: text,
  access,
  accessDowngraded: z.boolean().catch(false),
});

/** A code as it was made: what may be told of it, and the secret, which only the screen may have. */
export interface FreshCode {
  readonly code: IssuedCode;
  readonly secret: string;
}

/** Reads an answer of `device.pair.setupCode` or of `openclaw qr --json`; undefined when there is no code in it. */
export function parseIssued(answer: unknown, nowMs: number): FreshCode | undefined {
  const read = issuedAnswer.safeParse(answer).data;
  if (!read) return undefined;
  const gatewayUrl = read.gatewayUrl ?? addressIn(read.setupCode);
  if (gatewayUrl === undefined) return undefined;
  return {
    secret: read.setupCode,
    code: {
      ...(read.setupId !== undefined && { setupId: read.setupId }),
      ...(read.access !== undefined && { access: read.access }),
      downgraded: read.accessDowngraded,
      gatewayUrl,
      madeAtMs: nowMs,
      ...codeEnd(read.expiresAtMs, nowMs),
    },
  };
}

const payload = z.object({ url: z.string().min(1).max(2048) });

/** The code names its gateway itself. */
function addressIn(setupCode: string): string | undefined {
  try {
    return payload.safeParse(JSON.parse(Buffer.from(setupCode, "base64url").toString("utf8"))).data?.url;
  } catch {
    return undefined;
  }
}

const outcome = z
  .object({
    setupId: z.string().min(1).max(512),
    deviceId: z.string().min(1).max(512),
    deviceName: z.string().max(100_000).optional().catch(undefined),
    access,
  })
  .transform(({ setupId, deviceId, deviceName, access: given }): CodeOutcome => ({
    setupId,
    guest: { deviceId, ...(deviceName !== undefined && { name: deviceName }) },
    ...(given !== undefined && { access: given }),
  }));

/** The payload of `device.pair.setup.completed` and of `device.pair.setup.deliveryUncertain`. */
export function parseOutcome(value: unknown): CodeOutcome | undefined {
  return outcome.safeParse(value).data;
}

const statusAnswer = z.object({
  completion: outcome.optional().catch(undefined),
  deliveryUncertain: outcome.optional().catch(undefined),
});

/** An answer of `device.pair.setupStatus`; undefined when it can't be read. Neither in it: no outcome is known. */
export function parseSetupStatus(value: unknown): { completion?: CodeOutcome; uncertain?: CodeOutcome } | undefined {
  const read = statusAnswer.safeParse(value).data;
  if (!read) return undefined;
  return {
    ...(read.completion && { completion: read.completion }),
    ...(read.deliveryUncertain && { uncertain: read.deliveryUncertain }),
  };
}
