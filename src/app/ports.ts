import type { SettingsView } from "./snapshot.ts";

/**
 * Secrets by name, in memory after the start and written through to the keyring. Reading never waits: the published
 * client asks in the middle of a handshake.
 */
export interface SecretStore {
  get(name: string): string | undefined;
  set(name: string, value: string): void;
  delete(name: string): void;
}

/** A gateway the user named. Its credentials are in the secret store, never here. */
export interface SavedGateway {
  readonly id: string;
  readonly url: string;
}

export interface Settings extends SettingsView {
  readonly gateways: readonly SavedGateway[];
}

export interface SettingsStore {
  get(): Settings;
  set(change: Partial<Settings>): void;
}
