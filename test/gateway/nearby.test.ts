import { beforeAll, describe, expect, test } from "vitest";
import { fileURLToPath } from "node:url";
import { ensureOpenclaw } from "../../scripts/lib/real-gateway-install.ts";
import { namespaceFlags, runInNamespace } from "../support/network-namespace.ts";
import type { NearbyReport } from "../support/nearby-run.ts";
import { realGatewayVersion } from "../support/real-gateway.ts";

const run = fileURLToPath(new URL("../support/nearby-run.ts", import.meta.url));

/** Multicast must not leave the test: without a network of our own there is nowhere to announce a real gateway. */
describe.skipIf(!namespaceFlags)("gateways on the network (needs `unshare -n`)", () => {
  let report: NearbyReport;

  beforeAll(async () => {
    // In there is no way out to fetch it.
    await ensureOpenclaw(realGatewayVersion);
    const said = await runInNamespace(run, 170_000);
    report = JSON.parse(said.trim().split("\n").at(-1) ?? "") as NearbyReport;
  }, 180_000);

  test("a real gateway that announces itself is found, with its address and its hint of a certificate", () => {
    const { found, port, certificate } = report.real;
    expect(found?.gateways).toMatchObject([{ url: `wss://127.0.0.1:${port}`, warnings: [] }]);
    expect(found?.gateways[0]?.facts).toMatch(/\.local, with TLS$/);
    // It announces the one that it shows, so there is nothing to say about it.
    expect(certificate?.fingerprint).toBe(found?.gateways[0]?.fingerprint);
    expect(certificate).not.toHaveProperty("announced");
  });

  test("nothing is trusted because it was announced", () => {
    expect(report.real.pinned).toBe(false);
  });

  test("from a neighbour's announcements only what may be true is offered, and it says who announces it", () => {
    const rows = report.lan?.gateways.map(({ name, url, facts }) => [name, url, facts]).toSorted();
    expect(rows).toEqual([
      ["<b>Markup", "ws://192.168.77.66:1", "markup.local, without TLS"],
      ["Attic", "wss://192.168.77.66:18789", "attic.local, with TLS"],
      ["Somebody else", "wss://192.168.77.10:18789", "other.local, with TLS, announced by 192.168.77.66"],
    ]);
  });
});
