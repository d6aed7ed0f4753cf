import { z } from "zod";
import type { ConnectFailure } from "./connect-failure.ts";

/** What PairTray speaks (2026.3 speaks 3, 2026.7 and later speak 4). */
export const OLDEST_PROTOCOL = 3;
export const NEWEST_PROTOCOL = 4;

const strings = z
  .array(z.unknown())
  .catch([])
  .transform((list) => list.filter((item): item is string => typeof item === "string"));

const shape = z.object({
  protocol: z.number().optional().catch(undefined),
  server: z
    .object({ version: z.string().optional().catch(undefined) })
    .optional()
    .catch(undefined),
  features: z.object({ methods: strings, events: strings }).catch({ methods: [], events: [] }),
  auth: z
    .object({
      method: z.string().optional().catch(undefined),
      role: z.string().optional().catch(undefined),
      scopes: strings,
    })
    .optional()
    .catch(undefined),
  snapshot: z
    .object({
      authMode: z.string().optional().catch(undefined),
      uptimeMs: z.int().nonnegative().optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
});

/** What PairTray keeps of a gateway's `hello-ok`: who it is, what it can, and what we may. */
export interface Hello {
  readonly protocol?: number;
  readonly version?: string;
  readonly methods: ReadonlySet<string>;
  readonly events: ReadonlySet<string>;
  /** How we got in: `token`, `password`, `device-token`, `bootstrap-token`, `none`. */
  readonly authMethod?: string;
  /** What the gateway asks of strangers: `token`, `password`, `trusted-proxy`, `none`; only administrators are told. */
  readonly authMode?: string;
  readonly scopes: readonly string[];
  /** For how long the gateway's process had been running then, in ms. */
  readonly upMs?: number;
}

/** Reads a hello tolerantly: a gateway that says less can do less. */
export function readHello(payload: unknown): Hello {
  const hello = shape.safeParse(payload).data;
  const authMode = hello?.snapshot?.authMode;
  const method = hello?.auth?.method ?? (hello?.snapshot?.authMode === "none" ? "none" : undefined);
  return {
    ...(hello?.protocol !== undefined && { protocol: hello.protocol }),
    ...(hello?.server?.version !== undefined && { version: hello.server.version }),
    methods: new Set(hello?.features.methods),
    events: new Set(hello?.features.events),
    ...(method !== undefined && { authMethod: method }),
    ...(authMode !== undefined && { authMode }),
    scopes: hello?.auth?.scopes ?? [],
    ...(hello?.snapshot?.uptimeMs !== undefined && { upMs: hello.snapshot.uptimeMs }),
  };
}

/** Why this hello can't be gone on with. The client takes any answer for one; a gateway's has a protocol that was offered. */
export function helloFailure({ protocol }: Hello): ConnectFailure | undefined {
  if (protocol === undefined) return { kind: "not-a-gateway" };
  return protocol < OLDEST_PROTOCOL || protocol > NEWEST_PROTOCOL
    ? { kind: "protocol-mismatch", expected: protocol }
    : undefined;
}
