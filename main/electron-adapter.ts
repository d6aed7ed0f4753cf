import type { Notification, SafeStorage } from "electron";
import { plainVault, type SecretVault } from "./storage/secret-vault.ts";

/**
 * The one place that asks what this Electron has. Shipping builds run on 45; where its download is out of reach, tests and
 * the demo run on 33, which lacks what is asked for here.
 */
type AsyncSafeStorage = Pick<SafeStorage, "isAsyncEncryptionAvailable" | "encryptStringAsync" | "decryptStringAsync">;
type SyncSafeStorage = Pick<SafeStorage, "isEncryptionAvailable" | "encryptString" | "decryptString">;
export type AnySafeStorage = SyncSafeStorage &
  Partial<AsyncSafeStorage> &
  Partial<Pick<SafeStorage, "getSelectedStorageBackend">>;

const keyringNames: Record<string, string> = {
  gnome_libsecret: "the desktop's keyring (Secret Service)",
  kwallet: "KWallet",
  kwallet5: "KWallet",
  kwallet6: "KWallet",
  darwin: "the macOS Keychain",
  win32: "Windows data protection (DPAPI)",
};

/** Electron's safeStorage as a vault, whichever of its two interfaces this version has. */
export async function openSafeStorage(storage: AnySafeStorage, platform: NodeJS.Platform): Promise<SecretVault> {
  const backend = platform === "linux" ? (storage.getSelectedStorageBackend?.() ?? "unknown") : platform;
  // basic_text encrypts with a password that is written in Chromium's source: that protects nothing.
  if (backend === "basic_text" || backend === "unknown") return plainVault;
  const name = keyringNames[backend] ?? backend;
  const { isAsyncEncryptionAvailable, encryptStringAsync, decryptStringAsync } = storage;
  if (isAsyncEncryptionAvailable && encryptStringAsync && decryptStringAsync) {
    if (!(await isAsyncEncryptionAvailable.call(storage))) return plainVault;
    return {
      kind: "keyring",
      name,
      seal: (text) => encryptStringAsync.call(storage, text),
      open: async (sealed) => (await decryptStringAsync.call(storage, Buffer.from(sealed))).result,
    };
  }
  /* eslint-disable @typescript-eslint/no-deprecated -- the only ones that Electron 33 has */
  if (!storage.isEncryptionAvailable()) return plainVault;
  return {
    kind: "keyring",
    name,
    seal: (text) => Promise.resolve().then(() => storage.encryptString(text)),
    open: (sealed) => Promise.resolve().then(() => storage.decryptString(Buffer.from(sealed))),
  };
  /* eslint-enable @typescript-eslint/no-deprecated */
}

/** Which button of a notification: new Electrons say it in the event, 33 in the second argument. */
export function actionIndexOf(details: unknown, second: unknown): number {
  const named =
    typeof details === "object" && details !== null && "actionIndex" in details ? details.actionIndex : second;
  return typeof named === "number" ? named : -1;
}

/** Windows alone tells of clicks on notifications of an earlier run, and 33 can't hear of them. */
export function activationsOf(
  notification: Partial<Pick<typeof Notification, "handleActivation">>,
  platform: NodeJS.Platform,
): ((activated: () => void) => void) | undefined {
  if (platform !== "win32" || !notification.handleActivation) return undefined;
  return (activated) => notification.handleActivation?.(() => activated());
}
