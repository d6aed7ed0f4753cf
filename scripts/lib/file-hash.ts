import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";

/** "sha512-<base64>" or "sha256-<base64>" as npm writes it, or "sha256:<hex>" as sha256sum does. */
export type Pin = `sha512-${string}` | `sha256-${string}` | `sha256:${string}`;

/** The file's hash in the spelling of `like`. Rejects when the file can't be read. */
export async function fileHash(path: string, like: Pin): Promise<Pin> {
  const algorithm = like.startsWith("sha512") ? "sha512" : "sha256";
  const hash = createHash(algorithm);
  await pipeline(createReadStream(path), hash);
  return like.includes(":") ? `sha256:${hash.digest("hex")}` : `${algorithm}-${hash.digest("base64")}`;
}

/** Throws unless the file is byte for byte the pinned one. */
export async function requireHash(path: string, pin: Pin, what: string): Promise<void> {
  const actual = await fileHash(path, pin);
  if (actual !== pin)
    throw new Error(`${what} is not the pinned file and is not used.\n  expected ${pin}\n  got      ${actual}`);
}
