import { afterAll, beforeAll, expect, test } from "vitest";
import { X509Certificate } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { readCertificate } from "../../src/gateway/certificate.ts";
import { liveDesk, type LiveDesk } from "../support/live-desk.ts";
import { startRealGateway, type RealGateway } from "../support/real-gateway.ts";

let gateway: RealGateway;
let live: LiveDesk;

beforeAll(async () => {
  gateway = await startRealGateway({ tls: true });
  live = liveDesk([{ url: gateway.url, token: gateway.token }]);
});

afterAll(async () => {
  live.desk.close();
  await gateway.stop();
});

/** Whatever certificate the gateway made for itself, wherever it keeps it. */
async function certificateFile(): Promise<Buffer> {
  const names = await readdir(gateway.stateDir, { recursive: true });
  const name = names.find((file) => /cert\.pem$/.test(file));
  if (name === undefined) throw new Error("The gateway made no certificate");
  console.log(`The gateway keeps its certificate in ${name}`);
  return readFile(path.join(gateway.stateDir, name));
}

const view = () => live.desk.snapshot().gateways[0]!;
const shown = () => view().state.recovery?.certificate;

test("a self-signed certificate is shown, not believed, until the user trusts exactly that one", async () => {
  await expect.poll(() => shown()?.fingerprint, { timeout: 10_000 }).toMatch(/^[0-9a-f]{64}$/);
  const { fingerprint } = shown()!;
  const pem = await certificateFile();
  expect(new X509Certificate(pem).fingerprint256.replaceAll(":", "").toLowerCase()).toBe(fingerprint);
  expect(view().state.title).toBe("The gateway's certificate isn't trusted");

  const gatewayId = view().id;
  const other = "0".repeat(64);
  expect(await live.desk.handle({ type: "trust-certificate", gatewayId, fingerprint: other })).toMatchObject({
    ok: false,
  });
  expect(await live.desk.handle({ type: "trust-certificate", gatewayId, fingerprint })).toEqual({ ok: true });
  await expect.poll(() => view().state.kind, { timeout: 10_000 }).toBe("approval-needed");
  const requestId = /approve (\S+)/.exec(view().state.command ?? "")?.[1] ?? "";
  await gateway.cli(["devices", "approve", requestId]);
  await expect.poll(() => view().state.kind, { timeout: 15_000 }).toBe("connected");
});

test("a changed certificate stops everything, and both fingerprints are shown", async () => {
  const now = (await readCertificate(gateway.url))!.fingerprint;
  live.desk.close();
  const before = "ab".repeat(32);
  live = liveDesk([{ url: gateway.url, token: gateway.token, pin: before }]);
  await expect.poll(() => shown(), { timeout: 10_000 }).toMatchObject({ trusted: before, fingerprint: now });
  expect(view().state.recovery?.code).toBe("Certificate changed");
  // It doesn't try by itself any more.
  expect(view().state.retryAtMs).toBeUndefined();
});
