import type { DemoGateway } from "../../src/demo/demo-gateway-types.ts";

const DAY_MS = 86_400_000;

/** Rows as a gateway's own list has them: four kinds of machine, a third of them connected, a third long unseen. */
export function crowd(count: number): Record<string, unknown>[] {
  return Array.from({ length: count }, (_, n) => ({
    deviceId: n.toString(16).padStart(64, "0"),
    publicKey: "1Obv3al_3zonTKkZqWhPBM8MsNU2yMqnwkxO25re1DA",
    displayName: `${["Pixel", "Galaxy", "ThinkPad", "Mac mini"][n % 4] ?? ""} ${(n * 7919) % count}`,
    platform: ["android", "android", "windows", "macos"][n % 4],
    clientId: "openclaw-android",
    clientMode: "node",
    role: "operator",
    roles: ["operator"],
    scopes: ["operator.read"],
    approvedVia: "owner",
    createdAtMs: 1_700_000_000_000,
    approvedAtMs: 1_700_000_000_000 + n,
    lastSeenAtMs: Date.now() - (n % 90) * DAY_MS,
    connected: n % 3 === 0,
    tokens: [{ role: "operator", scopes: ["operator.read"], createdAtMs: 1_700_000_000_000 }],
  }));
}

/** From now on the gateway's list has these rows on top of what it really knows. */
export function addToList(gateway: DemoGateway, rows: readonly object[]): void {
  gateway.faults.rewriteAnswers("device.pair.list", (payload) => {
    const list = payload as { readonly paired: readonly object[] };
    return { ...list, paired: [...list.paired, ...rows] };
  });
}
