import { createHash } from "node:crypto";
import type { Clock } from "../gateway/clock.ts";
import type { DeviceIdentity, ShutIdentity } from "../gateway/device-identity.ts";
import type { GatewayLocation } from "../gateway/location.ts";
import { type ClientLike, type Credentials, Session, type StoredToken } from "../gateway/session.ts";
import type { GatewayClientOptions } from "@openclaw/gateway-client";
import { z } from "zod";
import type { ArrivalBook, KnownDevices } from "./arrival-book.ts";
import type { GatewayEntry } from "./gateway-book.ts";
import { GatewayDesk } from "./gateway-desk.ts";
import type { GatewayLabel } from "./gateway-marks.ts";
import type { LockOutBook, LockOutLists } from "./lock-out-book.ts";
import type { NoticeBoard } from "./notice-board.ts";
import type { MutedDevice } from "../pairing/muted-devices.ts";
import type { HistoryPort, ListPort, SecretStore, SettingsStore } from "./ports.ts";
import type { UndoBook } from "./undo-book.ts";

/** What PairTray asks for: to see, to decide, and (for nodes and set-up codes) to administer. It works, and says so, with less. */
export const SCOPES = ["operator.read", "operator.pairing", "operator.admin"];

/** Names of the secrets, all by gateway; `sharedIdentity` is what an earlier PairTray had for all of them. */
export const secretNames = {
  sharedIdentity: "identity",
  identity: (gatewayId: string) => `identity/${gatewayId}`,
  deviceToken: (gatewayId: string) => `device-token/${gatewayId}`,
  credentials: (gatewayId: string) => `credentials/${gatewayId}`,
} as const;

/** An id for a gateway that stays the same as long as its address does. */
export function gatewayIdOf(url: string): string {
  return createHash("sha256").update(url).digest("hex").slice(0, 12);
}

const storedToken = z.object({ token: z.string().min(1), scopes: z.array(z.string()) });

function readJson<T>(schema: z.ZodType<T>, text: string | undefined): T | undefined {
  if (text === undefined) return undefined;
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** Whoever writes a log hears what must not get into it. */
export function hideCredentials({ token, password }: Credentials, hide: GatewayParts["hide"]): void {
  for (const secret of [token, password]) if (secret !== undefined) hide?.(secret);
}

const sources: Record<GatewayLocation["source"], string> = {
  environment: "from the environment",
  "openclaw.json": "from openclaw.json on this machine",
  user: "entered by you",
};

export interface GatewayParts {
  readonly clock: Clock;
  readonly random: () => number;
  readonly secrets: SecretStore;
  readonly settings: SettingsStore;
  readonly notices: NoticeBoard;
  readonly lockOutLists: LockOutLists;
  readonly history: HistoryPort;
  /** Devices that the user doesn't want to hear of for a while. */
  readonly muted: ListPort<MutedDevice>;
  /** Devices that are no news, by gateway. */
  readonly knownDevices: ListPort<KnownDevices>;
  readonly app: { readonly displayName: string; readonly version: string; readonly platform: string };
  readonly log: (line: string) => void;
  /** From now on this very text must not be written down by whoever writes a log. */
  readonly hide?: (secret: string) => void;
  readonly createClient?: (options: GatewayClientOptions) => ClientLike;
}

/** What all gateways of one desk share. */
export interface GatewayLinks {
  readonly onChange: () => void;
  readonly undo: UndoBook;
  readonly lockOutBook: LockOutBook;
}

interface OneOfThem {
  /** What this app is at this gateway. */
  readonly identity: DeviceIdentity | ShutIdentity;
  readonly arrivalBook: ArrivalBook;
  readonly several: boolean;
  readonly announced: (address: string) => string | undefined;
}

/** @param several there are others */
export function labelOf({ name, colour, url, source }: GatewayEntry, several: boolean): GatewayLabel {
  return {
    name: name ?? URL.parse(url)?.host ?? url,
    source: sources[source],
    ...(colour !== undefined && { colour }),
    canRemove: source !== "environment",
    canMove: source === "user",
    several,
  };
}

/** One gateway, ready to start: its session stands on the identity and token that are kept for it. */
export function openGateway(
  parts: GatewayParts,
  location: GatewayEntry,
  { onChange, undo, lockOutBook, identity, arrivalBook, several, announced }: GatewayLinks & OneOfThem,
): GatewayDesk {
  const { clock, random, secrets, notices, history, app, log, hide, createClient } = parts;
  const { id, tlsFingerprint, paused } = location;
  const tokenName = secretNames.deviceToken(id);
  hideCredentials(location.credentials, hide);
  const known = (token: StoredToken | undefined): StoredToken | undefined => {
    if (token) hide?.(token.token);
    return token;
  };
  return new GatewayDesk({
    id,
    label: labelOf(location, several),
    paused,
    pinned: tlsFingerprint,
    announced: () => announced(location.url),
    address: location.url,
    deviceId: "deviceId" in identity ? identity.deviceId : "",
    clock,
    notices,
    history,
    onChange,
    undo,
    lockOutBook,
    arrivalBook,
    keepOwnToken: (token) => {
      secrets.set(tokenName, JSON.stringify(token));
    },
    connect: (listeners) =>
      new Session({
        url: location.url,
        credentials: location.credentials,
        identity,
        tokens: {
          load: (): StoredToken | undefined => known(readJson(storedToken, secrets.get(tokenName))),
          store: (token) => {
            known(token);
            secrets.set(tokenName, JSON.stringify(token));
          },
          clear: () => {
            secrets.delete(tokenName);
          },
        },
        scopes: SCOPES,
        ...(tlsFingerprint !== undefined && { tlsFingerprint }),
        app,
        clock,
        random,
        log,
        ...(createClient && { createClient }),
        ...listeners,
      }),
  });
}
