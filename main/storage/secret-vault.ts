/**
 * What can seal a secret on this machine. `keyring`: only this user on this machine can open it. `plain`: nothing can, and
 * the file's mode is all the protection there is.
 */
export interface SecretVault {
  readonly kind: "keyring" | "plain";
  /** In words, for Settings: "the macOS Keychain". */
  readonly name: string;
  seal(text: string): Promise<Uint8Array>;
  /** Rejects when the bytes were sealed by another user, another keyring, or are broken. */
  open(sealed: Uint8Array): Promise<string>;
}

/** How secrets are kept, ready to show in Settings. */
export interface Keeping {
  readonly sentence: string;
  readonly warning: boolean;
}

export const plainVault: SecretVault = {
  kind: "plain",
  name: "a file",
  seal: (text) => Promise.resolve(Buffer.from(text, "utf8")),
  open: (sealed) => Promise.resolve(Buffer.from(sealed).toString("utf8")),
};

/** Said once, at the first start on a desktop without a keyring. */
export const unencryptedWords = {
  sentence: "Without a keyring, keys and tokens are kept unencrypted in a file that only your user can read.",
  step: "Settings, under Security, has the way to refuse that.",
};

export function keepingOf(vault: SecretVault): Keeping {
  if (vault.kind === "keyring") {
    return { sentence: `Keys and tokens are encrypted with ${vault.name}.`, warning: false };
  }
  return {
    sentence:
      "This desktop has no keyring, so keys and tokens are kept unencrypted in a file that only your user can read. " +
      "Install and unlock one (GNOME Keyring or KWallet) and restart PairTray to have them encrypted.",
    warning: true,
  };
}
