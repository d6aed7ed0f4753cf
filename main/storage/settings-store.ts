import { existsSync } from "node:fs";
import { join } from "node:path";
import Store from "electron-store";
import type { SavedGateway } from "../../src/app/ports.ts";
import { setAside } from "./broken-copy.ts";
import { defaultSettings, settingsSchema, withoutSecrets, type DesktopSettings } from "./settings.ts";

/** The desk's SettingsStore, with the desktop's own keys in the same file. */
export interface DesktopSettingsStore {
  get(): DesktopSettings;
  /** Written at once, as one atomic step. Throws on values outside the schema; the file then stays as it was. */
  set(change: Partial<DesktopSettings>): void;
}

export interface SettingsStoreOptions {
  readonly folder: string;
  /** The app's version: the migrations up to it run once on an older file. */
  readonly version: string;
  /** The settings file was unreadable and was set aside; the sentence is ready to show. */
  readonly onLost: (sentence: string) => void;
}

type StoreOptions = NonNullable<ConstructorParameters<typeof Store<DesktopSettings>>[0]>;

/** What an older file needs, by the version that brought the change. Steps only ever get added. */
const migrations: NonNullable<StoreOptions["migrations"]> = {
  // The first published form has these keys and no others; builds before it kept one gateway under `gatewayUrl`.
  "0.1.0": (store) => {
    const old: unknown = (store.store as unknown as Record<string, unknown>)["gatewayUrl"];
    if (typeof old === "string" && old !== "" && store.get("gateways", []).length === 0) {
      store.set("gateways", [{ id: "gateway", url: withoutSecrets(old) }]);
    }
    for (const key of Object.keys(store.store)) {
      if (!(key in settingsSchema)) store.delete(key as keyof DesktopSettings);
    }
  },
};

function open({ folder, version }: SettingsStoreOptions): Store<DesktopSettings> {
  return new Store<DesktopSettings>({
    cwd: folder,
    name: "settings",
    projectVersion: version,
    schema: settingsSchema,
    migrations,
    configFileMode: 0o600,
    accessPropertiesByDotNotation: false,
  });
}

function openOrSetAside(options: SettingsStoreOptions): Store<DesktopSettings> {
  try {
    return open(options);
  } catch (error) {
    const path = join(options.folder, "settings.json");
    // Anything but a bad file (a folder that can't be written) would fail again: let it be seen.
    if (!existsSync(path)) throw error;
    const copy = setAside(path);
    options.onLost(`The settings file could not be read. It was kept as ${copy}; PairTray starts with its defaults.`);
    return open(options);
  }
}

/** The settings file `settings.json`. A broken one is kept as a copy, and the defaults take over. */
export function createSettingsStore(options: SettingsStoreOptions): DesktopSettingsStore {
  const store = openOrSetAside(options);
  const clean = (gateways: readonly SavedGateway[]) =>
    gateways.map((gateway) => ({ ...gateway, url: withoutSecrets(gateway.url) }));
  // The file is read once: this process is its only writer, and the tray asks often.
  let settings: DesktopSettings = { ...defaultSettings, ...store.store };
  return {
    get: () => settings,
    set(change) {
      const safe = change.gateways ? { ...change, gateways: clean(change.gateways) } : change;
      store.set(safe);
      settings = { ...settings, ...safe };
    },
  };
}
