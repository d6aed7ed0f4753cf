import { chmod, readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import type { ShutBy } from "../../src/gateway/device-identity.ts";
import { sweepDrafts } from "./atomic-file.ts";
import { setAside } from "./broken-copy.ts";
import { codeOf, diskWords, readingWords } from "./disk.ts";
import { readSecretFile } from "./secret-file.ts";
import type { SecretVault } from "./secret-vault.ts";

/** What the folder held at the start. */
export interface SecretsFound {
  readonly secrets: Map<string, string>;
  /** By path: what is there and can't be opened today. It may be worth everything tomorrow, so nobody writes over it. */
  readonly shut: Map<string, ShutBy>;
  /** The folder itself can't be read: any file in it may be there. */
  readonly folderShut: boolean;
  /** Names of secrets that lie there otherwise sealed than they should be. */
  readonly stale: readonly string[];
  /** Paths of files that nobody can use and that could not be set aside. */
  readonly spoilt: Set<string>;
}

const whyLost = {
  unknown: "is not in a form that PairTray writes",
  sealed: "can't be decrypted (another user's keyring, or a damaged file)",
};

const keyringAway =
  "The keyring that sealed PairTray's keys and tokens is not available. They were left as they are: " +
  "unlock the keyring and restart PairTray.";

/** No secret comes near that. */
const maxBytes = 256 * 1024;

/** Reads all that is in the folder. Never rejects: whatever is wrong with a file is said, and the others still open. */
export async function loadSecrets(
  folder: string,
  vault: SecretVault,
  onTrouble: (sentence: string) => void,
): Promise<SecretsFound> {
  const secrets = new Map<string, string>();
  const shut = new Map<string, ShutBy>();
  const spoilt = new Set<string>();
  const stale: string[] = [];

  function lose(path: string, what: string): void {
    try {
      const copy = setAside(path);
      onTrouble(`${what}. It was set aside as ${copy}; PairTray goes on without it.`);
    } catch (error) {
      spoilt.add(path);
      onTrouble(`${what}, and could not be set aside: ${diskWords(error)}. PairTray goes on without it.`);
    }
  }

  async function load(path: string): Promise<void> {
    const facts = await stat(path);
    // Reading a pipe would never end.
    const file = facts.isFile() && facts.size <= maxBytes ? await readFile(path) : Buffer.alloc(0);
    const found = await readSecretFile(file, vault);
    if (found.state === "open") {
      secrets.set(found.entry.name, found.entry.value);
      if (found.sealedBy !== vault.kind) stale.push(found.entry.name);
      // One whose owner is somebody else, or on a read-only disk, can still be read.
      else await chmod(path, 0o600).catch(() => undefined);
    } else if (found.state === "shut") shut.set(path, "keyring");
    else lose(path, `A stored key or token ${whyLost[found.state]}`);
  }

  async function filesThere(): Promise<readonly string[] | undefined> {
    try {
      return (await readdir(folder)).filter((name) => name.endsWith(".secret"));
    } catch (error) {
      if (codeOf(error) === "ENOENT") return [];
      if (codeOf(error) === "ENOTDIR") {
        lose(folder, "Something else lay where PairTray keeps its keys and tokens");
        return [];
      }
      onTrouble(`The folder with PairTray's keys and tokens can't be read: ${readingWords(error)}.`);
      return undefined;
    }
  }

  await sweepDrafts(folder);
  const names = await filesThere();
  for (const name of names ?? []) {
    const path = join(folder, name);
    try {
      await load(path);
    } catch (error) {
      if (codeOf(error) === "ENOENT") continue;
      shut.set(path, "disk");
      onTrouble(`A stored key or token can't be read: ${readingWords(error)}. It was left as it is.`);
    }
  }
  if ([...shut.values()].includes("keyring")) onTrouble(keyringAway);
  return { secrets, shut, folderShut: names === undefined, stale, spoilt };
}
