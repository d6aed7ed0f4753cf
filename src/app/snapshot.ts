import type { AccessLine } from "../pairing/access-line.ts";
import type { DeviceShape } from "../pairing/device-shape.ts";
import type { Risk } from "../pairing/risk-level.ts";
import type { NearbyView } from "./nearby-view.ts";
import type { PairView } from "./pair-view.ts";

export type { AccessLine } from "../pairing/access-line.ts";
export type { DeviceShape } from "../pairing/device-shape.ts";
export type { Risk } from "../pairing/risk-level.ts";

/**
 * What crosses to the window: one immutable picture with a revision. Plain data, no secrets, every text already made
 * safe to show. The window draws it and sends intents (intent.ts) back; it owns nothing else.
 */

export type View = "requests" | "devices" | "activity" | "settings" | "lost-device" | "pair";

/** Where a click on this thing stands. A failed action keeps its sentence until the next try or until it is dismissed. */
export type ActionState =
  | { readonly state: "idle" }
  /** It is sent then, unless it is undone before. */
  | { readonly state: "waiting"; readonly what: ActionName; readonly untilMs: number }
  | { readonly state: "sending"; readonly what: ActionName }
  | { readonly state: "done"; readonly what: ActionName }
  | { readonly state: "failed"; readonly what: ActionName; readonly sentence: string; readonly step?: string };
export type ActionName = "approve" | "reject" | "remove" | "revoke" | "rename" | "rotate";

/** A device that asks to pair, as the review card shows it. */
export interface RequestView {
  /** Unique over all gateways: `<gatewayId>/<requestId>`. */
  readonly key: string;
  readonly gatewayId: string;
  readonly requestId: string;
  readonly deviceId: string;
  /** Digest of everything shown that matters; a decision must carry it back (approve means what was on screen). */
  readonly digest: string;
  /** The name the requester chose, stripped and bounded. Never empty. */
  readonly name: string;
  /** `node-access`: a paired node wants its features and commands used. `direct-message`: a person writes in a channel. */
  readonly kind: "new-device" | "upgrade" | "repair" | "node-access" | "direct-message";
  /** Icon family. */
  readonly shape: DeviceShape;
  /** One quiet line: platform, client, address. */
  readonly facts: readonly Fact[];
  readonly roles: readonly AccessLine[];
  readonly scopes: readonly AccessLine[];
  readonly risk: Risk;
  /** What is unusual, worst first, in sentences. */
  readonly warnings: readonly string[];
  /** What is different since it was first read, in sentences, the weightiest first; absent while nothing is. */
  readonly changes?: readonly string[];
  /** Fingerprint of the key, for comparing aloud; groups separated by a space. Empty where there is no key. */
  readonly fingerprint: string;
  readonly askedAtMs: number;
  readonly expiresAtMs: number;
  /** Set where `expiresAtMs` ends nothing: the device asks on, or the gateway keeps it until it is answered. */
  readonly endless?: "still-asking" | "until-answered";
  /** How many earlier requests of the same device this one replaced. */
  readonly superseded: number;
  readonly canDecide: boolean;
  /** Why not, when `canDecide` is false. */
  readonly cannotDecide?: string;
  /** What to do about it, where something can be done. */
  readonly cannotDecideStep?: string;
  /** What the gateway offers to do with an approval; nothing of it is chosen beforehand. */
  readonly offers?: readonly { readonly id: "notify" | "owner"; readonly label: string; readonly hint?: string }[];
  readonly action: ActionState;
}

export interface Fact {
  readonly label: string;
  readonly value: string;
}

export interface TokenView {
  readonly role: string;
  readonly roleWords: string;
  readonly scopes: readonly AccessLine[];
  readonly createdAtMs?: number;
  readonly rotatedAtMs?: number;
  readonly revokedAtMs?: number;
  readonly lastUsedAtMs?: number;
  /** Why its scopes can't be renewed from here, where that can be known beforehand. */
  readonly cannotRotate?: string;
  readonly cannotRevoke?: string;
  /** What a new token of this role may hold: the scopes that were approved for the device. */
  readonly choices: readonly string[];
}

export interface DeviceView {
  /** Unique over all gateways: `<gatewayId>/<deviceId>`. */
  readonly key: string;
  readonly gatewayId: string;
  readonly deviceId: string;
  /** Operator label, then display name, then client id, then device id; made safe. */
  readonly name: string;
  readonly shape: DeviceShape;
  readonly facts: readonly Fact[];
  readonly roles: readonly string[];
  /** Access in a few plain words ("Full control", "Can pair devices"). */
  readonly access: string;
  readonly accessRisk: Risk;
  /** Null where the gateway doesn't say. */
  readonly connected: boolean | null;
  readonly lastSeenAtMs?: number;
  readonly pairedAtMs?: number;
  readonly approvedVia?: string;
  /** The same in two or three words, where the gateway asked nobody. */
  readonly letInBy?: string;
  readonly commands: readonly string[];
  readonly tokens: readonly TokenView[];
  /** This very app: removing it disconnects PairTray. */
  readonly isSelf: boolean;
  readonly canManage: boolean;
  readonly cannotManage?: string;
  /** The gateway leaves its open connections alone when it is removed or its token is revoked (before 2026.5). */
  readonly staysOpen?: true;
  /** Why it can't be renamed, where that can be known beforehand. */
  readonly cannotRename?: string;
  /** The name the owner gave it; the name that it gives itself stands in `facts`. */
  readonly label?: string;
  /** The same for entries that look like one machine; absent where it says too little of itself. */
  readonly machineKey?: string;
  readonly action: ActionState;
}

/** An order to lock a device out: given, under way, or done. */
export interface LockOutView {
  /** Of the device: `<gatewayId>/<deviceId>`. */
  readonly key: string;
  readonly gatewayId: string;
  readonly deviceId: string;
  readonly name: string;
  /**
   * `gone`: the gateway itself says so. `returned`: somebody approved it again. `lingering`: removed for good, but what it
   * has open stays open until the gateway is restarted. `open`: all before that.
   */
  readonly stage: "open" | "lingering" | "gone" | "returned";
  /** Where it stands, ready to show. */
  readonly sentence: string;
  /** Its gateway is no longer set up here, so nothing carries it on. */
  readonly gatewayGone?: true;
  /** Open, but the gateway refused for good: nothing is sent before the next connection, or before the user says so. */
  readonly refused?: true;
  /** Lingering, and PairTray wouldn't notice the restart that ends it. */
  readonly restartUnseen?: true;
  /** What went wrong last, while it is open. */
  readonly problem?: string;
  /** It is on this machine's disk, so that it is carried out even if PairTray ends now. */
  readonly kept: boolean;
  readonly orderedAtMs: number;
}

/** A device whose requests are refused on sight. */
export interface BlockedView {
  readonly deviceId: string;
  readonly name: string;
  readonly blockedAtMs: number;
  readonly why: "unwanted" | "lost";
  /** How many of its requests were rejected on sight; absent while none was. */
  readonly refused?: number;
}

/** Something that is about to be sent and can still be taken back. */
export interface UndoView {
  readonly id: string;
  readonly sentence: string;
  readonly sendsAtMs: number;
}

/** The face of a gateway's connection. `kind` picks icon and colour; the words are ready to show. */
export interface GatewayStateView {
  readonly kind:
    | "connecting"
    | "connected"
    | "approval-needed"
    | "wrong-credentials"
    | "unreachable"
    | "protocol-mismatch"
    | "stopped"
    | "trouble";
  readonly title: string;
  readonly sentence: string;
  readonly step?: string;
  /** A command to run on the gateway's machine, with real ids. */
  readonly command?: string;
  /** When the next try starts by itself, ms since the epoch, or started; absent when none is planned or under way. */
  readonly retryAtMs?: number;
  /**
   * The window offers these buttons, in this order; one for credentials or the address that comes first is what helps. An
   * address that the user didn't type is changed where it comes from, and the window says where that is.
   */
  readonly offers: readonly ("retry" | "enter-credentials" | "change-address")[];
  /** The whole way out, where there is one to walk. */
  readonly recovery?: RecoveryView;
}

/** One page of the recovery assistant. */
export interface RecoveryView {
  /** The gateway's own name for it, for looking it up. */
  readonly code: string;
  readonly happened: string;
  /** What to do in PairTray or on this machine. */
  readonly here: readonly string[];
  /** What to run on the gateway's machine, with the real ids. */
  readonly commands: readonly { readonly say: string; readonly run: string }[];
  /** To be compared, and trusted on the user's word. Fingerprints are 64 hex digits. */
  readonly certificate?: {
    readonly fingerprint: string;
    /** The one that was trusted so far. */
    readonly trusted?: string;
    /** What the network announced for this address, where that is another one. */
    readonly announced?: string;
    readonly subject: string;
    readonly validToMs?: number;
  };
}

/** How a connection fared, for the diagnostic report. No address, no name, no secret. */
export interface VitalsView {
  readonly tries: number;
  /** The last few, the newest last; `afterMs` since the try began. */
  readonly failures: readonly { readonly code: string; readonly atMs: number; readonly afterMs: number }[];
  /** The rest is there while it is connected. */
  readonly connectedAtMs?: number;
  readonly connectMs?: number;
  /** With what: `token`, `password`, `device-token`, … */
  readonly signedInBy?: string;
  /** Methods that PairTray uses, by whether this gateway lists them. */
  readonly can?: readonly string[];
  readonly cannot?: readonly string[];
}

/** Marks for telling gateways apart. */
export type GatewayColour = "blue" | "green" | "orange" | "purple" | "grey";

export interface GatewayView {
  readonly id: string;
  readonly name: string;
  /** Address without user info or query. */
  readonly address: string;
  /** Where the address and credentials came from, in words. */
  readonly source: string;
  readonly state: GatewayStateView;
  readonly colour?: GatewayColour;
  /** Set aside by the user. */
  readonly paused?: boolean;
  /** It can be taken off the list (not when the environment names it). */
  readonly canRemove?: boolean;
  /** The user typed its address, and may type another. */
  readonly canMove?: boolean;
  /** Over the network without TLS, which is said. */
  readonly plainText?: boolean;
  readonly version?: string;
  readonly protocol?: number;
  /** What gets a stranger to its door: `token`, `password`, `trusted-proxy`, `none`, …; absent where it doesn't say. */
  readonly authMode?: string;
  /** What PairTray can't do here, in sentences (missing scopes, older gateway). */
  readonly limits: readonly string[];
  /** It leaves a removed device's open connections alone (before 2026.5). */
  readonly leavesOpen?: true;
  /** When the list was last confirmed by the gateway. */
  readonly listedAtMs?: number;
  /** Whom it lets in without asking, in sentences; absent where it doesn't tell us. */
  readonly autoApproval?: readonly string[];
  readonly vitals?: VitalsView;
}

/** A device that a gateway approved by itself: until it was told, and for a while after. */
export interface ArrivalView {
  /**
   * Told loudly: it got more than its card showed, or somebody let it in although its key is blocked here. `title` follows
   * its name, `mark` stands on its row.
   */
  readonly alarm?: { readonly title: string; readonly mark: string };
  /** Of the device: `<gatewayId>/<deviceId>`. */
  readonly key: string;
  readonly gatewayId: string;
  readonly deviceId: string;
  readonly name: string;
  readonly sentence: string;
  readonly told?: true;
}

/** What doesn't notify at present. It still stands in the list, and the tray turns to attention. */
export interface QuietView {
  /** Nothing notifies until then, ms since the epoch; absent while something would. */
  readonly snoozedUntilMs?: number;
  readonly muted: readonly { readonly deviceId: string; readonly name: string; readonly untilMs: number }[];
}

/** One line of the local history. */
export interface ActivityView {
  /** The row's number. */
  readonly key: string;
  readonly atMs: number;
  /** What happened, in words. */
  readonly what: string;
  /** Name of the device or person; empty where there is none. */
  readonly name: string;
  readonly gateway: string;
  readonly gatewayId: string;
  /** Who did it, in words. */
  readonly by: string;
  readonly detail?: string;
  readonly tone: "plain" | "good" | "bad";
}

/** The history as the window asked to see it; the rows themselves are `AppSnapshot.activity`, newest first. */
export interface ActivityListView {
  /** Rows kept in all. */
  readonly total: number;
  /** Rows that match, of which `activity` may show fewer. */
  readonly matching: number;
  /** The chain of hashes is broken, or rows are lost, or it can't be saved: in sentences. */
  readonly problems: readonly string[];
}

/** Something to tell once, in the window: a decision that didn't go through, a file that was lost. */
export interface NoticeView {
  readonly id: string;
  readonly tone: "info" | "good" | "warning" | "bad";
  readonly sentence: string;
  readonly step?: string;
  /** A page that the notice offers to open. */
  readonly offer?: { readonly label: string; readonly view: View; readonly key?: string };
}

export interface SettingsView {
  readonly theme: "system" | "light" | "dark";
  readonly notifications: boolean;
  /** False: notifications say "A device asks to pair" without its name. */
  readonly showNames: boolean;
  readonly openAtLogin: boolean;
  /** Without a keyring nothing secret is written: it has to be entered and approved again after each start. */
  readonly refuseUnencrypted?: boolean;
}

/** Facts about this machine that Settings shows and that never change the meaning of a decision. */
export interface MachineView {
  readonly version: string;
  readonly electron: string;
  readonly platform: string;
  readonly demo: boolean;
  /** How secrets are kept: in words, and whether that deserves a warning. */
  readonly keeping: { readonly sentence: string; readonly warning: boolean };
  /** How notifications reach the user here, and what is missing. */
  readonly notifying: { readonly sentence: string; readonly warning: boolean };
  readonly trayShown: boolean;
  /** True while the binary in use isn't the official Electron. */
  readonly unofficialElectron: boolean;
}

/** Where main asks the window to go (a notification was clicked). A new `seq` means: go there now. */
export interface Navigation {
  readonly seq: number;
  readonly view: View;
  readonly key?: string;
}

export interface AppSnapshot {
  readonly revision: number;
  readonly machine: MachineView;
  readonly settings: SettingsView;
  readonly navigation: Navigation;
  /** True until the user (or the environment, or openclaw.json) named a gateway. */
  readonly needsGateway: boolean;
  readonly gateways: readonly GatewayView[];
  readonly requests: readonly RequestView[];
  readonly devices: readonly DeviceView[];
  readonly lockOuts: readonly LockOutView[];
  readonly blocked: readonly BlockedView[];
  readonly undos: readonly UndoView[];
  readonly quiet: QuietView;
  /** Empty unless the window asked for it. */
  readonly activity: readonly ActivityView[];
  readonly activityList: ActivityListView;
  readonly arrivals?: readonly ArrivalView[];
  readonly notices: readonly NoticeView[];
  /** *Pair a device*, while that view is open. */
  readonly pair?: PairView | undefined;
  /** Gateways on this network, while *Add a gateway* is open. */
  readonly nearby?: NearbyView | undefined;
}
