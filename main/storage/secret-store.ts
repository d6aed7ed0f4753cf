import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { sweepDrafts, writeAtomically } from "./atomic-file.ts";
import { setAside } from "./broken-copy.ts";
import { keepingOf, plainVault, type Keeping, type SecretVault } from "./secret-vault.ts";

/** First line of every file: what it is and how it was sealed. The rest is the sealed bytes. */
const header = /^pairtray-secret 1 (keyring|plain)\n/;
const maxSecretLength = 64 * 1024;

/** A file of ours that could not be used. The sentence is ready to show; it never holds any of the content. */
export interface LostSecret {
  readonly name: string;
  readonly sentence: string;
}

/**
 * The private key of this device, device tokens, and the shared token or password that the user typed: one small sealed
 * file each, named by the caller (`identity`, `device-token/<gateway>`, …).
 */
export interface SecretStore {
  /** Undefined when there is none, or when there was one that can't be opened (then `onLost` was told). */
  get(name: string): Promise<string | undefined>;
  /** Atomic: a crash leaves the old or the new secret. Undefined forgets it. Rejects when the disk refuses. */
  set(name: string, secret: string | undefined): Promise<void>;
  keeping(): Promise<Keeping>;
}

export interface SecretStoreOptions {
  readonly folder: string;
  /** Asked once, when first needed: a keyring may take a second, or a password, to answer. */
  readonly openVault: () => Promise<SecretVault>;
  readonly onLost: (lost: LostSecret) => void;
}

/** A name that any file system takes and that two secrets never share. */
export function secretFileName(name: string): string {
  const readable = name.replace(/[^a-z0-9]+/gi, "-").slice(0, 40);
  return `${readable}-${createHash("sha256").update(name).digest("hex").slice(0, 12)}.secret`;
}

export function createSecretStore({ folder, openVault, onLost }: SecretStoreOptions): SecretStore {
  let opened: Promise<SecretVault> | undefined;
  const vault = () => (opened ??= sweepDrafts(folder).then(openVault));
  const pathOf = (name: string) => join(folder, secretFileName(name));

  // One thing at a time: a get that seals again and a set must not overtake each other.
  let last: Promise<unknown> = Promise.resolve();
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = last.then(work, work);
    last = mine.catch(() => undefined);
    return mine;
  }

  function lose(name: string, path: string, why: string): void {
    const copy = setAside(path);
    onLost({ name, sentence: `A stored secret ${why}. It was set aside as ${copy} and PairTray goes on without it.` });
  }

  async function write(name: string, secret: string): Promise<void> {
    const keeper = await vault();
    const sealed = await keeper.seal(secret);
    await writeAtomically(pathOf(name), Buffer.concat([Buffer.from(`pairtray-secret 1 ${keeper.kind}\n`), sealed]));
  }

  async function read(name: string): Promise<string | undefined> {
    const path = pathOf(name);
    if (!existsSync(path)) return undefined;
    const file = await readFile(path);
    const kind = header.exec(file.subarray(0, 40).toString("latin1"));
    if (!kind) {
      lose(name, path, "is not in a form that PairTray writes");
      return undefined;
    }
    const sealed = file.subarray(kind[0].length);
    const keeper = await vault();
    if (kind[1] === "keyring" && keeper.kind === "plain") {
      // Not set aside: the keyring may only be locked today. A later `set` replaces it, after keeping a copy.
      onLost({
        name,
        sentence:
          "A stored secret can't be opened because the keyring that sealed it is not available. Unlock it and restart PairTray.",
      });
      return undefined;
    }
    if (kind[1] === "plain") {
      const secret = await plainVault.open(sealed);
      if (keeper.kind === "keyring") await write(name, secret);
      else await chmod(path, 0o600);
      return secret;
    }
    try {
      return await keeper.open(sealed);
    } catch {
      lose(name, path, "can't be decrypted (another user's keyring, or a damaged file)");
      return undefined;
    }
  }

  async function keepWhatWeCannotOpen(name: string): Promise<void> {
    const path = pathOf(name);
    if (!existsSync(path)) return;
    const kind = header.exec((await readFile(path)).subarray(0, 40).toString("latin1"));
    if (!kind || (kind[1] === "keyring" && (await vault()).kind === "plain")) setAside(path);
  }

  return {
    get: (name) => inTurn(() => read(name)),
    set: (name, secret) =>
      inTurn(async () => {
        if (secret === undefined) {
          await rm(pathOf(name), { force: true });
          return;
        }
        if (secret.length > maxSecretLength) throw new Error(`The secret "${name}" is too long to keep.`);
        await keepWhatWeCannotOpen(name);
        await write(name, secret);
      }),
    keeping: async () => keepingOf(await vault()),
  };
}
