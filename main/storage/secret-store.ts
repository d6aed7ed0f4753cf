import { chmod, mkdir, readdir, readFile, rm } from "node:fs/promises";
import { createHash } from "node:crypto";
import { join } from "node:path";
import type { SecretStore } from "../../src/app/ports.ts";
import { sweepDrafts, writeAtomically } from "./atomic-file.ts";
import { setAside } from "./broken-copy.ts";
import { readSecretFile, type SecretEntry, secretFile } from "./secret-file.ts";
import type { SecretVault } from "./secret-vault.ts";

/**
 * The desk's SecretStore on disk: the private key of this device, device tokens, and the shared token or password that the
 * user typed; one small sealed file each, mode 600. All are opened at the start, so that reading never waits.
 */
export interface SecretFiles extends SecretStore {
  /** Of all secrets that are there. */
  names(): readonly string[];
  /** Resolves when everything set so far is on the disk. */
  flush(): Promise<void>;
}

export interface SecretStoreOptions {
  readonly folder: string;
  readonly vault: SecretVault;
  /** A secret was lost or could not be written. The sentence is ready to show and holds nothing of the secret. */
  readonly onTrouble: (sentence: string) => void;
}

/** A name that any file system takes, and that two secrets never share. */
export function secretFileName(name: string): string {
  return `${createHash("sha256").update(name).digest("hex").slice(0, 24)}.secret`;
}

const whyLost = {
  unknown: "is not in a form that PairTray writes",
  sealed: "can't be decrypted (another user's keyring, or a damaged file)",
};

/** Opens what is there. Never rejects because of a bad file: that one is set aside as a copy, and said. */
export async function openSecretStore({ folder, vault, onTrouble }: SecretStoreOptions): Promise<SecretFiles> {
  const secrets = new Map<string, string>();
  // Files that only a missing keyring keeps shut: kept for the day it is back, set aside before anything replaces them.
  const shut = new Set<string>();
  const pathOf = (name: string) => join(folder, secretFileName(name));

  async function write(entry: SecretEntry): Promise<void> {
    const path = pathOf(entry.name);
    if (shut.delete(path)) setAside(path);
    await writeAtomically(path, await secretFile(entry, vault));
  }

  async function load(path: string): Promise<void> {
    const found = await readSecretFile(await readFile(path), vault);
    if (found.state === "open") {
      secrets.set(found.entry.name, found.entry.value);
      // Written on a day without a keyring: from now on it is sealed.
      if (found.sealedBy !== vault.kind) await write(found.entry);
      else await chmod(path, 0o600);
    } else if (found.state === "shut") {
      shut.add(path);
      onTrouble(
        "A stored key or token can't be opened because the keyring that sealed it is not available. " +
          "Unlock it and restart PairTray.",
      );
    } else {
      const copy = setAside(path);
      onTrouble(
        `A stored key or token ${whyLost[found.state]}. It was set aside as ${copy}; PairTray goes on without it.`,
      );
    }
  }

  await mkdir(folder, { recursive: true, mode: 0o700 });
  await sweepDrafts(folder);
  for (const file of await readdir(folder)) if (file.endsWith(".secret")) await load(join(folder, file));

  // Writes happen one after another, in the order they were asked for; the last word wins on disk as in memory.
  let last: Promise<void> = Promise.resolve();
  function later(work: () => Promise<void>): void {
    last = last.then(work).catch((error: unknown) => {
      const why = error instanceof Error ? error.message : "unknown error";
      onTrouble(`A key or token could not be stored (${why}). It works until PairTray quits.`);
    });
  }

  return {
    get: (name) => secrets.get(name),
    names: () => [...secrets.keys()],
    set(name, value) {
      if (secrets.get(name) === value) return;
      secrets.set(name, value);
      later(() => write({ name, value }));
    },
    delete(name) {
      secrets.delete(name);
      shut.delete(pathOf(name));
      later(() => rm(pathOf(name), { force: true }));
    },
    flush: () => last,
  };
}
