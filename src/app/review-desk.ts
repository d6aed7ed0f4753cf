import type { Clock } from "../gateway/clock.ts";
import type { MutedDevice } from "../pairing/muted-devices.ts";
import { Activity, type GatewayName } from "./activity.ts";
import { blockedWords } from "./block-words.ts";
import { decideSeveral } from "./bulk.ts";
import type { GatewayDesk } from "./gateway-desk.ts";
import type { Intent, IntentResult } from "./intent.ts";
import type { LockOutBook } from "./lock-out-book.ts";
import type { NoticeBoard } from "./notice-board.ts";
import type { HistoryPort, ListPort, SettingsStore } from "./ports.ts";
import { Quiet } from "./quiet.ts";
import type { AppSnapshot, RequestView } from "./snapshot.ts";

export interface ReviewDeskOptions {
  readonly clock: Clock;
  readonly settings: SettingsStore;
  readonly notices: NoticeBoard;
  readonly history: HistoryPort;
  readonly muted: ListPort<MutedDevice>;
  readonly lockOutBook: LockOutBook;
  readonly gateway: (id: string) => GatewayDesk | undefined;
  readonly onChange: () => void;
}

type ReviewIntent = Extract<
  Intent,
  { type: "seen" | "decide-several" | "mute" | "unmute" | "block" | "snooze" | "watch-activity" }
>;

const fine: IntentResult = { ok: true };
const gone: IntentResult = { ok: false, sentence: "This request is no longer there. Nothing was done." };

/** What has to do with reading requests, beside deciding one: reading, deciding several, quiet, blocks, and the history. */
export class ReviewDesk {
  readonly #options: ReviewDeskOptions;
  readonly #quiet: Quiet;
  readonly #activity: Activity;

  constructor(options: ReviewDeskOptions) {
    this.#options = options;
    this.#quiet = new Quiet(options);
    this.#activity = new Activity(options.history);
  }

  close(): void {
    this.#quiet.close();
  }

  /** Its part of the picture. */
  picture(gatewayName: GatewayName): Pick<AppSnapshot, "quiet" | "activity" | "activityList"> {
    const activity = this.#activity.list(gatewayName);
    return { quiet: this.#quiet.view(), activity, activityList: this.#activity.state() };
  }

  async handle(intent: ReviewIntent): Promise<IntentResult> {
    switch (intent.type) {
      case "seen":
        this.#options.gateway(intent.gatewayId)?.requestDesk.seen(intent.requestId, intent.digest);
        return fine;
      case "decide-several":
        return decideSeveral(intent, this.#options.gateway);
      case "mute":
        return this.#about(intent, (request) => {
          this.#quiet.mute(request);
          this.#write("muted", request, "For an hour");
          return fine;
        });
      case "unmute": {
        const device = this.#quiet.view().muted.find(({ deviceId }) => deviceId === intent.deviceId);
        this.#quiet.unmute(intent.deviceId);
        if (device) this.#write("unmuted", { gatewayId: "", ...device });
        return fine;
      }
      case "block":
        return this.#about(intent, (request) => this.#block(request));
      case "snooze":
        this.#quiet.snooze(intent.on);
        return fine;
      case "watch-activity":
        this.#activity.watch(intent);
        return fine;
    }
  }

  #about(
    { gatewayId, requestId }: { readonly gatewayId: string; readonly requestId: string },
    act: (request: RequestView) => IntentResult | Promise<IntentResult>,
  ): IntentResult | Promise<IntentResult> {
    const request = this.#options
      .gateway(gatewayId)
      ?.requests()
      .find((known) => known.requestId === requestId);
    return request ? act(request) : gone;
  }

  async #block(request: RequestView): Promise<IntentResult> {
    const { lockOutBook, gateway, clock, notices } = this.#options;
    if (request.kind === "direct-message" || request.kind === "node-access") {
      return { ok: false, sentence: "Only a device that asks to pair can be blocked." };
    }
    const { gatewayId, requestId, deviceId, name } = request;
    const publicKey = gateway(gatewayId)?.publicKeyOf(requestId);
    this.#write("blocked", request, "Its requests are rejected on sight from now on");
    const kept = await lockOutBook.block({
      deviceId,
      ...(publicKey !== undefined && { publicKey }),
      name,
      blockedAtMs: clock.now(),
      why: "unwanted",
      gatewayId,
    });
    gateway(gatewayId)?.lockOuts.look();
    notices.post({ tone: "info", ...blockedWords(request) });
    this.#options.onChange();
    return kept.ok ? fine : { ok: false, sentence: kept.sentence };
  }

  #write(
    kind: "muted" | "unmuted" | "blocked",
    { gatewayId, deviceId, name }: Pick<RequestView, "gatewayId" | "deviceId" | "name">,
    detail?: string,
  ): void {
    this.#options.history.append({ kind, gatewayId, deviceId, name, by: "this-app", detail });
  }
}
