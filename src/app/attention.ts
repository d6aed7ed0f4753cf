import {
  bounded,
  pruneRequests,
  type AttentionMemory,
  type DeviceMemory,
  type SummaryMemory,
  type Telling,
  type ToldRequest,
} from "./attention-memory.ts";
import {
  deviceKey,
  deviceTag,
  knockingModel,
  requestModel,
  summaryModel,
  type NotificationModel,
  type NotificationStyle,
} from "./notification-model.ts";
import { isWaiting, isWorthTelling } from "./request-words.ts";
import type { AppSnapshot, RequestView } from "./snapshot.ts";

export { freshAttention, type AttentionMemory } from "./attention-memory.ts";

export interface AttentionSettings {
  readonly notifications: boolean;
  readonly showNames: boolean;
  /** Devices (`<gatewayId>/<deviceId>`) that stay silent until then, ms since the epoch. */
  readonly mutedUntilMs?: ReadonlyMap<string, number>;
  /** Everything stays silent until then. */
  readonly snoozedUntilMs?: number | undefined;
}

export interface Attention {
  readonly memory: AttentionMemory;
  /** Exactly what should stand on the screen now. */
  readonly wanted: readonly NotificationModel[];
  /** Ask again then, even if nothing changes: something waits for its time. */
  readonly nextAtMs?: number | undefined;
}

/** More devices than this at once are told in one summary. */
const MAX_DEVICES = 3;
/** Notifications of single devices raised per window; what comes beyond it goes to the summary. */
const MAX_RAISED = 3;
const RAISED_WINDOW_MS = 10_000;
/** From its third request in three minutes on, a device is told with a count, at most every half minute. */
const QUIET_FROM = 3;
const KNOCK_WINDOW_MS = 3 * 60_000;
const QUIET_MS = 30_000;
const MAX_KNOCKS = 1_000;
/** The summary's first number is soon wrong in a flood, so it is put right once early, then seldom. */
const SUMMARY_FIRST_MS = 5_000;
const SUMMARY_MS = 30_000;

/**
 * The notification policy: what should stand on the screen, given what stood there. Pure; the caller keeps the memory and
 * calls again after every snapshot and at `nextAtMs`. One notification a device, closed when its request ends; nothing is
 * told twice; a flood becomes one summary whose words change seldom; a device that keeps asking is told with a count.
 */
export function attend(
  before: AttentionMemory,
  snapshot: Pick<AppSnapshot, "requests">,
  nowMs: number,
  settings: AttentionSettings,
): Attention {
  return new Round(
    before,
    snapshot.requests.filter((request) => isWaiting(request) && isWorthTelling(request)),
    nowMs,
    settings,
  ).result();
}

/** One evaluation. It writes to copies only. */
class Round {
  readonly #nowMs: number;
  readonly #settings: AttentionSettings;
  readonly #requests: Map<string, ToldRequest>;
  readonly #devices: Map<string, DeviceMemory>;
  readonly #summaryBefore: SummaryMemory | undefined;
  /** The user has just hidden the names, or wants them back: what stands on the screen follows at once. */
  readonly #restyled: boolean;
  #raised: readonly number[];
  #next: number | undefined;
  /** What stood on its own gave its place to the summary. */
  #gaveWay = false;
  readonly #waiting: readonly RequestView[];
  /** What else a device asks for at the same time (access to its commands beside more scopes), by device. */
  readonly #also = new Map<string, RequestView[]>();

  constructor(before: AttentionMemory, waiting: readonly RequestView[], nowMs: number, settings: AttentionSettings) {
    this.#nowMs = nowMs;
    this.#settings = settings;
    this.#requests = new Map(before.requests);
    this.#devices = new Map(before.devices);
    this.#summaryBefore = before.summary;
    this.#restyled = before.showNames !== undefined && before.showNames !== settings.showNames;
    this.#raised = before.raised.filter((atMs) => nowMs - atMs < RAISED_WINDOW_MS);
    // One a device: where it asks for two things, the newest is told, and that there is more.
    const newest = new Map<string, RequestView>();
    for (const request of waiting.toSorted((a, b) => a.askedAtMs - b.askedAtMs)) {
      const key = deviceKey(request);
      const older = newest.get(key);
      if (older) this.#also.set(key, [...(this.#also.get(key) ?? []), older]);
      newest.delete(key);
      newest.set(key, request);
    }
    this.#waiting = [...newest.values()];
  }

  result(): Attention {
    for (const request of this.#waiting) this.#notice(request);
    this.#closeGone();
    const audible = this.#waiting.filter((request) => this.#isAudible(request));
    const live = audible.filter((request) => this.#tellingOf(request) !== "closed");
    // A request that was told and came back isn't told again; what its device showed last left the screen with it.
    for (const request of audible) if (this.#tellingOf(request) === "closed") this.#dropModel(request);
    for (const request of live) {
      if (live.length > MAX_DEVICES) this.#tell(request, "summary");
      else if (this.#tellingOf(request) === "own") this.#refresh(request);
      else if (this.#tellingOf(request) === "untold") this.#introduce(request);
    }
    const summary = this.#summarise(live.filter((request) => this.#tellingOf(request) === "summary"));
    const own = live.flatMap((request) => this.#devices.get(deviceKey(request))?.model ?? []);
    return {
      memory: {
        requests: pruneRequests(this.#requests, this.#nowMs),
        devices: bounded(this.#devices, (d) => d.model !== undefined || d.knocks.some((at) => this.#isRecent(at))),
        raised: this.#raised,
        summary,
        showNames: this.#settings.showNames,
      },
      wanted: summary?.model ? [...own, summary.model] : own,
      nextAtMs: this.#next,
    };
  }

  #tellingOf(request: RequestView): Telling {
    return this.#requests.get(request.key)?.telling ?? "untold";
  }

  #isRecent(atMs: number): boolean {
    return this.#nowMs - atMs < KNOCK_WINDOW_MS;
  }

  #style(raise: number): NotificationStyle {
    return { showNames: this.#settings.showNames, raise };
  }

  #again(atMs: number): void {
    if (atMs > this.#nowMs) this.#next = Math.min(this.#next ?? atMs, atMs);
  }

  /** Counts a request that is seen for the first time as a knock, and keeps it remembered as long as it waits. */
  #notice(request: RequestView): void {
    const known = this.#requests.get(request.key);
    if (!known) {
      const device = this.#devices.get(deviceKey(request));
      const knocks = [...(device?.knocks ?? []), this.#nowMs].filter((at) => this.#isRecent(at)).slice(-MAX_KNOCKS);
      this.#putDevice(request, { ...device, knocks });
    }
    this.#requests.delete(request.key);
    this.#requests.set(request.key, { telling: known?.telling ?? "untold", seenAtMs: this.#nowMs });
  }

  /** What no longer waits leaves the screen, and would not be news if it came back. */
  #closeGone(): void {
    const waiting = new Set(this.#waiting.map((request) => request.key));
    for (const [key, told] of this.#requests) {
      const wasTold = told.telling === "own" || told.telling === "summary";
      if (wasTold && !waiting.has(key)) this.#requests.set(key, { ...told, telling: "closed" });
    }
    const devices = new Set(this.#waiting.map(deviceKey));
    for (const [key, device] of this.#devices) {
      if (device.model && !devices.has(key)) this.#devices.set(key, { ...device, model: undefined });
    }
  }

  /** False where notifications are off, snoozed or muted. What stood on the screen is closed then. */
  #isAudible(request: RequestView): boolean {
    const { notifications, snoozedUntilMs = 0, mutedUntilMs } = this.#settings;
    const silentUntil = Math.max(snoozedUntilMs, mutedUntilMs?.get(deviceKey(request)) ?? 0);
    if (notifications && silentUntil <= this.#nowMs) return true;
    if (notifications) this.#again(silentUntil);
    this.#dropModel(request);
    if (this.#tellingOf(request) !== "untold") this.#tell(request, "closed");
    return false;
  }

  #putDevice(request: RequestView, device: DeviceMemory): void {
    this.#devices.delete(deviceKey(request));
    this.#devices.set(deviceKey(request), device);
  }

  #dropModel(request: RequestView): void {
    const device = this.#devices.get(deviceKey(request));
    if (device?.model) this.#putDevice(request, { ...device, model: undefined });
  }

  #tell(request: RequestView, telling: Telling): void {
    this.#requests.set(request.key, { telling, seenAtMs: this.#nowMs });
    if (telling !== "summary") return;
    this.#gaveWay ||= this.#devices.get(deviceKey(request))?.model !== undefined;
    this.#dropModel(request);
  }

  /** A request that isn't on the screen yet: on its own, changed into what its device shows already, or in the summary. */
  #introduce(request: RequestView): void {
    const device = this.#devices.get(deviceKey(request)) ?? { knocks: [] };
    const quiet = device.knocks.filter((at) => this.#isRecent(at)).length >= QUIET_FROM;
    const quietUntil = (device.raisedAtMs ?? -Infinity) + QUIET_MS;
    const wasQuiet = device.model?.tag === deviceTag(request) && device.requestKey === undefined;
    if (quiet && quietUntil > this.#nowMs && (wasQuiet || !device.model)) {
      // Still counted, and said when its time has come. A quiet text names no request, so it can stay meanwhile.
      this.#again(quietUntil);
      return;
    }
    if (this.#raised.length >= MAX_RAISED) {
      this.#tell(request, "summary");
      return;
    }
    this.#raised = [...this.#raised, this.#nowMs];
    this.#tell(request, "own");
    const raise = (device.model?.raise ?? 0) + 1;
    const model = quiet
      ? this.#knocking(request, device, this.#style(raise))
      : requestModel(request, this.#style(raise), this.#also.get(deviceKey(request)));
    this.#putDevice(request, {
      ...device,
      model,
      requestKey: quiet ? undefined : request.key,
      raisedAtMs: this.#nowMs,
    });
  }

  /** The same request with other facts (its digest moved, names were hidden): the words follow in place, quietly. */
  #refresh(request: RequestView): void {
    const device = this.#devices.get(deviceKey(request));
    if (!device?.model) return;
    const style = this.#style(device.model.raise);
    if (device.requestKey === request.key) {
      this.#putDevice(request, { ...device, model: requestModel(request, style, this.#also.get(deviceKey(request))) });
    } else if (device.requestKey === undefined && this.#restyled) {
      this.#putDevice(request, { ...device, model: this.#knocking(request, device, style) });
    }
  }

  #knocking(request: RequestView, device: DeviceMemory, style: NotificationStyle): NotificationModel {
    const recent = device.knocks.filter((at) => this.#isRecent(at));
    return knockingModel(request, recent, this.#nowMs, style);
  }

  #summarise(members: readonly RequestView[]): SummaryMemory | undefined {
    const before = this.#summaryBefore;
    const keys = new Set(members.map((request) => request.key));
    if (members.length === 0) return before && { ...before, model: undefined, members: keys };
    const grew = members.some((request) => !before?.members.has(request.key));
    const changed = grew || keys.size !== before?.members.size;
    if (before?.model && this.#restyled) {
      return { ...before, model: summaryModel(members, this.#style(before.model.raise)) };
    }
    const waitMs = before?.model && before.changes === 0 ? SUMMARY_FIRST_MS : SUMMARY_MS;
    // Else nothing at all would stand there meanwhile.
    const isDue = !before || (!before.model && this.#gaveWay);
    const dueAtMs = isDue ? this.#nowMs : before.changedAtMs + waitMs;
    if (before?.model && !changed) return before;
    if (dueAtMs > this.#nowMs) {
      this.#again(dueAtMs);
      return before;
    }
    const raise = (before?.model?.raise ?? 0) + (grew ? 1 : 0);
    return {
      model: summaryModel(members, this.#style(raise)),
      members: keys,
      changedAtMs: this.#nowMs,
      changes: before?.model ? before.changes + 1 : 0,
    };
  }
}
