import type { SecretFiles } from "./secret-store.ts";

/**
 * Secrets for a user who doesn't want them unencrypted on the disk: while `refused` says so, they live in memory until the
 * app ends, and what was written earlier is deleted. What a keyring sealed isn't unencrypted: it stays.
 */
export function refusableSecrets(files: SecretFiles, refused: () => boolean): SecretFiles & { sweep(): void } {
  const memory = new Map<string, string>();
  const get = (name: string) => memory.get(name) ?? files.get(name);
  function set(name: string, value: string): void {
    if (refused()) {
      memory.set(name, value);
      files.delete(name);
    } else {
      memory.delete(name);
      files.set(name, value);
    }
  }
  const names = () => [...new Set([...memory.keys(), ...files.names()])];
  return {
    ...files,
    get,
    set,
    names,
    delete(name) {
      memory.delete(name);
      files.delete(name);
    },
    forget(name) {
      memory.delete(name);
      files.forget(name);
    },
    /** Moves everything to where it belongs now: at the start, and after the user changed their mind. */
    sweep() {
      for (const name of names()) set(name, get(name) ?? "");
    },
  };
}
