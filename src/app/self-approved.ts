import type { Clock } from "../gateway/clock.ts";
import { type AutoApproval, readAutoApproval } from "../gateway/auto-approval.ts";
import type { Hello } from "../gateway/hello.ts";
import type { PairedDevice } from "../pairing/paired-device.ts";
import { shownName, shownText } from "../pairing/shown-text.ts";
import type { GatewayLabel } from "./gateway-marks.ts";
import type { ArrivalView, GatewayView } from "./snapshot.ts";

/** `approvedVia` where no person was asked (2026.9.6), and how to say it. */
const ways: Readonly<Record<string, string>> = {
  silent: "it runs on the gateway's own machine",
  "trusted-cidr": "it came from a trusted network",
  "trusted-proxy": "it came through a trusted proxy",
  "ssh-verified": "the gateway recognised its machine over SSH",
  bootstrap: "it showed a set-up code",
};

/** How long it stays worth telling, in ms. */
const NEWS_MS = 10 * 60_000;

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
  readonly request: (method: string, params: unknown) => Promise<unknown>;
  readonly onChange: () => void;
}

/** What this gateway approves by itself: its policy, where it may be read, and every device that came in that way. */
export class SelfApproved {
  readonly #options: SelfApprovedOptions;
  #words: readonly string[] | undefined;
  /** When the gateway made the entry of each device: one that was removed and let in again is another entry, and news. */
  #known: ReadonlyMap<string, number | undefined> | undefined;
  #arrivals: readonly ArrivalView[] = [];

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

  /** A list arrived. The first one is what was there before; what comes later is news, once. */
  listed(devices: ReadonlyMap<string, PairedDevice>): void {
    const before = this.#known;
    const isKnown = ({ deviceId, createdAtMs }: PairedDevice): boolean =>
      before === undefined || (before.has(deviceId) && before.get(deviceId) === createdAtMs);
    this.#known = new Map([...(before ?? []), ...[...devices].map(([id, row]) => [id, row.createdAtMs] as const)]);
    const { id: gatewayId, deviceId: self, clock, onChange, label } = this.#options;
    const { several, name: ownName } = label();
    const who = several ? `“${shownText(ownName, 40)}”` : "The gateway";
    const there = this.#arrivals.filter(({ deviceId }) => devices.has(deviceId));
    const fresh = [...devices.values()].flatMap((device): ArrivalView[] => {
      const way = ways[device.approvedVia ?? ""];
      if (way === undefined || isKnown(device) || device.deviceId === self) return [];
      const name = shownName(device.displayName, device.deviceId.slice(0, 12));
      return [
        {
          key: `${gatewayId}/${device.deviceId}`,
          gatewayId,
          deviceId: device.deviceId,
          name,
          sentence: `${who} let it in by itself: ${way}. If you don't know it, lock it out.`,
        },
      ];
    });
    if (fresh.length === 0 && there.length === this.#arrivals.length) return;
    this.#arrivals = [...there.filter(({ key }) => fresh.every((arrival) => arrival.key !== key)), ...fresh];
    onChange();
    if (fresh.length === 0) return;
    clock.after(NEWS_MS, () => {
      this.#arrivals = this.#arrivals.filter((arrival) => !fresh.includes(arrival));
      onChange();
    });
  }

  /** The policy in sentences; nothing where the gateway doesn't let us read it. */
  view(): Pick<GatewayView, "autoApproval"> {
    return this.#words ? { autoApproval: this.#words } : {};
  }

  get arrivals(): readonly ArrivalView[] {
    return this.#arrivals;
  }
}
