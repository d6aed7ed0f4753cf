import { expect, test } from "vitest";
import { MemorySecrets } from "../support/desk-stage.ts";
import {
  earlierSelf,
  hurriedClock,
  inTurn,
  keepToken,
  keptToken,
  runOn,
  troubledApp,
} from "../support/recovery-stage.ts";
import type { RecoveryTools } from "./recovery-tools.ts";

/** What the gateway has approved, or not: `PAIRING_REQUIRED` in its four reasons, `AUTH_SCOPE_MISMATCH`, and 4001. */
export function recoveryOfPairing({ gateway, open, approve, owner, firstKnock }: RecoveryTools): void {
  const approveCommand = /^openclaw devices approve [\w-]+$/;

  test("PAIRING_REQUIRED (not-paired): the command on the page lets PairTray in, and the page closes by itself", async () => {
    const app = open(troubledApp({ ...gateway(), clock: hurriedClock }));
    const page = await app.shows("PAIRING_REQUIRED (not-paired)");
    expect(page.happened).toContain("has never approved PairTray");
    const { pending } = await approve.list();
    const { requestId } = pending.find(({ deviceId }) => deviceId === app.deviceId)!;
    expect(app.runs()).toContain(`openclaw devices approve ${requestId}`);
    await runOn(gateway(), app, approveCommand);
    await app.connected();
    expect(inTurn(app.seen)).toEqual(["PAIRING_REQUIRED (not-paired)"]);
  });

  test.each([
    ["role-upgrade", { role: "node", scopes: [] }, "not as an operator"],
    ["scope-upgrade", { scopes: ["operator.read"] }, "Approved so far: operator.read."],
    ["metadata-upgrade", { platform: "darwin", scopes: ["operator.read"] }, "what PairTray says about this machine"],
  ] as const)(
    "PAIRING_REQUIRED (%s): said as what it is, and approved by the command on the page",
    async (reason, as, words) => {
      const secrets = new MemorySecrets();
      const earlier = earlierSelf(gateway(), secrets, { ...as, scopes: [...as.scopes] });
      await approve.one(await firstKnock(earlier));
      const app = open(troubledApp({ ...gateway(), secrets, clock: hurriedClock }));
      const page = await app.shows(`PAIRING_REQUIRED (${reason})`);
      expect(page.happened).toContain(words);
      await runOn(gateway(), app, approveCommand);
      await app.connected();
      expect(inTurn(app.seen)).toEqual([`PAIRING_REQUIRED (${reason})`]);
    },
  );

  test("AUTH_SCOPE_MISMATCH: the gateway's token turns it into a request for the rest, and that can be approved", async () => {
    const secrets = new MemorySecrets();
    const scopes = ["operator.read"];
    const earlier = earlierSelf(gateway(), secrets, { scopes });
    await approve.one(await firstKnock(earlier));
    expect((await earlier.knock()).kind).toBe("hello");
    await earlier.close();
    keepToken(secrets, gateway().url, earlier.deviceTokens.get("operator")!, scopes);
    const app = open(troubledApp({ url: gateway().url, secrets, clock: hurriedClock }));
    const page = await app.shows("AUTH_SCOPE_MISMATCH");
    expect(page.here.join(" ")).toContain("Enter the gateway's own token");
    expect(app.state().offers).toContain("enter-credentials");
    expect(app.runs()).toContain(`openclaw devices remove ${app.deviceId}`);
    expect(keptToken(secrets, gateway().url)).toBeDefined();
    await app.enter(gateway().token!);
    await app.shows("PAIRING_REQUIRED (scope-upgrade)");
    await runOn(gateway(), app, approveCommand);
    await app.connected();
  });

  test("4001: cut off while it is connected, PairTray says so, asks again by itself, and waits for the owner", async () => {
    const app = open(troubledApp({ ...gateway(), clock: hurriedClock }));
    await app.shows("PAIRING_REQUIRED (not-paired)");
    await approve.device(app.deviceId);
    await app.connected();
    const waiting = "PAIRING_REQUIRED (not-paired)";
    // A renewed token cuts the line in the same way; the gateway's own token brings PairTray back without a question.
    await owner("device.token.rotate", { deviceId: app.deviceId, role: "operator" });
    await expect.poll(() => inTurn(app.seen), { timeout: 20_000 }).toEqual([waiting, "4001"]);
    await app.connected();
    const before = app.seen.length;
    await owner("device.pair.remove", { deviceId: app.deviceId });
    await app.shows(waiting);
    expect(inTurn(app.seen.slice(before))).toEqual(["4001", waiting]);
    await runOn(gateway(), app, approveCommand);
    await app.connected();
  });
}
