import type { SessionBus } from "./notifications/session-bus.ts";
import { deleteKeyringKey } from "./keyring-key.ts";
import type { LoginItem } from "./login-item.ts";
import { forgetEverything, leftWords, orderForgetting } from "./storage/forget-everything.ts";

export interface ForgettingParts {
  /** The user-data folder. */
  readonly folder: string;
  readonly loginItem: Pick<LoginItem, "set">;
  /** The session bus with the keyring on it; absent where there is none, or where the keyring is to be left alone. */
  readonly connect: (() => Promise<SessionBus>) | undefined;
  /** The name under which the keyring has the key. */
  readonly appName: string;
  /** For what could not be deleted, after the window is gone. */
  readonly showError: (title: string, sentence: string) => void;
  readonly quit: () => void;
}

/** *Forget everything*, in the order in which a crash at any moment leaves nothing readable that was not to be kept. */
export interface Forgetting {
  /** On the disk first; then the key goes that sealed the secrets; then the app ends. Rejects when the disk refuses. */
  order(): Promise<void>;
  isOrdered(): boolean;
  /** The last step, when everything that writes has ended. */
  carryOut(): Promise<void>;
}

export function createForgetting(parts: ForgettingParts): Forgetting {
  const { folder, loginItem, connect, appName, showError, quit } = parts;
  let ordered = false;

  async function forgetKey(): Promise<void> {
    const bus = await connect?.();
    if (!bus) return;
    try {
      await deleteKeyringKey(bus, appName);
    } finally {
      bus.close();
    }
  }

  return {
    isOrdered: () => ordered,
    async order() {
      orderForgetting(folder);
      ordered = true;
      // A keyring that is away or locked keeps a key that opens nothing any more.
      await forgetKey().catch(() => undefined);
      quit();
    },
    async carryOut() {
      // The demo has no login item to change.
      await loginItem.set(false).catch(() => undefined);
      const left = forgetEverything(folder);
      if (left.length > 0) showError("Not everything is forgotten", leftWords(folder, left));
    },
  };
}
