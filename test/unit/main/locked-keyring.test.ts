import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { gatewayIdOf } from "../../../src/app/open-gateway.ts";
import { refusableSecrets } from "../../../main/storage/refusable-secrets.ts";
import { openSecretStore } from "../../../main/storage/secret-store.ts";
import { plainVault, type SecretVault } from "../../../main/storage/secret-vault.ts";
import { FakeClient, helloPayload } from "../../support/fake-client.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { liveDesk } from "../../support/live-desk.ts";
import { tempFolder } from "../../support/temp-folder.ts";
import { keyring } from "../../support/test-keyring.ts";

const url = "ws://192.168.1.20:18789";

interface Day {
  readonly vault: SecretVault;
  readonly refused?: boolean;
  readonly urls?: readonly string[];
}

/** One start of PairTray on this folder: the desk over the secrets on the disk, as main wires them. */
async function start(folder: string, { vault, refused = false, urls = [url] }: Day) {
  const told: string[] = [];
  const clients: FakeClient[] = [];
  const clock = new FakeClock();
  const files = await openSecretStore({ folder, vault, clock, onTrouble: (sentence) => told.push(sentence) });
  const secrets = refusableSecrets(files, () => refused && vault.kind === "plain");
  secrets.sweep();
  const createClient = (options: FakeClient["options"]) => {
    const client = new FakeClient(options);
    clients.push(client);
    return client;
  };
  const { desk } = liveDesk(
    urls.map((one) => ({ url: one })),
    secrets,
    { clock, createClient },
  );
  onTestFinished(() => desk.close());
  const state = (place = 0) => desk.snapshot().gateways[place]?.state;
  return {
    told,
    clients,
    secrets,
    desk,
    state,
    keyOf: (place = 0) => clients[place]?.options.deviceIdentity?.deviceId,
  };
}

const bytesIn = (folder: string) => readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "hex")]);

/** A day with the keyring on which the gateway let PairTray in. */
async function paired(folder: string): Promise<string> {
  const { clients, secrets, keyOf } = await start(folder, { vault: keyring(7) });
  clients[0]!.options.hostDeps?.storeDeviceAuthToken?.({ token: "device-token", scopes: ["s"] } as never);
  clients[0]!.hello(helloPayload);
  secrets.set(`credentials/${gatewayIdOf(url)}`, JSON.stringify({ token: "shared" }));
  await secrets.flush();
  return keyOf()!;
}

describe.each([false, true])("a start while the keyring is locked (unencrypted files refused: %s)", (refused) => {
  test("nothing is sent, the way out is said, and after unlocking everything is as before", async () => {
    const folder = tempFolder();
    const known = await paired(folder);
    const before = bytesIn(folder);

    const locked = await start(folder, { vault: plainVault, refused });
    expect(locked.clients).toEqual([]);
    expect(locked.state()).toMatchObject({ kind: "trouble", title: "The keyring is locked" });
    expect(locked.state()?.step).toContain("restart PairTray");
    expect(locked.state()?.retryAtMs).toBeUndefined();
    expect(locked.told).toHaveLength(1);
    await locked.desk.handle({ type: "retry", gatewayId: gatewayIdOf(url) });
    await locked.desk.handle({ type: "connect", url, token: "typed on that day" });
    locked.secrets.sweep();
    locked.desk.close();
    await locked.secrets.close();
    expect(locked.clients).toEqual([]);
    expect(bytesIn(folder)).toEqual(before);

    const unlocked = await start(folder, { vault: keyring(7) });
    expect(unlocked.told).toEqual([]);
    expect(unlocked.keyOf()).toBe(known);
    const { hostDeps, token } = unlocked.clients[0]!.options;
    expect(hostDeps?.loadDeviceAuthToken?.({} as never)).toMatchObject({ token: "device-token" });
    expect(token).toBe("shared");
  });
});

test("on the user's word a gateway goes, although the keyring is locked", async () => {
  const folder = tempFolder();
  await paired(folder);
  const locked = await start(folder, { vault: plainVault });
  await locked.desk.handle({ type: "remove-gateway", gatewayId: gatewayIdOf(url) });
  await locked.secrets.flush();
  const { secrets } = await start(folder, { vault: keyring(7), urls: [] });
  expect(secrets.names().filter((name) => name.includes(gatewayIdOf(url)))).toEqual([]);
});
