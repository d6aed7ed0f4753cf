import type { Certificate } from "../gateway/certificate.ts";
import type { RecoveryView } from "./snapshot.ts";

/** What is known beside the failure itself; all of it is shown. */
export interface RecoveryFacts {
  /** This app's own device id. */
  readonly deviceId: string;
  readonly address: string;
  /** The gateway's clock minus ours, ms; undefined until it was measured. */
  readonly clockOffsetMs?: number | undefined;
  /** The gateway cut this app off, and there was no connection since. */
  readonly cutOff?: boolean;
  /** What the gateway shows now. */
  readonly certificate?: Certificate | undefined;
  /** The one that the user believed. */
  readonly pinned?: string | undefined;
  /** The one that the network announced for this address. */
  readonly announced?: string | undefined;
}

export type Page = Omit<RecoveryView, "certificate">;
type Command = RecoveryView["commands"][number];

export const command = (say: string, run: string): Command => ({ say, run });

/** Ids come from the gateway: only what a shell takes as one plain word may stand in a command that people copy. */
export const plainId = (id: string): string => (/^[\w.-]{1,128}$/.test(id) ? id : "<id>");

/** @param deviceId this app's own */
export const takeOut = (deviceId: string): string => `openclaw devices remove ${plainId(deviceId)}`;

/** What gets PairTray access that it was never approved for. */
export const askForAll = (deviceId: string): string =>
  `Run \`${takeOut(deviceId)}\` on the gateway's machine: PairTray then asks again, and can be approved for all.`;

export const listDevices = command("See which devices it knows, and which wait", "openclaw devices list");
export const readLog = command("Read what the gateway writes about it", "openclaw logs --follow");
