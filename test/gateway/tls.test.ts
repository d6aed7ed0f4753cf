import dns from "node:dns";
import { readFile, rm } from "node:fs/promises";
import path from "node:path";
import tls, { createServer } from "node:tls";
import { X509Certificate } from "node:crypto";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { readCertificate } from "../../src/gateway/certificate.ts";
import { MemorySecrets } from "../support/desk-stage.ts";
import { startRealGateway, type RealGateway } from "../support/real-gateway.ts";
import {
  carryIdentity,
  runOn,
  type TroubledApp,
  troubledApp,
  type TroubledOptions,
} from "../support/recovery-stage.ts";
import { selfSigned } from "../support/self-signed.ts";
import { startTcpProxy } from "../support/tcp-proxy.ts";

// A gateway that restarts on a busy machine takes its time, and nothing here is about speed.
vi.setConfig({ testTimeout: 120_000 });

let gateway: RealGateway;
let app: TroubledApp;
const secrets = new MemorySecrets();
/** Where the gateway keeps the certificate that it made, under its state folder (`~/.openclaw`). */
const tlsFolder = path.join("gateway", "tls");

beforeAll(async () => {
  gateway = await startRealGateway({
    tls: true,
    rateLimit: { maxAttempts: 20, windowMs: 60_000, lockoutMs: 60_000, exemptLoopback: false },
  });
  app = troubledApp({ url: gateway.url, token: gateway.token, secrets });
});

afterEach(() => {
  vi.restoreAllMocks();
});

afterAll(async () => {
  app.desk.close();
  await gateway.stop();
});

const fingerprintOf = async () => {
  const pem = await readFile(path.join(gateway.stateDir, tlsFolder, "gateway-cert.pem"));
  return new X509Certificate(pem).fingerprint256.replaceAll(":", "").toLowerCase();
};
const gatewayId = () => app.desk.snapshot().gateways[0]!.id;
const trust = (fingerprint: string) =>
  app.desk.handle({ type: "trust-certificate", gatewayId: gatewayId(), fingerprint });
/** The page once it has read the certificate that stands there now. */
const certificatePage = async (fingerprint: string) => {
  await expect.poll(() => app.page()?.certificate?.fingerprint, { timeout: 60_000 }).toBe(fingerprint);
  return app.page()!;
};

test("a self-signed certificate is shown, not believed, until the user trusts exactly that one", async () => {
  const fingerprint = await fingerprintOf();
  const page = await certificatePage(fingerprint);
  expect(page.code).toBe("DEPTH_ZERO_SELF_SIGNED_CERT");
  // The command on the page reads the file that this gateway really has.
  expect(app.runs().join()).toContain(`~/.openclaw/${tlsFolder}/gateway-cert.pem`);
  expect(app.state().title).toBe("The gateway's certificate isn't trusted");

  expect(await trust("0".repeat(64))).toMatchObject({ ok: false });
  expect(await trust(fingerprint)).toEqual({ ok: true });
  await app.shows("PAIRING_REQUIRED (not-paired)");
  await runOn(gateway, app, /^openclaw devices approve/);
  await app.connected();
});

test("somebody else's certificate at the trusted address: nothing is sent, not even when the user tries again", async () => {
  const trusted = await fingerprintOf();
  await gateway.kill();
  const said: Buffer[] = [];
  const impostor = createServer(selfSigned("openclaw-gateway"), (socket) => {
    socket.on("data", (chunk: Buffer) => said.push(chunk)).on("error", () => undefined);
  });
  await new Promise<void>((resolve) => impostor.listen(gateway.port, "127.0.0.1", resolve));
  try {
    const shown = (await readCertificate(gateway.url))!.fingerprint;
    const page = await certificatePage(shown);
    expect(page.code).toBe("Certificate changed");
    expect(page.certificate).toMatchObject({ trusted, fingerprint: shown });
    expect(app.state().retryAtMs).toBeUndefined();
    await app.desk.handle({ type: "retry", gatewayId: gatewayId() });
    expect(app.state().retryAtMs).toBeDefined();
    await expect.poll(() => app.state().retryAtMs, { timeout: 20_000 }).toBeUndefined();
    expect(app.page()?.code).toBe("Certificate changed");
    expect(said).toEqual([]);
  } finally {
    await new Promise((resolve) => impostor.close(resolve));
  }
  // The gateway itself is back, and PairTray still keeps still: it was the user who was asked.
  await gateway.restart();
  expect(app.page()?.code).toBe("Certificate changed");
  await app.desk.handle({ type: "retry", gatewayId: gatewayId() });
  await app.connected();
});

test("a renewed certificate stops everything; old and new are shown, and only the user's word trusts the new one", async () => {
  const before = await fingerprintOf();
  await rm(path.join(gateway.stateDir, tlsFolder), { recursive: true });
  await gateway.restart();
  const now = await fingerprintOf();
  expect(now).not.toBe(before);
  const page = await certificatePage(now);
  expect(page.code).toBe("Certificate changed");
  expect(page.certificate).toMatchObject({ trusted: before, fingerprint: now });
  expect(app.state().retryAtMs).toBeUndefined();
  expect(await trust(before)).toMatchObject({ ok: false });
  expect(app.page()?.code).toBe("Certificate changed");
  expect(await trust(now)).toEqual({ ok: true });
  await app.connected();
});

test("over the network, the retry with the device token is for a pinned certificate only", async () => {
  const { lookup } = dns;
  // Every name is this machine: what counts is that the address isn't called loopback.
  vi.spyOn(dns, "lookup").mockImplementation(((_name: string, ...rest: [never]) =>
    lookup("127.0.0.1", ...rest)) as typeof lookup);
  const system = tls.getCACertificates("default");
  const pem = await readFile(path.join(gateway.stateDir, tlsFolder, "gateway-cert.pem"), "utf8");
  const name = /CN=([\w.-]+)/.exec(new X509Certificate(pem).subject)![1]!;
  const door = await startTcpProxy(gateway);
  const url = `wss://${name}:${door.port}`;
  carryIdentity(secrets, gateway.url, url);
  let tried: TroubledApp | undefined;
  const visit = (options: Partial<TroubledOptions>) => {
    tried?.desk.close();
    const before = door.opened();
    tried = troubledApp({ url, secrets, ...options });
    return { visitor: tried, tries: () => door.opened() - before };
  };
  try {
    tls.setDefaultCACertificates([...system, pem]);
    const first = visit({ token: gateway.token });
    await first.visitor.connected();
    const unpinned = visit({ token: "not-the-token" });
    await unpinned.visitor.shows("AUTH_TOKEN_MISMATCH");
    expect(unpinned.tries()).toBe(1);
    const pinned = visit({ token: "not-the-token", pin: await fingerprintOf() });
    await pinned.visitor.connected();
    expect(pinned.tries()).toBe(2);
  } finally {
    tls.setDefaultCACertificates(system);
    tried?.desk.close();
    await door.close();
  }
});
