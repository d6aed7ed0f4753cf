import { existsSync } from "node:fs";
import { join } from "node:path";
import Store from "electron-store";
import { setAside } from "./broken-copy.ts";
import { defaultSettings, settingsSchema, withoutSecrets, type Settings } from "./settings.ts";

export interface SettingsStore {
  read(): Settings;
  /** Writes at once, atomically. An undefined value forgets the key. Rejects values outside the schema by throwing. */
  write(change: { readonly [K in keyof Settings]?: Settings[K] | undefined }): void;
  /** Returns its own undo. */
  subscribe(listener: (settings: Settings) => void): () => void;
}

export interface SettingsStoreOptions {
  readonly folder: string;
  /** The app's version: the migrations up to it run once on an older file. */
  readonly version: string;
  /** The settings file was unreadable and was set aside; the sentence is ready to show. */
  readonly onLost: (sentence: string) => void;
}

type Migrations = NonNullable<NonNullable<ConstructorParameters<typeof Store<Settings>>[0]>["migrations"]>;

/** What an older file needs, by the version that brought the change. Steps only ever get added. */
export const migrations: Migrations = {
  // The first published form: known keys only, and never an address with a secret in it.
  "0.1.0": (store) => {
    for (const key of Object.keys(store.store)) {
      if (!(key in settingsSchema)) store.delete(key as keyof Settings);
    }
    const address: unknown = store.get("gatewayUrl");
    if (typeof address === "string") store.set("gatewayUrl", withoutSecrets(address));
  },
};

function open({ folder, version }: SettingsStoreOptions): Store<Settings> {
  return new Store<Settings>({
    cwd: folder,
    name: "settings",
    projectVersion: version,
    schema: settingsSchema,
    migrations,
    configFileMode: 0o600,
    accessPropertiesByDotNotation: false,
  });
}

/** The settings file `settings.json`. A broken one is kept as a copy, and the defaults take over. */
export function createSettingsStore(options: SettingsStoreOptions): SettingsStore {
  let store: Store<Settings>;
  try {
    store = open(options);
  } catch (error) {
    const path = join(options.folder, "settings.json");
    // Anything but a bad file (a read-only disk, say) would fail again: let it be seen.
    if (!existsSync(path)) throw error;
    const copy = setAside(path);
    options.onLost(
      `The settings file could not be read. It was kept as ${copy}, and PairTray starts with its defaults.`,
    );
    store = open(options);
  }
  const listeners = new Set<(settings: Settings) => void>();
  const read = (): Settings => ({ ...defaultSettings, ...store.store });
  return {
    read,
    write(change) {
      for (const [key, value] of Object.entries(change) as [keyof Settings, Settings[keyof Settings]][]) {
        if (value === undefined) store.delete(key);
        else store.set(key, key === "gatewayUrl" && typeof value === "string" ? withoutSecrets(value) : value);
      }
      const settings = read();
      for (const listener of listeners) listener(settings);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
