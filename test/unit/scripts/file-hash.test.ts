import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fileHash, requireHash } from "../../../scripts/lib/file-hash.ts";

// The published hashes of the three letters "abc" (FIPS 180-2, appendices B.1 and C.1).
const abc256 = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" as const;
const abc512 =
  "sha512-3a81oZNherrMQXNJriBBMRLm+k6JqX6iCp7u5ktV05ohkpkqJ0/BqDa6PCOj/uu9RU1EI2Q86A4qmslPpUyknw==" as const;

describe("checking a download", () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "pairtray-hash-"));
    file = join(folder, "abc");
    writeFileSync(file, "abc");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("reads both spellings", async () => {
    expect(await fileHash(file, abc256)).toBe(abc256);
    expect(await fileHash(file, abc512)).toBe(abc512);
  });

  it("lets the pinned file pass", async () => {
    await expect(requireHash(file, abc512, "It")).resolves.toBeUndefined();
  });

  it("refuses a file with one other byte, naming it and both hashes", async () => {
    writeFileSync(file, "abd");
    await expect(requireHash(file, abc512, "The package")).rejects.toThrow(
      /The package is not the pinned file[^]*expected sha512-3a81[^]*got +sha512-/,
    );
  });

  it("rejects when the file is missing", async () => {
    await expect(requireHash(join(folder, "nothing"), abc256, "It")).rejects.toThrow("ENOENT");
  });
});
