import { expect, test } from "vitest";
import { newDeviceIdentity } from "../../src/gateway/device-identity.ts";
import { hurriedClock, inTurn, troubledApp, type TroubledOptions } from "../support/recovery-stage.ts";
import { startFrameProxy } from "../support/frame-proxy.ts";
import { startTcpProxy } from "../support/tcp-proxy.ts";
import type { RecoveryTools } from "./recovery-tools.ts";

type Client = NonNullable<TroubledOptions["client"]>;

const TEN_MINUTES_MS = 600_000;

/** What PairTray proves of itself: `DEVICE_AUTH_*`, and the protocol it speaks. */
export function recoveryOfProof({ gateway, open, approve, undo }: RecoveryTools): void {
  /** Opens a PairTray whose client is at fault until `mend`. */
  function faulty(fault: Client, more: Partial<TroubledOptions> = {}) {
    let isFaulty = true;
    const app = open(
      troubledApp({
        ...gateway(),
        clock: hurriedClock,
        client: (options) => (isFaulty ? fault(options) : options),
        ...more,
      }),
    );
    return { app, mend: () => (isFaulty = false) };
  }

  test("DEVICE_AUTH_SIGNATURE_EXPIRED: a clock that is off is measured and said; set right, it goes on by itself", async () => {
    // The gateway's clock jumps between its greeting and our answer, as when it is set: PairTray signs the time it was told.
    const past = (digits: string) => String(Number(digits) - TEN_MINUTES_MS);
    const door = await startTcpProxy(gateway());
    undo(() => door.close());
    door.pass((chunk, direction) =>
      direction === "down" && chunk.includes("connect.challenge")
        ? Buffer.from(chunk.toString("latin1").replace(/(?<="ts":)\d+/, past), "latin1")
        : chunk,
    );
    const clock = { ...hurriedClock, now: () => hurriedClock.now() - TEN_MINUTES_MS };
    const app = open(troubledApp({ url: door.url, token: gateway().token, clock }));
    await app.shows("DEVICE_AUTH_SIGNATURE_EXPIRED");
    await expect.poll(() => app.page()?.happened, { timeout: 20_000 }).toContain("10 minutes ahead of this machine's");
    expect(app.page()!.here.join(" ")).toContain("clock");
    expect(app.runs()).toContain("date -u");
    door.pass(undefined);
    await app.shows("PAIRING_REQUIRED (not-paired)");
    expect(inTurn(app.seen)).toEqual(["DEVICE_AUTH_SIGNATURE_EXPIRED", "PAIRING_REQUIRED (not-paired)"]);
  });

  test.each([
    ["DEVICE_AUTH_NONCE_MISMATCH", "somebody-elses"],
    ["DEVICE_AUTH_NONCE_REQUIRED", " "],
  ])("%s: what PairTray says is changed on its way; once it isn't, it goes on by itself", async (code, nonce) => {
    let isChanged = true;
    const door = await startFrameProxy(gateway().url, (frame) =>
      isChanged ? frame.replace(/(?<="nonce":")[^"]+/, nonce) : frame,
    );
    undo(() => door.close());
    const app = open(troubledApp({ url: door.url, token: gateway().token, clock: hurriedClock }));
    expect((await app.shows(code)).happened).toContain("can't verify the signature");
    isChanged = false;
    await app.shows("PAIRING_REQUIRED (not-paired)");
  });

  const other = newDeviceIdentity();
  const signing =
    (change: (payload: string) => string): Client =>
    (options) => ({
      ...options,
      hostDeps: {
        ...options.hostDeps,
        signDevicePayload: (key, payload) => options.hostDeps!.signDevicePayload!(key, change(payload)),
      },
    });
  test.each<[string, Client]>([
    ["DEVICE_AUTH_SIGNATURE_INVALID", signing((payload) => `${payload}!`)],
    [
      "DEVICE_AUTH_DEVICE_ID_MISMATCH",
      (options) => ({ ...options, deviceIdentity: { ...options.deviceIdentity!, deviceId: other.deviceId } }),
    ],
  ])("%s: the clocks agree and the page says so; mended, it goes on by itself", async (code, fault) => {
    const { app, mend } = faulty(fault);
    const page = await app.shows(code);
    await expect.poll(() => app.page()?.happened, { timeout: 20_000 }).toContain("Both clocks agree");
    expect(page.commands.length).toBeGreaterThan(0);
    mend();
    await app.shows("PAIRING_REQUIRED (not-paired)");
  });

  test("PROTOCOL_MISMATCH: what both speak is said; updated, it goes on by itself", async () => {
    const { app, mend } = faulty((options) => ({ ...options, minProtocol: 9, maxProtocol: 9 }));
    const page = await app.shows("PROTOCOL_MISMATCH");
    expect(page.happened).toContain("the gateway wants 4");
    mend();
    await app.shows("PAIRING_REQUIRED (not-paired)");
  });

  test("starting: a gateway that restarts says so, and is walked through without a click", async () => {
    // It looks often, so that it looks while the gateway starts, however short that is.
    const clock = {
      ...hurriedClock,
      after: (ms: number, run: () => void) => hurriedClock.after(Math.min(ms, 2_000), run),
    };
    const app = open(troubledApp({ ...gateway(), clock }));
    await app.shows("PAIRING_REQUIRED (not-paired)");
    await approve.device(app.deviceId);
    await app.connected();
    const before = app.seen.length;
    await gateway().restart();
    await app.connected();
    expect(new Set(app.seen.slice(before))).toEqual(new Set(["Starting"]));
  });
}
