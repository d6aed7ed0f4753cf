import { describe, expect, it } from "vitest";
import { GatewayIdentities } from "../../../src/app/gateway-identities.ts";
import { NoticeBoard } from "../../../src/app/notice-board.ts";
import { gatewayIdOf, secretNames } from "../../../src/app/open-gateway.ts";
import { newDeviceIdentity, type ShutBy, storeText } from "../../../src/gateway/device-identity.ts";
import { deviceRow, MemorySecrets, stageDesk } from "../../support/desk-stage.ts";

const attic = "ws://192.168.1.20:18789";
const shed = "ws://192.168.1.21:18789";

function start(secrets = new MemorySecrets(), known: readonly string[] = []) {
  const notices = new NoticeBoard();
  const identities = new GatewayIdentities({ secrets, notices, known });
  const deviceIdOf = (id: string) => {
    const identity = identities.of(id);
    return "shutBy" in identity ? identity : identity.deviceId;
  };
  return { secrets, identities, deviceIdOf, notices: () => notices.notices.map(({ sentence }) => sentence) };
}

describe("what PairTray is at each gateway", () => {
  it("is another device at each, the same one after a restart", () => {
    const first = start();
    const ids = ["a", "b"].map(first.deviceIdOf);
    expect(new Set(ids).size).toBe(2);
    expect(["a", "b"].map(start(first.secrets).deviceIdOf)).toEqual(ids);
  });

  it("is somebody new where it was removed", () => {
    const { identities, deviceIdOf, secrets } = start();
    const before = deviceIdOf("a");
    identities.forget("a");
    expect([...secrets.keys()]).toEqual([]);
    expect(deviceIdOf("a")).not.toBe(before);
  });

  it("is made anew where it was damaged, and says so", () => {
    const { secrets, deviceIdOf, notices } = start();
    secrets.set(secretNames.identity("a"), "{}");
    const made = deviceIdOf("a");
    expect(notices()).toEqual([expect.stringContaining("was damaged")]);
    expect(deviceIdOf("a")).toBe(made);
    expect(notices()).toHaveLength(1);
  });
});

describe("one key for all, as an earlier PairTray had", () => {
  const shared = newDeviceIdentity();
  const earlier = () => {
    const secrets = new MemorySecrets();
    secrets.set(secretNames.sharedIdentity, storeText(shared));
    secrets.set(secretNames.deviceToken("token"), "{}");
    secrets.set(secretNames.credentials("typed"), "{}");
    return secrets;
  };

  it("stays with every gateway that knows it, by list, token or credentials, and with no other", () => {
    const { deviceIdOf } = start(earlier(), ["listed"]);
    expect(["listed", "token", "typed"].map(deviceIdOf)).toEqual(Array(3).fill(shared.deviceId));
    expect(deviceIdOf("new")).not.toBe(shared.deviceId);
  });

  it("goes when a later start finds all copies, not before they are surely on the disk", () => {
    const { secrets } = start(earlier(), ["listed"]);
    expect(secrets.has(secretNames.sharedIdentity)).toBe(true);
    // One copy was lost on its way to a full disk.
    secrets.delete(secretNames.identity("token"));
    expect(start(secrets, ["listed"]).deviceIdOf("token")).toBe(shared.deviceId);
    const last = start(secrets, ["listed"]);
    expect(secrets.has(secretNames.sharedIdentity)).toBe(false);
    expect(last.deviceIdOf("listed")).toBe(shared.deviceId);
  });

  it("is waited for while it is shut, but not by gateways that never knew it or were removed", () => {
    class Shut extends MemorySecrets {
      override readonly shutBy = (name: string): ShutBy | undefined =>
        name === secretNames.sharedIdentity ? "keyring" : undefined;
    }
    const { deviceIdOf, identities } = start(new Shut(), ["listed", "other"]);
    expect(deviceIdOf("listed")).toEqual({ shutBy: "keyring" });
    expect(identities.forTest("listed")).toEqual({ shutBy: "keyring" });
    expect(deviceIdOf("new")).toHaveLength(64);
    identities.forget("listed");
    expect(deviceIdOf("listed")).toHaveLength(64);
    expect(deviceIdOf("other")).toEqual({ shutBy: "keyring" });
  });
});

describe("on the desk", () => {
  const keyOf = (stage: ReturnType<typeof stageDesk>) => stage.client().options.deviceIdentity!.deviceId;

  async function tested(stage: ReturnType<typeof stageDesk>, url: string): Promise<string> {
    const testing = stage.desk.handle({ type: "test-gateway", url, token: "t" });
    await stage.settle();
    stage.client().hello();
    await testing;
    return keyOf(stage);
  }

  it("shows a tested address a key that no gateway knows; when it is kept, the request of the test counts", async () => {
    const stage = stageDesk({});
    await stage.desk.handle({ type: "connect", url: attic, token: "t" });
    const atAttic = keyOf(stage);
    const atShed = await tested(stage, shed);
    expect(atShed).not.toBe(atAttic);
    expect(await tested(stage, shed)).toBe(atShed);
    expect([...stage.secrets.keys()].filter((name) => name.includes(gatewayIdOf(shed)))).toEqual([]);
    await stage.desk.handle({ type: "connect", url: shed, token: "t" });
    expect(keyOf(stage)).toBe(atShed);
    expect(await tested(stage, shed), "tested again, it is itself").toBe(atShed);
    expect(await tested(stage, attic)).toBe(atAttic);
  });

  it("knows its own entry at each gateway, and takes its key along when one is removed", async () => {
    const stage = stageDesk({});
    const keys: string[] = [];
    for (const url of [attic, shed]) {
      await stage.desk.handle({ type: "connect", url, token: "t" });
      keys.push(keyOf(stage));
    }
    stage.gateway.paired = keys.map((id) => deviceRow(id));
    // Both were opened anew when the second one joined.
    for (const client of stage.clients) client.hello();
    await stage.settle();
    const own = stage.desk.snapshot().devices.filter(({ isSelf }) => isSelf);
    expect(own.map(({ gatewayId, deviceId }) => [gatewayId, deviceId])).toEqual([
      [gatewayIdOf(attic), keys[0]],
      [gatewayIdOf(shed), keys[1]],
    ]);
    await stage.desk.handle({ type: "remove-gateway", gatewayId: gatewayIdOf(shed) });
    expect([...stage.secrets.keys()].filter((name) => name.includes(gatewayIdOf(shed)))).toEqual([]);
    await stage.desk.handle({ type: "connect", url: shed, token: "t" });
    expect(keyOf(stage)).not.toBe(keys[1]);
  });
});
