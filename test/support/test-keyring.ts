import type { SecretVault } from "../../main/storage/secret-vault.ts";

/** Reversible, keyed, and refuses what another key sealed, like a keyring. */
export function keyring(key: number): SecretVault {
  const turn = (bytes: Uint8Array) => bytes.map((byte) => byte ^ key);
  return {
    kind: "keyring",
    name: "a test keyring",
    seal: async (text) => turn(Buffer.from(`K${key} ${text}`)),
    open: async (sealed) => {
      const text = Buffer.from(turn(sealed)).toString();
      if (!text.startsWith(`K${key} `)) throw new Error("wrong key");
      return text.slice(`K${key} `.length);
    },
  };
}
