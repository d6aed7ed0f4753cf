import type { ShutBy } from "../gateway/device-identity.ts";
import type { HistoryEntry, HistoryRow } from "../pairing/history-row.ts";
import type { ChainBreak } from "../pairing/history.ts";
import type { GatewayColour, SettingsView } from "./snapshot.ts";

/**
 * Secrets by name, in memory after the start and written through to the keyring. Reading never waits: the published
 * client asks in the middle of a handshake.
 */
export interface SecretStore {
  get(name: string): string | undefined;
  /** Of all secrets that are open. */
  names(): readonly string[];
  /** What keeps a secret shut that is there: `get` has nothing for it today, and may have it after a restart. */
  shutBy(name: string): ShutBy | undefined;
  /** Over a secret that is shut it holds until PairTray quits; what is kept is never replaced unseen. */
  set(name: string, value: string): void;
  /** A secret that is shut stays. */
  delete(name: string): void;
  /** On the user's word: also what is shut goes. */
  forget(name: string): void;
}

/** A gateway the user named. Its credentials are in the secret store, never here. */
export interface SavedGateway {
  readonly id: string;
  readonly url: string;
  /** The user's own name for it. */
  readonly name?: string;
  readonly colour?: GatewayColour;
  readonly paused?: boolean;
  /** openclaw.json names it and the user doesn't want it. */
  readonly removed?: boolean;
  /** Its address is the one that this openclaw.json names (a hash of the file's path); absent: the one that was entered. */
  readonly follows?: string;
  /** SHA-256 of the certificate that the user trusts, in hex. Public: every client of the gateway is shown it. */
  readonly tlsFingerprint?: string;
}

export interface Settings extends SettingsView {
  readonly gateways: readonly SavedGateway[];
  /** Nothing notifies until then, ms since the epoch; 0 or absent: no snooze. */
  readonly snoozedUntilMs?: number;
}

export interface SettingsStore {
  get(): Settings;
  set(change: Partial<Settings>): void;
}

/** The append-only local history. Appending never waits and never throws; memory is ahead of the disk by a tick. */
export interface HistoryPort {
  /** Oldest first, at once with what was just appended. A new array after every change, so it can be compared by identity. */
  rows(): readonly HistoryRow[];
  /** Number, time and hash are added here; texts are bounded and whatever looks like a secret in `detail` is hidden. */
  append(entry: HistoryEntry): void;
  /** Where the chain of `rows()` is broken; empty when it is whole. */
  breaks(): readonly ChainBreak[];
  /** Why the history can't be saved at present, in a sentence; undefined while it can. */
  problem(): string | undefined;
  /** Resolves when all that was appended is on the disk, or was tried just now and can't be (`problem` says why). */
  flush(): Promise<void>;
}

/** Whether a list is on the disk. `ok: false`: it is in memory alone and will be tried again; the sentence says why. */
export type Kept = { readonly ok: true } | { readonly ok: false; readonly sentence: string };

/** A short list that outlives the app: blocked keys, muted devices, open lock-out orders. */
export interface ListPort<T> {
  all(): readonly T[];
  /** The whole new list; `all` answers with it at once. Resolves when it (or a later one) is on the disk. Never rejects. */
  set(rows: readonly T[]): Promise<Kept>;
  /** Resolves like `set`, for what was set last. */
  flush(): Promise<Kept>;
}
