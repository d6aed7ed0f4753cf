import type { Clock } from "../gateway/clock.ts";
import { type AutoApproval, readAutoApproval } from "../gateway/auto-approval.ts";
import type { Hello } from "../gateway/hello.ts";
import type { AccessWords } from "../pairing/access-words.ts";
import type { PairedDevice } from "../pairing/paired-device.ts";
import { shownName, shownText } from "../pairing/shown-text.ts";
import type { GatewayLabel } from "./gateway-marks.ts";
import type { ArrivalBook } from "./arrival-book.ts";
import type { NoticeBoard } from "./notice-board.ts";
import type { ArrivalView, GatewayView } from "./snapshot.ts";

/** `approvedVia` where no person was asked (2026.9.6), and how to say it. */
const ways: Readonly<Record<string, string>> = {
  silent: "it runs on the gateway's own machine",
  "trusted-cidr": "it came from a trusted network",
  "trusted-proxy": "it came through a trusted proxy",
  "ssh-verified": "the gateway recognised its machine over SSH",
  bootstrap: "it showed a set-up code",
};

/** How long it stands there after it was told, in ms. */
const NEWS_MS = 60 * 60_000;

/** In plain words, what the policy lets happen. Set-up codes always work. */
export function autoApprovalWords({ local, cidrs, ssh }: AutoApproval): string[] {
  const words: string[] = [];
  if (local) words.push("Lets in every program on its own machine without asking: whoever has an account there is in.");
  if (cidrs.length > 0) {
    const networks = cidrs
      .slice(0, 8)
      .map((cidr) => shownText(cidr, 50))
      .join(", ");
    words.push(
      `Lets in new nodes from these networks without asking: ${networks}. Whoever is on such a network is in.`,
    );
  }
  if (ssh)
    words.push("Lets in a new node without asking when it can log in to that machine by SSH and finds the same key.");
  words.push("Lets in whoever shows a set-up code first, once, for about ten minutes.");
  if (!local && cidrs.length === 0 && !ssh) words.push("Asks about everybody else.");
  return words;
}

export interface SelfApprovedOptions {
  /** Of the gateway. */
  readonly id: string;
  readonly label: () => Pick<GatewayLabel, "name" | "several">;
  /** This app's own device id. */
  readonly deviceId: string;
  readonly clock: Clock;
  readonly arrivalBook: ArrivalBook;
  readonly notices: NoticeBoard;
  readonly request: (method: string, params: unknown) => Promise<unknown>;
  readonly onChange: () => void;
}

interface Arrival {
  readonly device: PairedDevice;
  readonly view: ArrivalView;
  /** When it was approved here, ms since the epoch; only of one that got more than was seen. */
  readonly approvedAtMs?: number;
}

/** A list that was under way when a device was approved doesn't have it yet, in ms. */
const LIST_MS = 30_000;

/**
 * What this gateway approves by itself: its policy, where it may be read, and every device that came in that way, or with
 * more than the user saw when approving it.
 */
export class SelfApproved {
  readonly #options: SelfApprovedOptions;
  #words: readonly string[] | undefined;
  #arrivals: readonly Arrival[] = [];

  constructor(options: SelfApprovedOptions) {
    this.#options = options;
  }

  connected({ methods }: Hello): void {
    if (!methods.has("config.get")) return;
    this.#options.request("config.get", {}).then(
      (payload) => {
        const policy = readAutoApproval(payload);
        this.#words = policy && autoApprovalWords(policy);
        this.#options.onChange();
      },
      // Without the scope for it nothing is said.
      () => (this.#words = undefined),
    );
  }

  /** A list arrived. What came in since the first one ever is news until it was told, however long ago that is. */
  listed(devices: ReadonlyMap<string, PairedDevice>): void {
    const { id, arrivalBook, deviceId: self, onChange } = this.#options;
    const fresh = arrivalBook.fresh(id, [...devices.values()]);
    const isNews = (device: PairedDevice) => Object.hasOwn(ways, device.approvedVia ?? "") && device.deviceId !== self;
    // Somebody approved these, so they are told to nobody.
    arrivalBook.learn(
      id,
      fresh.filter((device) => !isNews(device)),
    );
    const news = fresh.filter(isNews);
    const newIds = new Set(news.map(({ deviceId }) => deviceId));
    const told = this.#arrivals.filter((each) => {
      const { deviceId, told: wasTold, unseen } = each.view;
      if ((!wasTold && !unseen) || newIds.has(deviceId)) return false;
      return devices.has(deviceId) || this.#isFresh(each);
    });
    const standing = new Map(this.#arrivals.filter(({ view }) => !view.told).map((each) => [each.view.deviceId, each]));
    const next = [
      ...told,
      ...news.map((device): Arrival => {
        const same = standing.get(device.deviceId);
        return same && same.device.createdAtMs === device.createdAtMs ? same : { device, view: this.#view(device) };
      }),
    ];
    if (next.length === this.#arrivals.length && next.every((each, place) => each === this.#arrivals[place])) return;
    this.#arrivals = next;
    onChange();
  }

  /** The user approved this device, and it holds more than its card showed. */
  overstepped(device: PairedDevice, more: readonly AccessWords[]): void {
    const { id: gatewayId, notices, clock, onChange } = this.#options;
    const { key, deviceId, name } = this.#view(device);
    const got = more
      .map(({ name: raw, sentence: words }) => `${words.charAt(0).toLowerCase()}${words.slice(1)} (${raw})`)
      .join(" ");
    const changed = "It changed what it asks for in the moment you approved it, and its card never showed";
    const step = "If you don't know why, lock it out.";
    notices.post({
      tone: "warning",
      sentence: `“${name}” got more than you saw. ${changed}: ${got}`,
      step: `${step} Devices shows what it may do now.`,
    });
    const view: ArrivalView = {
      key,
      gatewayId,
      deviceId,
      name,
      sentence: `${changed}: ${more.map((each) => each.name).join(", ")}. ${step}`,
      unseen: true,
    };
    this.#arrivals = [
      ...this.#arrivals.filter((each) => each.view.key !== key),
      { device, view, approvedAtMs: clock.now() },
    ];
    onChange();
  }

  #isFresh({ approvedAtMs }: Arrival): boolean {
    return approvedAtMs !== undefined && this.#options.clock.now() - approvedAtMs < LIST_MS;
  }

  /** These (`<gatewayId>/<deviceId>`) were told, now or on a page that the user went to. */
  told(keys: readonly string[]): void {
    const { id, arrivalBook, clock, onChange } = this.#options;
    const wanted = new Set(keys);
    const fresh = this.#arrivals.filter(({ view }) => !view.told && wanted.has(view.key));
    if (fresh.length === 0) return;
    const told = new Map(fresh.map((each) => [each, { ...each, view: { ...each.view, told: true as const } }]));
    this.#arrivals = this.#arrivals.map((each) => told.get(each) ?? each);
    arrivalBook.learn(
      id,
      fresh.map(({ device }) => device),
    );
    onChange();
    const over = new Set<Arrival>(told.values());
    clock.after(NEWS_MS, () => {
      this.#arrivals = this.#arrivals.filter((each) => !over.has(each));
      onChange();
    });
  }

  #view({ deviceId, displayName, approvedVia = "" }: PairedDevice): ArrivalView {
    const { id: gatewayId, label } = this.#options;
    const { several, name } = label();
    const who = several ? `“${shownText(name, 40)}”` : "The gateway";
    return {
      key: `${gatewayId}/${deviceId}`,
      gatewayId,
      deviceId,
      name: shownName(displayName, deviceId.slice(0, 12)),
      sentence: `${who} let it in by itself: ${ways[approvedVia]}. If you don't know it, lock it out.`,
    };
  }

  /** The policy in sentences; nothing where the gateway doesn't let us read it. */
  view(): Pick<GatewayView, "autoApproval"> {
    return this.#words ? { autoApproval: this.#words } : {};
  }

  get arrivals(): readonly ArrivalView[] {
    return this.#arrivals.map(({ view }) => view);
  }
}
