import { existsSync } from "node:fs";
import { join } from "node:path";
import Store from "electron-store";
import type { SavedGateway } from "../../src/app/ports.ts";
import type { Clock } from "../../src/gateway/clock.ts";
import { setAside } from "./broken-copy.ts";
import { diskWords } from "./disk.ts";
import { defaultSettings, settingsSchema, withoutSecrets, type DesktopSettings } from "./settings.ts";

/** The desk's SettingsStore, with the desktop's own keys in the same file. */
export interface DesktopSettingsStore {
  get(): DesktopSettings;
  /**
   * Written at once, as one atomic step. What the disk refuses is kept in memory, said, and tried again. Throws on values
   * outside the schema; the file then stays as it was.
   */
  set(change: Partial<DesktopSettings>): void;
  /** From now on nothing is written any more: a window that closes late would bring a forgotten file back. */
  stop(): void;
}

/** The settings file as electron-store gives it: `set` throws where the file can't be written. */
export type SettingsFile = Pick<Store<DesktopSettings>, "set" | "store">;

export interface SettingsStoreOptions {
  readonly folder: string;
  /** The app's version: the migrations up to it run once on an older file. */
  readonly version: string;
  readonly clock: Clock;
  /** The settings file was unreadable, or can't be written; the sentence is ready to show. */
  readonly onTrouble: (sentence: string) => void;
  /** So that a test can hand in a file that refuses. */
  readonly openFile?: typeof openSettingsFile;
}

const RETRY_MS = 10_000;

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

/** Throws when the file is broken, and when the disk refuses. Only with `migrate` it may write. */
export function openSettingsFile(
  { folder, version }: Pick<SettingsStoreOptions, "folder" | "version">,
  migrate: boolean,
): SettingsFile {
  return new Store<DesktopSettings>({
    cwd: folder,
    name: "settings",
    schema: settingsSchema,
    configFileMode: 0o600,
    accessPropertiesByDotNotation: false,
    ...(migrate && { projectVersion: version, migrations }),
  });
}

/** Whether it is the disk that refuses, and not what is in the file or was to be written. */
function isRefusal(error: unknown): boolean {
  return error instanceof Error && "code" in error && /^E[A-Z]+$/.test(String(error.code));
}

const saveWords = (error: unknown) =>
  `The settings can't be saved: ${diskWords(error)}. PairTray keeps them in memory and tries again.`;

/** Undefined where there is no way to the file at present. A broken file is set aside. */
function openOrSetAside(options: SettingsStoreOptions): SettingsFile | undefined {
  const { folder, onTrouble, openFile = openSettingsFile } = options;
  const path = join(folder, "settings.json");
  const openAsItIs = (refusal: unknown): SettingsFile | undefined => {
    onTrouble(saveWords(refusal));
    try {
      return openFile(options, false);
    } catch {
      return undefined;
    }
  };
  try {
    return openFile(options, true);
  } catch (error) {
    // A file that can be read and not be written is as good as ever for this run.
    if (isRefusal(error) || !existsSync(path)) return openAsItIs(error);
  }
  try {
    const copy = setAside(path);
    onTrouble(`The settings file could not be read. It was kept as ${copy}; PairTray starts with its defaults.`);
    return openFile(options, true);
  } catch (error) {
    if (!existsSync(path)) return openAsItIs(error);
    onTrouble(`The settings file could not be read, and no copy of it could be kept: ${diskWords(error)}.`);
    return undefined;
  }
}

/**
 * The settings file `settings.json`. A broken one is kept as a copy, and the defaults take over; a disk that refuses is
 * said once, and the settings hold until the end.
 */
export function createSettingsStore(options: SettingsStoreOptions): DesktopSettingsStore {
  const { clock } = options;
  let said: string | undefined;
  const onTrouble = (sentence: string): void => {
    if (sentence !== said) options.onTrouble(sentence);
    said = sentence;
  };
  let file = openOrSetAside({ ...options, onTrouble });
  const clean = (gateways: readonly SavedGateway[]) =>
    gateways.map((gateway) => ({ ...gateway, url: withoutSecrets(gateway.url) }));
  // The file is read once: this process is its only writer, and the tray asks often.
  let settings: DesktopSettings = { ...defaultSettings, ...file?.store };
  let unsaved: Partial<DesktopSettings> = {};
  let cancel: (() => void) | undefined;
  let stopped = false;

  function save(change: Partial<DesktopSettings>): void {
    if (stopped) return;
    const all = { ...unsaved, ...change };
    try {
      file ??= openOrSetAside({ ...options, onTrouble: () => undefined });
      if (!file) throw Object.assign(new Error("no way to the file"), { code: "EACCES" });
      file.set(all);
      unsaved = {};
      said = undefined;
      cancel?.();
      cancel = undefined;
    } catch (error) {
      if (!isRefusal(error)) throw error;
      unsaved = all;
      onTrouble(saveWords(error));
      cancel ??= clock.after(RETRY_MS, () => {
        cancel = undefined;
        save({});
      });
    }
  }

  return {
    get: () => settings,
    set(change) {
      const safe = change.gateways ? { ...change, gateways: clean(change.gateways) } : change;
      save(safe);
      settings = { ...settings, ...safe };
    },
    stop() {
      stopped = true;
      cancel?.();
    },
  };
}
