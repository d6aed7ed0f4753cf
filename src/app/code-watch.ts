import type { Clock } from "../gateway/clock.ts";
import { parseOutcome, parseSetupStatus } from "../gateway/parse-setup.ts";
import { readRpcFailure } from "../gateway/rpc-failure.ts";
import {
  type CodeEvent,
  type CodeLife,
  DELIVERY_GRACE_MS,
  isShowing,
  mayShowAgain,
  reduceCode,
  wantsStatus,
} from "../pairing/code-life.ts";
import type { PairedDevice } from "../pairing/paired-device.ts";
import type { CodeGuest } from "../pairing/setup-code.ts";
import { type CodeWish, makeCode } from "./make-code.ts";
import type { PairGateway } from "./pair-gateway.ts";
import type { PairingParts } from "./pair-ports.ts";

/** Past a code's end before the gateway is asked about it, so that it has ended there too, in ms. */
const GRACE_MS = 500;
/** Between two questions about the same code, in ms. */
const ASK_AGAIN_MS = 3_000;

export interface CodeWatchOptions {
  readonly id: number;
  readonly gateway: PairGateway;
  readonly wish: CodeWish;
  readonly clock: Clock;
  readonly parts: Pick<PairingParts, "runOpenclaw">;
  /** A device of the list was taken for this code's guest, and no gateway can say whose it is: it is no other code's, then. */
  readonly onGuessed?: (deviceId: string) => void;
  readonly onChange: () => void;
}

/** One set-up code from the click to its end. The code itself is here and nowhere else, and only while nobody used it. */
export class CodeWatch {
  readonly id: number;
  readonly wish: CodeWish;
  readonly #options: CodeWatchOptions;
  #gateway: PairGateway;
  /** Who was paired before there was a code; undefined: whoever the next list shows. */
  #known: ReadonlyMap<string, PairedDevice> | undefined;
  /** The list at the last look. */
  #seen: ReadonlyMap<string, PairedDevice> | undefined;
  /** Devices whose request stood in the inbox meanwhile: the user let them in, not the code. */
  readonly #asked = new Set<string>();
  /** Guests of other codes: the gateway named them so, or one of ours was taken to be theirs. */
  readonly #foreign = new Set<string>();
  #undo: () => void;
  #life: CodeLife = { kind: "preparing" };
  #noAddress = false;
  #secret: string | undefined;
  #letIn: CodeGuest | undefined;
  #connected = true;
  #asking = false;
  #cancelTimer: (() => void) | undefined;
  #forgotten = false;
  #closed = false;

  constructor(options: CodeWatchOptions) {
    this.#options = options;
    this.id = options.id;
    this.#gateway = options.gateway;
    this.wish = options.wish;
    this.#known = options.gateway.inbox.devices;
    for (const { request } of options.gateway.inbox.pending.values()) this.#asked.add(request.deviceId);
    this.#undo = this.#listen();
  }

  get gateway(): PairGateway {
    return this.#gateway;
  }

  get life(): CodeLife {
    return this.#life;
  }

  /** The code for the screen and the clipboard; undefined from the moment it was used, is over, or the view was left. */
  get secret(): string | undefined {
    return isShowing(this.#life) ? this.#secret : undefined;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** The gateway has no address that a phone could reach. */
  get noAddress(): boolean {
    return this.#noAddress;
  }

  /** A device that the user let in by hand meanwhile: it may be the one, but no code brought it. */
  get letIn(): CodeGuest | undefined {
    return this.#letIn;
  }

  async make(): Promise<void> {
    const { clock, wish, parts } = this.#options;
    const gateway = this.#gateway;
    // Without a list from before, every device would look like a new one.
    if (gateway.inbox.stale || !gateway.inbox.listed) await gateway.refreshed();
    this.#known = gateway.inbox.devices;
    for (const { request } of gateway.inbox.pending.values()) this.#asked.add(request.deviceId);
    const made = await makeCode(gateway, wish, parts, () => clock.now());
    if (this.#closed) return;
    if (!made.ok) {
      this.#noAddress = made.noAddress;
      this.#reduce({ type: "refused", ...made.words });
      return;
    }
    // The view may have been left while the gateway made it.
    if (!this.#forgotten) this.#secret = made.fresh.secret;
    this.#reduce({ type: "made", code: made.fresh.code });
  }

  /** The view was left: the code is forgotten, its fate is still of interest. */
  forget(): void {
    this.#forgotten = true;
    this.#secret = undefined;
  }

  /** Its gateway was opened anew, or is gone. What happened meanwhile is asked for when it is connected. */
  rebind(gateway: PairGateway | undefined): void {
    if (gateway === this.#gateway) return;
    // Without an id only the list could tell of the code, and that may be another gateway's now.
    if (!gateway || !("code" in this.#life) || this.#life.code.setupId === undefined) {
      this.close();
      return;
    }
    this.#undo();
    this.#gateway = gateway;
    // Its list may be another one: who stands in it came by no code of ours that the gateway doesn't name.
    this.#known = undefined;
    this.#seen = undefined;
    this.#connected = false;
    this.#undo = this.#listen();
  }

  /** Another code has this guest. */
  isNotOurs(deviceId: string): void {
    this.#foreign.add(deviceId);
  }

  /** Looks at clock, connection and list. Call it when any of them may have changed. */
  look(): void {
    if (this.#closed) return;
    const { clock } = this.#options;
    const gateway = this.#gateway;
    const back = gateway.connected && !this.#connected;
    this.#connected = gateway.connected;
    this.#reduce({ type: "tick", nowMs: clock.now() });
    this.#lookAtList();
    // What was told while the connection was gone has to be asked for.
    if (back) void this.#ask();
  }

  close(): void {
    this.#closed = true;
    this.#secret = undefined;
    this.#cancelTimer?.();
    this.#undo();
  }

  #listen(): () => void {
    return this.#gateway.listen((event, payload) => {
      this.#onEvent(event, payload);
    });
  }

  #reduce(event: CodeEvent): void {
    this.#become(reduceCode(this.#life, event));
  }

  #become(life: CodeLife): void {
    const before = this.#life;
    this.#life = life;
    if (!isShowing(this.#life) && !this.#mayShowAgain()) this.#secret = undefined;
    if (this.#life === before) return;
    this.#plan();
    this.#options.onChange();
  }

  #mayShowAgain(): boolean {
    return "code" in this.#life && mayShowAgain(this.#life) && this.#options.clock.now() < this.#life.code.expiresAtMs;
  }

  #onEvent(event: string, payload: unknown): void {
    if (event !== "device.pair.setup.completed" && event !== "device.pair.setup.deliveryUncertain") return;
    const outcome = parseOutcome(payload);
    if (!outcome) return;
    if ("code" in this.#life && outcome.setupId !== this.#life.code.setupId) {
      this.#foreign.add(outcome.guest.deviceId);
      this.#reduce({ type: "foreign-guest", deviceId: outcome.guest.deviceId });
      return;
    }
    this.#reduce({ type: event === "device.pair.setup.completed" ? "completed" : "delivery-uncertain", outcome });
  }

  #lookAtList(): void {
    const gateway = this.#gateway;
    const { pending, devices, listed, stale } = gateway.inbox;
    if (stale || !listed || this.#life.kind === "preparing") return;
    for (const { request } of pending.values()) this.#asked.add(request.deviceId);
    this.#known ??= devices;
    for (const deviceId of this.#seen?.keys() ?? []) {
      if (!devices.has(deviceId)) this.#reduce({ type: "guest-gone", deviceId });
    }
    this.#seen = devices;
    for (const device of devices.values()) {
      const before = this.#known.get(device.deviceId);
      // Its own entry changes whenever the gateway renews it (seen on 2026.7.1).
      if (device.deviceId === gateway.authority.deviceId) continue;
      if (before && before.approvedAtMs === device.approvedAtMs) continue;
      // Who came by a code long ago is approved anew when the gateway upgrades it: if it came by this one, events tell.
      if (before?.approvedVia === "bootstrap" || this.#foreign.has(device.deviceId)) continue;
      const { deviceId, displayName } = device;
      const guest = { deviceId, ...(displayName !== undefined && { name: displayName }) };
      // `approvedVia` says it where it is there (2026.9); elsewhere a device that nobody let in came by the code.
      const byCode = device.approvedVia === undefined ? !this.#asked.has(deviceId) : device.approvedVia === "bootstrap";
      if (byCode) this.#guestListed(guest);
      else if (this.#asked.has(deviceId) && this.#letIn?.deviceId !== deviceId) {
        this.#letIn = guest;
        this.#options.onChange();
      }
    }
  }

  #guestListed(guest: CodeGuest): void {
    const before = this.#life;
    const after = reduceCode(before, { type: "guest-listed", guest, nowMs: this.#options.clock.now() });
    // Said before anybody hears of it: the other codes look at the same list next.
    if (after !== before && after.kind === "delivered") this.#options.onGuessed?.(guest.deviceId);
    this.#become(after);
  }

  /** One timer: the code's end, or the next question about it. */
  #plan(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    const { clock } = this.#options;
    const life = this.#life;
    const run = () => {
      this.look();
      if (wantsStatus(this.#life)) void this.#ask();
    };
    if (life.kind === "claimed") this.#cancelTimer = clock.after(DELIVERY_GRACE_MS, run);
    else if (life.kind === "shown") {
      this.#cancelTimer = clock.after(life.due ? 0 : Math.max(0, life.code.expiresAtMs - clock.now()) + GRACE_MS, run);
    }
  }

  async #ask(): Promise<void> {
    if (this.#asking || this.#closed || !this.#gateway.connected) return;
    if (!("code" in this.#life) || this.#life.kind === "delivered") return;
    const { clock } = this.#options;
    const gateway = this.#gateway;
    const { setupId } = this.#life.code;
    this.#asking = true;
    let answered = true;
    if (setupId === undefined) {
      // An older gateway can't be asked; its list can.
      await gateway.refreshed();
      this.#asking = false;
      this.#lookAtList();
      this.#reduce({ type: "status-unknown", nowMs: clock.now() });
    } else {
      try {
        const status = parseSetupStatus(await gateway.request("device.pair.setupStatus", { setupId }));
        this.#reduce(
          status ? { type: "status", nowMs: clock.now(), ...status } : { type: "status-unknown", nowMs: clock.now() },
        );
      } catch (error) {
        const { kind } = readRpcFailure(error);
        answered = kind !== "no-answer" && kind !== "not-connected";
        if (answered) this.#reduce({ type: "status-unknown", nowMs: clock.now() });
      }
      this.#asking = false;
    }
    // Still open: while connected it is asked again, and after a lost connection when that is back.
    if (answered && !this.closed && wantsStatus(this.#life)) {
      this.#cancelTimer?.();
      this.#cancelTimer = clock.after(ASK_AGAIN_MS, () => {
        void this.#ask();
      });
    }
  }
}
