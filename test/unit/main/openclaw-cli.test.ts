import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { openclawEnv, runOpenclaw } from "../../../main/openclaw-cli.ts";

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
  const folder = await mkdtemp(join(tmpdir(), "pairtray-cli-"));
  folders.push(folder);
  await expect(runOpenclaw(["qr"], { PATH: folder })).rejects.toMatchObject({ code: "ENOENT" });
});

test.skipIf(process.platform === "win32")(
  "finds one where npm puts it for a user, which a desktop's PATH leaves out",
  async () => {
    const home = await mkdtemp(join(tmpdir(), "pairtray-cli-"));
    folders.push(home);
    const folder = join(home, ".npm-global", "bin");
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "openclaw"), "#!/bin/sh\necho found\n", { mode: 0o755 });
    const env = openclawEnv({ PATH: "/nowhere" }, home, "darwin");
    // One that this machine has elsewhere isn't meant.
    const own = {
      ...env,
      PATH: (env["PATH"] ?? "")
        .split(delimiter)
        .filter((each) => each.startsWith(home))
        .join(delimiter),
    };
    expect(await runOpenclaw(["qr"], own)).toBe("found\n");
  },
);

test("looks in PATH first, and on Windows nowhere else", () => {
  expect(openclawEnv({ PATH: "/mine" }, "/home/ada", "darwin")["PATH"]).toBe(
    [
      "/mine",
      "/usr/local/bin",
      "/opt/homebrew/bin",
      "/home/ada/.local/bin",
      "/home/ada/.npm-global/bin",
      "/home/ada/.volta/bin",
    ].join(delimiter),
  );
  expect(openclawEnv({ Path: "/mine" }, "/home/ada", "win32")).toEqual({ Path: "/mine", NO_COLOR: "1" });
});
