import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { runOpenclaw } from "../../../main/openclaw-cli.ts";

const folders: string[] = [];

/** Puts an `openclaw` of the test's own first in PATH. */
async function install(script: string | undefined): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "pairtray-cli-"));
  folders.push(folder);
  vi.stubEnv("PATH", script === undefined ? folder : `${folder}${delimiter}${process.env["PATH"] ?? ""}`);
  if (script === undefined) return;
  await writeFile(join(folder, "openclaw"), `#!/bin/sh\n${script}\n`);
  await chmod(join(folder, "openclaw"), 0o755);
}

afterEach(async () => {
  vi.unstubAllEnvs();
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true })));
});

test.skipIf(process.platform === "win32")("gives what it wrote, with every argument as it is", async () => {
  await install('for word in "$@"; do echo "[$word]"; done');
  expect(await runOpenclaw(["qr", "--url", "ws://a; rm -rf $HOME"])).toBe("[qr]\n[--url]\n[ws://a; rm -rf $HOME]\n");
});

test.skipIf(process.platform === "win32")("fails with its error output", async () => {
  await install("echo half a code; echo 'error: unknown option' >&2; exit 1");
  await expect(runOpenclaw(["qr"])).rejects.toThrow("unknown option");
  await expect(runOpenclaw(["qr"])).rejects.not.toThrow("half a code");
});

test("says ENOENT where there is none", async () => {
  await install(undefined);
  await expect(runOpenclaw(["qr"])).rejects.toMatchObject({ code: "ENOENT" });
});
