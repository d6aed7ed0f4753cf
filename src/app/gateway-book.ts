import { findGateway, type GatewayLocation, readAddress, type Surroundings } from "../gateway/location.ts";
import { shownText } from "../pairing/shown-text.ts";
import type { Intent, IntentResult } from "./intent.ts";
import type { NoticeBoard } from "./notice-board.ts";
import { gatewayIdOf, savedCredentials, secretNames } from "./open-gateway.ts";
import { pastedCode } from "./pasted-code.ts";
import type { GatewayColour } from "./snapshot.ts";
import type { SavedGateway, SecretStore, SettingsStore } from "./ports.ts";

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

  constructor(parts: BookParts) {
    this.#parts = parts;
  }

  /**
   * A gateway named by the environment is the only one (the rule of the CLI). An address that the user gave never picks up
   * credentials of the configuration or the environment: it has those that were typed for it, or none.
   */
  entries(): readonly GatewayEntry[] {
    const { surroundings, settings, secrets, notices } = this.#parts;
    const saved = settings.get().gateways;
    const found = findGateway(surroundings);
    if (found.kind === "unusable" && saved.length === 0) notices.post({ tone: "warning", sentence: found.sentence });
    const here = found.kind === "found" ? [this.#entry(found.location)] : [];
    if (found.kind === "found" && found.location.source === "environment") return here;
    const others = saved
      .filter(({ id }) => id !== here[0]?.id)
      .map(({ id, url }) => this.#entry({ url, credentials: savedCredentials(secrets, id), source: "user" }));
    return [...here, ...others].filter(({ id }) => this.#saved(id)?.removed !== true);
  }

  #saved(id: string): SavedGateway | undefined {
    return this.#parts.settings.get().gateways.find((known) => known.id === id);
  }

  #entry(location: GatewayLocation): GatewayEntry {
    const id = gatewayIdOf(location.url);
    const { name, colour, paused, tlsFingerprint } = this.#saved(id) ?? {};
    // What was typed for it is newer than what the configuration says.
    const typed = location.source === "openclaw.json" ? savedCredentials(this.#parts.secrets, id) : {};
    return {
      ...location,
      ...((typed.token ?? typed.password) !== undefined && { credentials: typed }),
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
    const id = gatewayIdOf(address.url);
    const { secrets, settings } = this.#parts;
    if (!this.#saved(id) && settings.get().gateways.length >= MOST_GATEWAYS)
      return { ok: false, sentence: `PairTray watches ${MOST_GATEWAYS} gateways at most.` };
    const secret = token?.trim() ? { token: token.trim() } : password ? { password } : undefined;
    if (secret) secrets.set(secretNames.credentials(id), JSON.stringify(secret));
    const others = this.entries().filter((entry) => entry.id !== id);
    const colour = this.#saved(id)?.colour ?? freeColour(others);
    this.#keep(id, address.url, { removed: false, paused: false, colour });
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

  /** The certificate that was trusted for this address, whatever is tried there; undefined where none was. */
  pinOf(url: string): string | undefined {
    return this.#saved(gatewayIdOf(url))?.tlsFingerprint;
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

const unknownGateway: IntentResult = { ok: false, sentence: "This gateway is no longer set up here." };
