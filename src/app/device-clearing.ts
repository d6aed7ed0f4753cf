import { type Authority, isAdmin } from "../pairing/authority.ts";
import type { Inbox } from "../pairing/inbox.ts";
import type { ActionBook } from "./action-book.ts";
import type { ActionRecord } from "./action-record.ts";
import { readRpcFailure } from "../gateway/rpc-failure.ts";
import { deviceRefusal } from "./device-refusals.ts";
import { rpcWords, type Words } from "./failure-words.ts";
import type { IntentResult } from "./intent.ts";
import type { NoticeBoard } from "./notice-board.ts";
import type { DeviceView } from "./snapshot.ts";
import { standingWords } from "./standing-words.ts";
import type { UndoBook } from "./undo-book.ts";

export interface DeviceClearingOptions {
  /** This app's own device id. */
  readonly self: string;
  readonly undo: UndoBook;
  readonly actions: ActionBook;
  /** Each of them is a row of its own, as if it had been clicked alone. */
  readonly record: ActionRecord;
  readonly notices: NoticeBoard;
  readonly inbox: () => Inbox;
  readonly authority: () => Authority;
  readonly device: (deviceId: string) => DeviceView | undefined;
  readonly request: (method: string, params: unknown) => Promise<unknown>;
  readonly refuse: (words: Words) => IntentResult;
  readonly refresh: () => void;
  readonly onChange: () => void;
  /** The gateway confirmed that it removed this device; the list tells so later, for all of them at once. */
  readonly onRemoved: (deviceId: string) => void;
}

/** How many calls are under way at once: a gateway does one in some ms, and stays free for others meanwhile. */
const AT_ONCE = 4;
/** The list is asked for again after every so many removals: rows should go as they go at the gateway. */
const REFRESH_EVERY = 100;

interface Task {
  readonly kind: "device" | "request";
  readonly id: string;
}

interface Tally {
  readonly devices: number;
  readonly requests: number;
  readonly failed: number;
  /** The connection broke, so the rest was not tried. */
  readonly untried: number;
  readonly words?: Words;
}

const count = (n: number, one: string) => (n === 1 ? `1 ${one}` : `${n} ${one}s`);

/** What can be done to several paired devices at once: exactly those that stood in the question. */
export class DeviceClearing {
  readonly #options: DeviceClearingOptions;

  constructor(options: DeviceClearingOptions) {
    this.#options = options;
  }

  /**
   * Removes these devices, PairTray's own entry last, as `openclaw devices clear` does, and rejects these pairing requests
   * first. What came since the user was asked isn't among them and stays; what went since is passed over.
   */
  clear(deviceIds: readonly string[], requestIds: readonly string[]): IntentResult {
    const { inbox, refuse } = this.#options;
    const { devices, pending } = inbox();
    const known = [...new Set(deviceIds)].filter((deviceId) => devices.has(deviceId));
    const asking = [...new Set(requestIds)].filter((requestId) => pending.has(requestId));
    return known.length + asking.length === 0 ? refuse(rpcWords({ kind: "gone" })) : this.#later(known, asking);
  }

  /** Removes these devices. */
  removeSeveral(deviceIds: readonly string[]): IntentResult {
    return this.clear(deviceIds, []);
  }

  #later(devices: readonly string[], requests: readonly string[]): IntentResult {
    const { undo, actions, refuse, onChange, device } = this.#options;
    const cannot = devices.map(device).find((view) => view && !view.canManage)?.cannotManage;
    if (cannot !== undefined) return refuse({ sentence: cannot });
    // All or none: the question counted them all, and one that is left out in silence would look removed.
    for (const deviceId of devices) {
      const standing = actions.standing(`device/${deviceId}`);
      if (standing && standing.what !== "remove") {
        return refuse(standingWords(device(deviceId)?.name ?? deviceId, standing));
      }
    }
    const untilMs = undo.sendsAtMs();
    const mine = devices.filter((deviceId) => actions.wait(`device/${deviceId}`, "remove", untilMs));
    if (mine.length === 0 && requests.length === 0) return { ok: true };
    const release = () => {
      for (const deviceId of mine) actions.cancel(`device/${deviceId}`);
    };
    const what = [
      mine.length > 0 && count(mine.length, "device"),
      requests.length > 0 && count(requests.length, "request"),
    ];
    undo.add({
      sentence: `${what.filter(Boolean).join(" and ")} will be removed.`,
      onUndo: () => {
        release();
        onChange();
      },
      send: () => {
        release();
        return this.#clear(mine, requests);
      },
    });
    return { ok: true };
  }

  async #clear(devices: readonly string[], requests: readonly string[]): Promise<void> {
    const { self, inbox, refresh, notices, onChange } = this.#options;
    // Requests first: removing a device takes its requests along without a word. This app last: it is cut off then.
    const here = devices.filter((deviceId) => inbox().devices.has(deviceId));
    const others = here.filter((deviceId) => deviceId !== self);
    const first = await this.#run(requests.map((id) => ({ kind: "request" as const, id })));
    const second = await this.#run(others.map((id) => ({ kind: "device" as const, id })));
    const last = here.includes(self) ? await this.#run([{ kind: "device", id: self }]) : nothing;
    const tally = [first, second, last].reduce(sum);
    notices.post(tallyNotice(tally));
    refresh();
    onChange();
  }

  async #run(tasks: readonly Task[]): Promise<Tally> {
    const left = [...tasks];
    let tally = nothing;
    const worker = async (): Promise<void> => {
      for (let task = left.shift(); task; task = left.shift()) {
        const result = await this.#one(task);
        tally = sum(tally, result);
        if (result.untried > 0) {
          tally = sum(tally, { ...nothing, untried: left.length });
          left.length = 0;
        }
        if (tally.devices > 0 && tally.devices % REFRESH_EVERY === 0) this.#options.refresh();
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    return tally;
  }

  async #one({ kind, id }: Task): Promise<Tally> {
    const { actions, record, request, self, onChange, onRemoved } = this.#options;
    const key = `${kind}/${id}`;
    const what = kind === "device" ? "remove" : "reject";
    if (!actions.begin(key, what)) return nothing;
    record.decided({ key, what });
    onChange();
    record.sent({ key, what });
    try {
      await request(`device.pair.${what}`, kind === "device" ? { deviceId: id } : { requestId: id });
      record.confirmed({ key, what });
    } catch (error) {
      const failure = readRpcFailure(error);
      const words = deviceRefusal(what, failure, {
        isSelf: id === self,
        admin: isAdmin(this.#options.authority()),
        ownId: self,
      });
      record.failed({ key, what }, words);
      if (failure.kind !== "gone") {
        actions.failed(key, what, words);
        const lost = failure.kind === "not-connected" || failure.kind === "no-answer";
        return lost ? { ...nothing, untried: 1, words } : { ...nothing, failed: 1, words };
      }
    }
    actions.done(key, what, true);
    if (kind === "device") onRemoved(id);
    return kind === "device" ? { ...nothing, devices: 1 } : { ...nothing, requests: 1 };
  }
}

const nothing: Tally = { devices: 0, requests: 0, failed: 0, untried: 0 };

function sum(one: Tally, other: Tally): Tally {
  const words = one.words ?? other.words;
  return {
    devices: one.devices + other.devices,
    requests: one.requests + other.requests,
    failed: one.failed + other.failed,
    untried: one.untried + other.untried,
    ...(words && { words }),
  };
}

function tallyNotice({ devices, requests, failed, untried, words }: Tally): Parameters<NoticeBoard["post"]>[0] {
  const rejected = requests > 0 ? `, ${count(requests, "request")} rejected` : "";
  const done = `${count(devices, "device")} removed${rejected}.`;
  const left = failed + untried;
  if (left === 0) return { tone: "good", sentence: done };
  return { tone: "warning", sentence: `${done} ${left} not: ${words?.sentence ?? "the gateway refused."}` };
}
