import type { CodeAccess } from "../pairing/setup-code.ts";

export type { CodeAccess } from "../pairing/setup-code.ts";

/** *Pair a device* as the window draws it; there while the view is open. Ready words; the only secrets are those on screen. */
export interface PairView {
  readonly gatewayId: string;
  /** All gateways, to choose one where there are several. */
  readonly gateways: readonly { readonly id: string; readonly name: string }[];
  /** Why no code can be made now. */
  readonly blocked?: PairWords;
  readonly access: CodeAccess;
  readonly cards: readonly AccessCard[];
  /** Key of the chosen address. */
  readonly address: string;
  readonly addresses: readonly AddressView[];
  /** What the user typed last under "Another address", as it was understood. */
  readonly typed?: string;
  readonly verdict: Verdict;
  /** The code that was made; while there is one, the view is about it. */
  readonly code?: CodeView;
}

export interface PairWords {
  readonly sentence: string;
  readonly step?: string;
}

export interface AccessCard {
  readonly value: CodeAccess;
  readonly title: string;
  readonly sentence: string;
  /** This gateway is too old for it; `note` says so. */
  readonly off?: true;
  /** What becomes of this choice over the chosen address, or why there is none. */
  readonly note?: string;
}

interface AddressView {
  readonly key: string;
  readonly label: string;
}

/** Whether the new device can reach the address, as far as can be said, and the ways out. */
export interface Verdict extends PairWords {
  readonly tone: "good" | "info" | "warning" | "bad";
  readonly ways: readonly WayOut[];
}

/** Steps to copy. */
export interface WayOut {
  readonly title: string;
  readonly sentence: string;
  readonly commands: readonly string[];
}

export type CodeState =
  "preparing" | "shown" | "checking" | "claimed" | "delivered" | "uncertain" | "removed" | "expired" | "failed";

export interface CodeView {
  /** Counts the codes of this run. */
  readonly id: number;
  readonly state: CodeState;
  readonly title: string;
  readonly sentence: string;
  readonly step?: string;
  /** The code is good and in hand: it is on the screen, or its digits are. Gone from every later snapshot. */
  readonly live?: true;
  /** The code on the screen. There only while its QR code is what shows. */
  readonly setupCode?: string;
  /** "Limited access". */
  readonly access: string;
  /** Said where the gateway gave less than was asked for. */
  readonly downgraded?: string;
  /** The address that the new device will open. */
  readonly gatewayUrl?: string;
  readonly expiresAtMs?: number;
  /** False: about ten minutes, because the gateway didn't say. */
  readonly expiryKnown?: boolean;
  /** The device that came. */
  readonly device?: { readonly deviceId: string; readonly key: string; readonly name: string };
  /** Whether a phone can reach that address, where the gateway chose it. */
  readonly verdict?: Verdict;
  /** Devices that came meanwhile by another way, in a sentence. */
  readonly remark?: PairWords;
  /** Ways out, where the gateway has no address for a phone. */
  readonly ways: readonly WayOut[];
  /** Addresses of this machine that the six-digit code can be served on, the likeliest first. */
  readonly networks: readonly { readonly address: string; readonly label: string }[];
  /** The one to begin with; absent where the user has to choose, because the machine is in no private network. */
  readonly network?: string;
  readonly digits?: DigitsView;
}

interface DigitsBase {
  /** The network address it is served on. */
  readonly network: string;
  readonly plainText: boolean;
}

export type DigitsView = DigitsBase &
  (
    | { readonly state: "starting" }
    | {
        readonly state: "waiting";
        readonly url: string;
        /** The six digits, a secret as the code is. */
        readonly digits: string;
        readonly triesLeft: number;
        readonly pausedUntilMs?: number;
      }
    | { readonly state: "asking"; readonly askId: number; readonly who: AskerView }
    | { readonly state: "sending"; readonly who: AskerView }
    /** `good`: the device has the set-up code. */
    | {
        readonly state: "ended";
        readonly good: boolean;
        /** All tries of this set-up code are used up: there are new digits only for a new one. */
        readonly spent?: boolean;
        readonly sentence: string;
        readonly step?: string;
      }
  );

/** Who typed the right digits. */
export interface AskerView {
  /** "iPhone, Safari" by its own account. */
  readonly name: string;
  readonly address: string;
  /** Two digits that the device shows; absent where it can't show any. */
  readonly check?: string;
  /** What to beware of, in sentences. */
  readonly warnings: readonly string[];
}
