import type { BookEnvironment } from "../../../src/demo/pairing-book.ts";
import type { Knock } from "../../../src/demo/device-requests.ts";

/** A clock that only moves when told, ids and secrets that count. */
export function testEnvironment(start = 1_000_000) {
  let now = start;
  let count = 0;
  const environment: BookEnvironment & { advance: (ms: number) => void } = {
    now: () => now,
    id: () => `id-${++count}`,
    secret: () => `secret-${++count}`,
    advance: (ms) => (now += ms),
  };
  return environment;
}

export function knockOf(changes: Partial<Knock> = {}): Knock {
  return {
    deviceId: "device-a",
    publicKey: "key-a",
    displayName: "Pixel 9",
    platform: "android",
    deviceFamily: "Android",
    clientId: "openclaw-android",
    clientMode: "node",
    role: "node",
    roles: ["node"],
    scopes: [],
    silent: false,
    ...changes,
  };
}

export const operatorKnock = (scopes: string[], changes: Partial<Knock> = {}) =>
  knockOf({ role: "operator", roles: ["operator"], clientId: "gateway-client", clientMode: "ui", scopes, ...changes });
