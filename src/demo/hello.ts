import { advertisedEvents, advertisedMethods } from "./method-table.ts";

export const maxPayloadBytes = 25 * 1024 * 1024;

/** The answer to a `connect` that succeeded. */
export function helloOk(
  gateway: { shape: 3 | 4; authMode: string; tickIntervalMs: number; uptimeMs: number; version: string },
  connId: string,
  auth: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return {
    type: "hello-ok",
    protocol: gateway.shape,
    server: { version: gateway.version, connId },
    features: { methods: advertisedMethods(gateway.shape), events: advertisedEvents(gateway.shape) },
    snapshot: {
      presence: [],
      health: {},
      stateVersion: { presence: 0, health: 0 },
      uptimeMs: gateway.uptimeMs,
      authMode: gateway.authMode,
    },
    auth,
    policy: {
      maxPayload: maxPayloadBytes,
      maxBufferedBytes: 2 * maxPayloadBytes,
      tickIntervalMs: gateway.tickIntervalMs,
    },
  };
}
