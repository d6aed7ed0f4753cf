import type { Clock } from "../gateway/clock.ts";
import { type AutoApproval, readAutoApproval } from "../gateway/auto-approval.ts";
import type { Hello } from "../gateway/hello.ts";
import type { AccessWords } from "../pairing/access-words.ts";
import type { PairedDevice } from "../pairing/paired-device.ts";
import { shownText } from "../pairing/shown-text.ts";
import { arrivalView, blockedView, cameByItself, overstepNotice, overstepView } from "./arrival-words.ts";
import type { GatewayLabel } from "./gateway-marks.ts";
import type { ArrivalBook } from "./arrival-book.ts";
import type { NoticeBoard } from "./notice-board.ts";
import type { ArrivalView, GatewayView } from "./snapshot.ts";

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
  /** Whether this app refuses its requests on sight. */
  readonly hides: (deviceId: string) => boolean;
  readonly notices: NoticeBoard;
  readonly request: (method: string, params: unknown) => Promise<unknown>;
  readonly onChange: () => void;
}

interface Arrival {
  readonly device: PairedDevice;
  readonly view: ArrivalView;
  /** An alarm may be raised before any list has its device. */
  readonly listed?: true;
}

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
    const { id, arrivalBook, deviceId: self, hides, onChange } = this.#options;
    const fresh = arrivalBook.fresh(id, [...devices.values()]);
    const isNews = (device: PairedDevice) =>
      device.deviceId !== self && (cameByItself(device) || hides(device.deviceId));
    // Somebody approved these, so they are told to nobody.
    arrivalBook.learn(
      id,
      fresh.filter((device) => !isNews(device)),
    );
    const news = fresh.filter(isNews);
    const newIds = new Set(news.map(({ deviceId }) => deviceId));
    const standing = new Map(this.#arrivals.filter(({ view }) => !view.told).map((each) => [each.view.deviceId, each]));
    const next = [
      ...this.#arrivals.flatMap((each) => (newIds.has(each.view.deviceId) ? [] : stillThere(each, devices))),
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
    const { id, notices, onChange } = this.#options;
    const view = overstepView(id, device, more);
    notices.post(overstepNotice(view, more));
    this.#arrivals = [...this.#arrivals.filter((each) => each.view.key !== view.key), { device, view }];
    onChange();
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

  #view(device: PairedDevice): ArrivalView {
    const { id, label, hides } = this.#options;
    const { several, name } = label();
    const gateway = several ? `“${shownText(name, 40)}”` : "The gateway";
    return hides(device.deviceId) ? blockedView(id, gateway, device) : arrivalView(id, gateway, device);
  }

  /** The policy in sentences; nothing where the gateway doesn't let us read it. */
  view(): Pick<GatewayView, "autoApproval"> {
    return this.#words ? { autoApproval: this.#words } : {};
  }

  get arrivals(): readonly ArrivalView[] {
    return this.#arrivals.map(({ view }) => view);
  }
}

/** What was told stands as long as its device is in the list; an alarm also until it is. */
function stillThere(arrival: Arrival, devices: ReadonlyMap<string, PairedDevice>): Arrival[] {
  const { view, listed } = arrival;
  if (!view.told && !view.alarm) return [];
  if (!devices.has(view.deviceId)) return view.alarm && !listed ? [arrival] : [];
  return [view.told || listed ? arrival : { ...arrival, listed: true }];
}
