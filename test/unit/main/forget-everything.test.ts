import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { createForgetting } from "../../../main/forgetting.ts";
import { deleteKeyringKey } from "../../../main/keyring-key.ts";
import type { BusCall, SessionBus } from "../../../main/notifications/session-bus.ts";
import {
  finishForgetting,
  forgetEverything,
  isForgettingOrdered,
  orderForgetting,
} from "../../../main/storage/forget-everything.ts";
import { tempFolder } from "../../support/temp-folder.ts";

const own = [
  "secrets/1.secret",
  "secrets/2.secret.broken-1",
  "secrets.broken-1",
  "logs/pairtray.log",
  "settings.json",
  "settings.json.tmp-17",
  "history.jsonl",
  "history.jsonl.broken-1",
  "history.mark",
  "lock-outs.json",
  "blocked-keys.json",
  "muted-devices.json.0123456789ab.tmp",
  "known-devices.json",
];
/** Of somebody who pointed the profile at a folder that holds more. */
const others = ["letter.txt", "secrets.txt", "settings.jsonx"];

function profile(): string {
  const folder = tempFolder();
  for (const name of ["secrets", "logs"]) mkdirSync(path.join(folder, name));
  for (const name of [...own, ...others]) writeFileSync(path.join(folder, name), "attic-pi.example.net a-token");
  return folder;
}

const namesIn = (folder: string) => readdirSync(folder).toSorted();

/** Deletes `times` times; then the power is cut. */
function cutAfter(times: number) {
  let left = times;
  return (file: string) => {
    if (left === 0) throw new PowerCut();
    left -= 1;
    rmSync(file, { recursive: true, force: true });
  };
}
class PowerCut extends Error {}

test("nothing of PairTray stays, and nothing of anybody else goes", () => {
  const folder = profile();
  orderForgetting(folder);
  expect(forgetEverything(folder)).toEqual([]);
  expect(namesIn(folder)).toEqual(others);
});

test("cut off at any step, the next start finishes and says so, and the one after says nothing", () => {
  const steps = 12;
  for (let step = 0; step < steps; step += 1) {
    const folder = profile();
    orderForgetting(folder);
    expect(readFileSync(path.join(folder, "forget-everything.order"), "utf8")).not.toContain("attic");
    forgetEverything(folder, cutAfter(step));
    expect(isForgettingOrdered(folder), `after ${step} steps`).toBe(true);
    expect(finishForgetting(folder)).toContain("It has finished that now.");
    expect(namesIn(folder)).toEqual(others);
    expect(finishForgetting(folder)).toBeUndefined();
  }
});

test("secrets go first: whatever is left after them opens nothing", () => {
  const folder = profile();
  forgetEverything(folder, cutAfter(1));
  expect(namesIn(folder)).not.toContain("secrets");
  expect(namesIn(folder)).toContain("settings.json");
});

test("what can't be deleted is named, tried once more at the next start, and never deletes what is made after that", () => {
  const folder = profile();
  const stuck = (file: string) => {
    if (file.endsWith("logs")) throw new Error("EACCES");
    rmSync(file, { recursive: true, force: true });
  };
  orderForgetting(folder);
  expect(forgetEverything(folder, stuck)).toEqual(["logs"]);
  expect(finishForgetting(folder, stuck)).toBe(`PairTray could not delete logs in ${folder}. Delete that yourself.`);
  writeFileSync(path.join(folder, "settings.json"), "a new beginning");
  expect(finishForgetting(folder)).toBeUndefined();
  expect(namesIn(folder)).toContain("settings.json");
});

/** A keyring with entries by application. */
function keyring(items: Map<string, string>, prompt = "/") {
  const calls: BusCall[] = [];
  const bus: Pick<SessionBus, "call" | "close"> = {
    call(call) {
      calls.push(call);
      const wanted = (call.body?.[0] as { application?: string } | undefined)?.application;
      if (call.member === "Delete") items.delete(call.path);
      const found = [...items].filter(([, application]) => application === wanted).map(([at]) => at);
      const body = call.member === "Delete" ? [prompt] : [found, []];
      return Promise.resolve({ sender: ":1.1", interface: call.interface, member: call.member, body });
    },
    close: () => undefined,
  };
  return { bus: bus as SessionBus, calls };
}

describe("the key that sealed the secrets", () => {
  test("goes from the keyring; the keys of other apps stay", async () => {
    const items = new Map([
      ["/item/1", "PairTray"],
      ["/item/2", "Another app"],
    ]);
    const { bus, calls } = keyring(items);
    expect(await deleteKeyringKey(bus, "PairTray")).toBe(1);
    expect([...items.values()]).toEqual(["Another app"]);
    expect(calls[0]?.body).toEqual([
      { application: "PairTray", "xdg:schema": "chrome_libsecret_os_crypt_password_v2" },
    ]);
  });

  test("in a locked keyring it stays, and is known to", async () => {
    const { bus } = keyring(new Map([["/item/1", "PairTray"]]), "/prompt/1");
    await expect(deleteKeyringKey(bus, "PairTray")).rejects.toThrow("locked");
  });
});

describe("the order of things", () => {
  const parts = (folder: string, did: string[]) => ({
    folder,
    appName: "PairTray",
    loginItem: { set: () => Promise.reject(new Error("not here")) },
    showError: (title: string) => did.push(title),
    quit: () => did.push(`quit, ${isForgettingOrdered(folder) ? "ordered" : "not ordered"}`),
  });

  test("it is on the disk before the app ends, also without a keyring, and nothing that fails holds it up", async () => {
    const folder = profile();
    const did: string[] = [];
    const connect = () => Promise.reject(new Error("no bus"));
    const forgetting = createForgetting({ ...parts(folder, did), connect });
    expect(forgetting.isOrdered()).toBe(false);
    await forgetting.order();
    expect([forgetting.isOrdered(), did]).toEqual([true, ["quit, ordered"]]);
    await forgetting.carryOut();
    expect(namesIn(folder)).toEqual(others);
    expect(did).toHaveLength(1);
  });

  test("a folder that takes no order is told to the caller, and the app goes on", async () => {
    const did: string[] = [];
    const forgetting = createForgetting({ ...parts("/dev/null", did), connect: undefined });
    await expect(forgetting.order()).rejects.toThrow();
    expect([forgetting.isOrdered(), did]).toEqual([false, []]);
  });
});
