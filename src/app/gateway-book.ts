import type { GatewayLocation, Surroundings } from "../gateway/location.ts";
import { readAddress } from "../pairing/typed-address.ts";
import { shownText } from "../pairing/shown-text.ts";
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
/** As the settings file allows. */
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
   * credentials of the configuration or the environment: it has those that were typed for it, or none.
   */
  entries(): readonly GatewayEntry[] {
    const own = this.#own.look();
    const here = own ? [this.#entry(own)] : [];
    if (own?.source === "environment") return here;
    const others = this.#parts.settings
      .get()
      .gateways.filter(({ id }) => id !== here[0]?.id)
      .map(({ id, url }) => this.#entry({ url, credentials: {}, source: "user" }, id));
    return [...here, ...others].filter(({ id }) => this.#saved(id)?.removed !== true);
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
    const { name, colour, paused, tlsFingerprint } = this.#saved(id) ?? {};
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
    const own = this.#own.look();
    if (own?.source === "environment" && own.url !== address.url) return { ok: false, ...environmentRules(own.url) };
    const id = this.idOf(address.url);
    if (!this.#saved(id) && this.#parts.settings.get().gateways.length >= MOST_GATEWAYS)
      return { ok: false, sentence: `PairTray watches ${MOST_GATEWAYS} gateways at most.` };
    keepTyped(this.#parts.secrets, id, { token, password }, own?.url === address.url ? own.credentials : {});
    const others = this.entries().filter((entry) => entry.id !== id);
    const colour = this.#saved(id)?.colour ?? freeColour(others);
    this.#keep(id, address.url, { removed: false, paused: false, colour });
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
      secrets.delete(secretNames.credentials(gatewayId));
      secrets.delete(secretNames.deviceToken(gatewayId));
      // An unwanted one of openclaw.json that stands there is this one from now on.
      settings.set({ gateways: settings.get().gateways.filter((known) => known.url !== address.url) });
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
    if (gatewayId !== undefined && url.startsWith("wss:")) return this.#saved(gatewayId)?.tlsFingerprint;
    return this.#saved(this.idOf(url))?.tlsFingerprint;
  }

  /** Off the list, with its secrets and its pin. One that openclaw.json names is remembered as unwanted. */
  remove(gatewayId: string): IntentResult {
    const entry = this.entries().find(({ id }) => id === gatewayId);
    if (!entry) return unknownGateway;
    if (entry.source === "environment") {
      return { ok: false, sentence: "The environment names this gateway (OPENCLAW_GATEWAY_URL). Take it out there." };
    }
    const { secrets, settings } = this.#parts;
    secrets.forget(secretNames.credentials(gatewayId));
    secrets.forget(secretNames.deviceToken(gatewayId));
    const others = settings.get().gateways.filter(({ id }) => id !== gatewayId);
    const mark = entry.source === "user" ? [] : [{ id: gatewayId, url: entry.url, removed: true }];
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
