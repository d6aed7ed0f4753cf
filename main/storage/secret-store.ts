import { createHash } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { SecretStore } from "../../src/app/ports.ts";
import type { Clock } from "../../src/gateway/clock.ts";
import { setAside } from "./broken-copy.ts";
import { type Disk, realDisk } from "./disk.ts";
import { secretFile } from "./secret-file.ts";
import { loadSecrets } from "./secret-loader.ts";
import type { SecretVault } from "./secret-vault.ts";
import { SecretWriter } from "./secret-writer.ts";

/**
 * The desk's SecretStore on disk: the private keys of this device, device tokens, and the shared token or password that the
 * user typed; one small sealed file each, mode 600. All are opened at the start, so that reading never waits.
 */
export interface SecretFiles extends SecretStore {
  /** Nothing was there at the start, not even something that can't be opened. */
  readonly isFirstRun: boolean;
  /** Resolves when everything set so far is on the disk, or was tried just now and can't be. Never rejects. */
  flush(): Promise<void>;
  /** Like `flush`, when PairTray quits: no retry after it. */
  close(): Promise<void>;
}

export interface SecretStoreOptions {
  readonly folder: string;
  readonly vault: SecretVault;
  readonly clock: Clock;
  /** A secret was lost or could not be written. The sentence is ready to show and holds nothing of the secret. */
  readonly onTrouble: (sentence: string) => void;
  readonly disk?: Pick<Disk, "replace">;
}

/** A name that any file system takes, and that two secrets never share. */
export function secretFileName(name: string): string {
  return `${createHash("sha256").update(name).digest("hex").slice(0, 24)}.secret`;
}

/**
 * Opens what is there. Never rejects: a bad file is set aside as a copy, what only a missing keyring or a missing right
 * keeps shut is left alone, and a disk that refuses is tried again; all of it is said.
 */
export async function openSecretStore(options: SecretStoreOptions): Promise<SecretFiles> {
  const { folder, vault, clock, onTrouble, disk = realDisk } = options;
  const { secrets, shut, folderShut, stale, spoilt } = await loadSecrets(folder, vault, onTrouble);
  const isFirstRun = secrets.size === 0 && shut.size === 0 && !folderShut;
  const pathOf = (name: string) => join(folder, secretFileName(name));
  const shutBy = (name: string) => shut.get(pathOf(name)) ?? (folderShut ? "disk" : undefined);

  const writer = new SecretWriter({
    clock,
    onTrouble,
    async write(name) {
      const path = pathOf(name);
      const value = secrets.get(name);
      if (value === undefined) return rm(path, { force: true });
      if (spoilt.has(path)) setAside(path);
      spoilt.delete(path);
      return disk.replace(path, await secretFile({ name, value }, vault));
    },
  });
  // Written on a day without a keyring: from now on it is sealed.
  for (const name of stale) writer.changed(name);
  await writer.flush();

  return {
    isFirstRun,
    get: (name) => secrets.get(name),
    names: () => [...secrets.keys()],
    shutBy,
    set(name, value) {
      if (secrets.get(name) === value) return;
      secrets.set(name, value);
      if (shutBy(name) === undefined) writer.changed(name);
    },
    delete(name) {
      secrets.delete(name);
      if (shutBy(name) === undefined) writer.changed(name);
    },
    forget(name) {
      secrets.delete(name);
      shut.delete(pathOf(name));
      writer.changed(name);
    },
    flush: () => writer.flush(),
    close: () => writer.close(),
  };
}
