import { spawnSync } from "node:child_process";
import { symlinkSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { mayRun } from "../../../main/instance-lock.ts";
import { tempFolder } from "../../support/temp-folder.ts";

function app(locked: boolean, owner?: string) {
  const folder = tempFolder();
  if (owner !== undefined) symlinkSync(owner, join(folder, "SingletonLock"));
  return { requestSingleInstanceLock: () => locked, getPath: () => folder };
}

test("whoever gets the lock runs", () => {
  expect(mayRun(app(true), "linux")).toBe(true);
});

test("another one that runs keeps the profile", () => {
  expect(mayRun(app(false, `${hostname()}-${process.pid}`), "linux")).toBe(false);
  expect(mayRun(app(false, `another-host-1`), "linux"), "on another machine nobody can see whether it lives").toBe(
    false,
  );
  expect(mayRun(app(false, "something else"), "linux")).toBe(false);
  expect(mayRun(app(false), "win32"), "there the lock is no file").toBe(false);
});

test("a disk that takes no lock keeps nobody from running", () => {
  expect(mayRun(app(false), "linux")).toBe(true);
  const { pid } = spawnSync(process.execPath, ["--version"]);
  expect(mayRun(app(false, `${hostname()}-${pid}`), "linux"), "left by one that crashed").toBe(true);
});
