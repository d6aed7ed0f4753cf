import type { RequestView } from "../../src/app/snapshot.ts";
import { MINUTE, now, role, scope } from "./snapshot-access.ts";

/** A new Android phone that wants to be a node. */
export function phoneRequest(changes: Partial<RequestView> = {}): RequestView {
  return {
    key: "home/req-phone",
    gatewayId: "home",
    requestId: "req-phone",
    deviceId: "b7c1f04a9e2d5580c3d1a6f7e8094b21b7c1f04a9e2d5580c3d1a6f7e8094b21",
    digest: "digest-phone",
    name: "Pixel 9 Pro",
    kind: "new-device",
    shape: "phone",
    facts: [
      { label: "Device", value: "Android 16" },
      { label: "Program", value: "OpenClaw for Android" },
      { label: "Address", value: "192.168.1.44" },
    ],
    roles: [role("node")],
    scopes: [],
    risk: "elevated",
    warnings: ["This device was never seen here before."],
    fingerprint: "b7c1 f04a 9e2d 5580 c3d1",
    askedAtMs: now - 40_000,
    expiresAtMs: now + 5 * MINUTE - 40_000,
    superseded: 0,
    canDecide: true,
    action: { state: "idle" },
    ...changes,
  };
}

export function watchRequest(changes: Partial<RequestView> = {}): RequestView {
  return phoneRequest({
    key: "home/req-read",
    requestId: "req-read",
    digest: "digest-read",
    name: "Kitchen tablet",
    shape: "tablet",
    facts: [
      { label: "Device", value: "iPadOS 26" },
      { label: "Program", value: "OpenClaw for iOS" },
      { label: "Address", value: "192.168.1.61" },
    ],
    roles: [role("operator")],
    scopes: [scope("operator.read")],
    risk: "low",
    warnings: [],
    fingerprint: "0f3e 99a1 5c7b 12d8 e604",
    ...changes,
  });
}

/** A laptop's MCP client that asks for everything. */
export function adminRequest(changes: Partial<RequestView> = {}): RequestView {
  return phoneRequest({
    key: "home/req-admin",
    requestId: "req-admin",
    digest: "digest-admin",
    name: "MCP on Ana’s ThinkPad",
    shape: "laptop",
    facts: [
      { label: "Device", value: "Linux" },
      { label: "Program", value: "MCP client" },
      { label: "Address", value: "203.0.113.9" },
    ],
    roles: [role("operator")],
    scopes: [scope("operator.admin"), scope("operator.read")],
    risk: "high",
    warnings: [
      "It asks for full control: it could change anything and let others in.",
      "It asks from outside your own network.",
    ],
    fingerprint: "51aa c07e 3b94 8d2f 6610",
    ...changes,
  });
}

/** A paired browser that may read, and wants to write and administer. */
export function upgradeRequest(changes: Partial<RequestView> = {}): RequestView {
  return phoneRequest({
    key: "home/req-upgrade",
    requestId: "req-upgrade",
    digest: "digest-upgrade",
    name: "Control UI in Firefox",
    kind: "upgrade",
    shape: "browser",
    facts: [
      { label: "Device", value: "macOS" },
      { label: "Program", value: "Control UI" },
      { label: "Address", value: "192.168.1.20" },
      { label: "Web page", value: "https://gateway.example.net" },
    ],
    roles: [role("operator", "kept")],
    scopes: [scope("operator.write"), scope("operator.admin"), scope("operator.read", "kept")],
    risk: "high",
    warnings: ["It asks for full control: it could change anything and let others in."],
    fingerprint: "c4d8 7702 fe19 a3b5 0a6c",
    superseded: 2,
    ...changes,
  });
}

/** A known phone with another key, asking for less than it had. */
export function repairRequest(changes: Partial<RequestView> = {}): RequestView {
  return phoneRequest({
    key: "home/req-repair",
    requestId: "req-repair",
    digest: "digest-repair",
    name: "Noor’s Galaxy S25",
    kind: "repair",
    roles: [role("node", "kept")],
    scopes: [scope("operator.read", "kept"), scope("operator.write", "removed")],
    risk: "high",
    warnings: ["This device is paired with another key. Compare the fingerprint on the device before you approve."],
    fingerprint: "9e02 11fd 4ac3 76b8 d95e",
    ...changes,
  });
}

/** What a hostile requester can get through, were main to forget itself: the window must hold all the same. */
export const hostileNames: readonly string[] = [
  "A".repeat(10_000),
  "W W ".repeat(2_000),
  "\u202Eevorppa\u202C Pixel",
  "<img src=x onerror=alert(1)><script>alert(1)</script>",
  "a\u200B\u200D\u2060b".repeat(200),
  "Z\u0351\u036B\u0343\u036A".repeat(80),
  "Approve\n\n\n\nReject\t\t",
  "مرحبا هاتف جديد",
];

export function manyRequests(count: number): RequestView[] {
  const kinds = [phoneRequest, adminRequest, watchRequest, upgradeRequest, repairRequest];
  return Array.from({ length: count }, (_, index) => {
    const make = kinds[index % kinds.length] ?? phoneRequest;
    const base = make();
    return {
      ...base,
      key: `home/req-${index}`,
      requestId: `req-${index}`,
      digest: `digest-${index}`,
      name: index < kinds.length ? base.name : `${base.name} ${index + 1}`,
      expiresAtMs: now + 30_000 + index * 22_000,
    };
  });
}
