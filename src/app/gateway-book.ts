import { configPath, type GatewayLocation, type Surroundings } from "../gateway/location.ts";
import { readAddress } from "../pairing/typed-address.ts";
import { shownText } from "../pairing/shown-text.ts";
import { followConfig } from "./followed-address.ts";
import type { Intent, IntentResult } from "./intent.ts";
import type { NoticeBoard } from "./notice-board.ts";
import { gatewayIdOf, secretNames } from "./open-gateway.ts";
import { OwnGateway } from "./own-gateway.ts";
import { pastedCode } from "./pasted-code.ts";
import type { GatewayColour } from "./snapshot.ts";
import type { SavedGateway, SecretStore, SettingsStore } from "./ports.ts";
import { credentialsFor, keepTyped } from "./typed-credentials.ts";

/** One gateway that PairTray watches: where it is, how to get in, and what the user made of it. */
export interface GatewayEntry extends GatewayLocation {
  readonly id: string;
  readonly name?: string;
  readonly colour?: NonNullable<SavedGateway["colour"]>;
  readonly paused: boolean;
  /** SHA-256 of the only certificate that is believed, in hex; absent: the system's trust decides. */
  readonly tlsFingerprint?: string;
}

interface BookParts {
  readonly surroundings: Surroundings;
  readonly settings: SettingsStore;
  readonly secrets: SecretStore;
  readonly notices: NoticeBoard;
}

/** The longest name that is kept. */
const LONGEST_NAME = 40;
/** Beside the one of openclaw.json. */
const MOST_GATEWAYS = 32;

/** Which gateways there are: what was found on this machine, and what the user added, with what the user said of each. */
export class GatewayBook {
  readonly #parts: BookParts;
  readonly #own: OwnGateway;

  constructor(parts: BookParts) {
    this.#parts = parts;
    this.#own = new OwnGateway(parts.surroundings, parts.notices);
  }

  /**
   * A gateway named by the environment is the only one (the rule of the CLI). An address that the user gave never picks up
   * credentials of the configuration or the environment: it has those that were typed for it, or none. One of openclaw.json
   * is listed while the file names it, and never as one that the user entered.
   */
  entries(): readonly GatewayEntry[] {
    const own = this.#look();
    const here = own ? [this.#entry(own)] : [];
    if (own?.source === "environment") return here;
    const others = this.#parts.settings
      .get()
      .gateways.filter(({ id, follows }) => id !== here[0]?.id && follows === undefined)
      .map(({ id, url }) => this.#entry({ url, credentials: {}, source: "user" }, id));
    return [...here, ...others].filter(({ id }) => this.#saved(id)?.removed !== true);
  }

  /** What was remembered of the gateway that openclaw.json names stands at its address before anybody asks for it. */
  #look(): GatewayLocation | undefined {
    const own = this.#own.look();
    if (own?.source === "openclaw.json") this.#follow(own.url);
    return own;
  }

  #follow(url: string): void {
    const { settings, surroundings } = this.#parts;
    const file = gatewayIdOf(configPath(surroundings));
    const followed = followConfig(settings.get().gateways, { url, file, freshId: this.idOf(url) });
    if (!followed) return;
    if (followed.elsewhere !== undefined) this.#dropCredentials(followed.elsewhere);
    settings.set({ gateways: followed.gateways });
  }

  /** What would let PairTray in, also where it is sealed today: it must not open at another address later. */
  #dropCredentials(id: string): void {
    this.#parts.secrets.forget(secretNames.credentials(id));
    this.#parts.secrets.forget(secretNames.deviceToken(id));
  }

  #saved(id: string): SavedGateway | undefined {
    return this.#parts.settings.get().gateways.find((known) => known.id === id);
  }

  /** A gateway keeps its id when its address changes, so the one its address would have now may be another's by then. */
  idOf(url: string): string {
    const saved = this.#parts.settings.get().gateways;
    const known = saved.find((gateway) => gateway.url === url);
    if (known) return known.id;
    // Whoever came after it may have left too: an id that is taken would put one gateway in another's place.
    for (let id = gatewayIdOf(url), again = 1; ; again += 1) {
      if (!this.#saved(id)) return id;
      id = gatewayIdOf(again === 1 ? `again ${url}` : `again ${again} ${url}`);
    }
  }

  #entry(location: GatewayLocation, id = this.idOf(location.url)): GatewayEntry {
    const { name, colour, paused } = this.#saved(id) ?? {};
    const tlsFingerprint = this.#pinAt(location.url, id);
    return {
      ...location,
      credentials: credentialsFor(this.#parts.secrets, id, location.credentials),
      id,
      paused: paused ?? false,
      ...(name !== undefined && { name }),
      ...(colour !== undefined && { colour }),
      ...(tlsFingerprint !== undefined && { tlsFingerprint }),
    };
  }

  /** Keeps the address in the settings and the secret in the keyring; the window forgets both. */
  add({ url, token, password }: Extract<Intent, { type: "connect" }>): IntentResult {
    const pasted = pastedCode({ url, token, password });
    if (pasted) return pasted;
    const address = readAddress(url);
    if ("sentence" in address) return { ok: false, sentence: address.sentence };
    const own = this.#look();
    if (own?.source === "environment" && own.url !== address.url) return { ok: false, ...environmentRules(own.url) };
    const id = this.idOf(address.url);
    const entered = this.#parts.settings.get().gateways.filter(({ follows }) => follows === undefined);
    if (!this.#saved(id) && entered.length >= MOST_GATEWAYS)
      return { ok: false, sentence: `PairTray watches ${MOST_GATEWAYS} gateways at most.` };
    keepTyped(this.#parts.secrets, id, { token, password }, own?.url === address.url ? own.credentials : {});
    const others = this.entries().filter((entry) => entry.id !== id);
    const colour = this.#saved(id)?.colour ?? freeColour(others);
    // Entered where openclaw.json no longer is, it is the user's from now on.
    const follows = own?.url === address.url ? {} : { follows: undefined };
    this.#keep(id, address.url, { removed: false, paused: false, colour, ...follows });
    return { ok: true };
  }

  /**
   * The same gateway at another address: its name, history and open lock-outs go on there. What would let PairTray in does
   * not go along: an address that the user gave has the credentials that were typed for it, or none. A certificate that was
   * trusted stays the only one believed, as long as the new address shows one at all.
   */
  changeAddress({ gatewayId, url, token, password }: Extract<Intent, { type: "change-address" }>): IntentResult {
    const pasted = pastedCode({ url, token, password });
    if (pasted) return pasted;
    const entry = this.entries().find(({ id }) => id === gatewayId);
    if (!entry) return unknownGateway;
    if (entry.source !== "user") return { ok: false, sentence: elsewhere[entry.source] };
    const address = readAddress(url);
    if ("sentence" in address) return { ok: false, sentence: address.sentence };
    const there = this.entries().find((other) => other.url === address.url && other.id !== gatewayId);
    if (there) return { ok: false, sentence: `PairTray watches this address already, as ${there.name ?? there.url}.` };
    const { secrets, settings } = this.#parts;
    if (address.url !== entry.url) {
      this.#dropCredentials(gatewayId);
      // One of openclaw.json that is unwanted, or no longer named, and stands there is this one from now on.
      const all = settings.get().gateways;
      for (const { id } of all.filter((known) => known.url === address.url)) {
        this.#dropCredentials(id);
        secrets.forget(secretNames.identity(id));
      }
      settings.set({ gateways: all.filter((known) => known.url !== address.url) });
    }
    keepTyped(secrets, gatewayId, { token, password }, {});
    this.#keep(gatewayId, address.url, address.url.startsWith("wss:") ? {} : { tlsFingerprint: undefined });
    return { ok: true };
  }

  /** The name, the colour, or whether it is watched at all. */
  edit({ gatewayId, name, colour, paused }: Extract<Intent, { type: "edit-gateway" }>): IntentResult {
    const entry = this.entries().find(({ id }) => id === gatewayId);
    if (!entry) return unknownGateway;
    this.#keep(gatewayId, entry.url, {
      ...(name !== undefined && { name: shownText(name.trim(), LONGEST_NAME) || undefined }),
      ...(colour !== undefined && { colour }),
      ...(paused !== undefined && { paused }),
    });
    return { ok: true };
  }

  /** Believes this certificate and no other from now on. */
  pin(gatewayId: string, tlsFingerprint: string): IntentResult {
    const entry = this.entries().find(({ id }) => id === gatewayId);
    if (!entry) return unknownGateway;
    this.#keep(gatewayId, entry.url, { tlsFingerprint });
    return { ok: true };
  }

  /**
   * The certificate that was trusted for this address, whatever is tried there; undefined where none was.
   * @param gatewayId the one that is about to get this address
   */
  pinOf(url: string, gatewayId?: string): string | undefined {
    return this.#pinAt(url, gatewayId ?? this.idOf(url));
  }

  /** Without TLS there is no certificate; one that was trusted before counts again as soon as there is. */
  #pinAt(url: string, id: string): string | undefined {
    return url.startsWith("wss:") ? this.#saved(id)?.tlsFingerprint : undefined;
  }

  /** Off the list, with its secrets and its pin. One that openclaw.json names is remembered as unwanted. */
  remove(gatewayId: string): IntentResult {
    const entry = this.entries().find(({ id }) => id === gatewayId);
    if (!entry) return unknownGateway;
    if (entry.source === "environment") {
      return { ok: false, sentence: "The environment names this gateway (OPENCLAW_GATEWAY_URL). Take it out there." };
    }
    const { settings } = this.#parts;
    this.#dropCredentials(gatewayId);
    const others = settings.get().gateways.filter(({ id }) => id !== gatewayId);
    const { follows } = this.#saved(gatewayId) ?? {};
    const unwanted = { id: gatewayId, url: entry.url, removed: true, ...(follows !== undefined && { follows }) };
    const mark = entry.source === "user" ? [] : [unwanted];
    settings.set({ gateways: [...others, ...mark] });
    return { ok: true };
  }

  #keep(id: string, url: string, change: { readonly [K in keyof SavedGateway]?: SavedGateway[K] | undefined }): void {
    const { settings } = this.#parts;
    const all = settings.get().gateways;
    const merged = { ...this.#saved(id), ...change, id, url };
    // A settings file has no place for undefined, and what is off is not written.
    const clean = Object.fromEntries(
      Object.entries(merged).filter(([, value]) => value !== undefined && value !== false),
    ) as unknown as SavedGateway;
    settings.set({
      gateways: all.some((known) => known.id === id)
        ? all.map((known) => (known.id === id ? clean : known))
        : [...all, clean],
    });
  }
}

/** One that no other gateway has, so that a second one can be told apart at once; none where there is no other. */
function freeColour(others: readonly GatewayEntry[]): GatewayColour | undefined {
  if (others.length === 0) return undefined;
  const taken = new Set(others.map(({ colour }) => colour));
  return (["blue", "green", "orange", "purple"] as const).find((colour) => !taken.has(colour));
}

/** Why no other gateway can be added. */
function environmentRules(url: string): { readonly sentence: string; readonly step: string } {
  return {
    sentence: `OPENCLAW_GATEWAY_URL names ${url}, and while it is set PairTray watches that gateway alone.`,
    step: "Take the variable out of the environment and start PairTray again. Nothing was kept.",
  };
}

const elsewhere = {
  environment: "The environment names this gateway's address (OPENCLAW_GATEWAY_URL). Change it there.",
  "openclaw.json": "This gateway's address follows from openclaw.json on this machine. Change it there.",
} as const;

const unknownGateway: IntentResult = { ok: false, sentence: "This gateway is no longer set up here." };
