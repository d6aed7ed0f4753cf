import type { Clock } from "../gateway/clock.ts";
import { type RpcFailure, readRpcFailure } from "../gateway/rpc-failure.ts";
import type { Session, SessionState } from "../gateway/session.ts";
import { type Authority, limitsOf } from "../pairing/authority.ts";
import { ActionBook } from "./action-book.ts";
import { rpcWords, sessionFace, type Words } from "./failure-words.ts";
import { GatewayViews } from "./gateway-views.ts";
import { InboxKeeper } from "./inbox-keeper.ts";
import type { IntentResult } from "./intent.ts";
import type { NoticeBoard } from "./notice-board.ts";
import type { ActionName, DeviceView, GatewayView, RequestView } from "./snapshot.ts";

/** What a session reports; the desk hands these in when the session is made. */
export interface SessionListeners {
  readonly onState: (state: SessionState) => void;
  readonly onEvent: (event: string, payload: unknown) => void;
  readonly onGap: () => void;
}

export interface GatewayDeskOptions {
  readonly id: string;
  readonly name: string;
  readonly address: string;
  /** Where the address came from, in words. */
  readonly source: string;
  /** This app's own device id. */
  readonly deviceId: string;
  readonly clock: Clock;
  readonly notices: NoticeBoard;
  /** Makes the session; called once. */
  readonly connect: (listeners: SessionListeners) => Session;
  readonly onChange: () => void;
}

interface Action {
  readonly key: string;
  readonly what: ActionName;
  readonly method: string;
  readonly params: object;
  /** The thing disappears with it, so a second click must find it done. */
  readonly final: boolean;
  /** A last look before it is sent: the words to refuse it with, or undefined. */
  readonly check?: () => Promise<Words | undefined>;
  /** What is known to be true once the gateway confirmed it. */
  readonly confirmed?: () => void;
}

/** One gateway on the desk: its session, its inbox, and the clicks made on it. */
export class GatewayDesk {
  readonly #options: GatewayDeskOptions;
  readonly #session: Session;
  readonly #keeper: InboxKeeper;
  readonly #views: GatewayViews;
  readonly #actions = new ActionBook();
  #authority: Authority;

  constructor(options: GatewayDeskOptions) {
    this.#options = options;
    this.#authority = { scopes: [], deviceId: options.deviceId };
    this.#views = new GatewayViews(options.id, URL.parse(options.address)?.hostname, this.#actions);
    this.#keeper = new InboxKeeper({
      clock: options.clock,
      request: (method, params) => this.#session.request(method, params),
      onChange: options.onChange,
      onListed: (unreadable) => {
        this.#onListed(unreadable);
      },
      onListFailed: (failure) => {
        this.#onListFailed(failure);
      },
    });
    this.#session = options.connect({
      onState: (state) => {
        this.#onState(state);
      },
      onEvent: (event, payload) => {
        this.#keeper.onEvent(event, payload);
      },
      onGap: () => {
        this.#keeper.refresh();
      },
    });
  }

  get id(): string {
    return this.#options.id;
  }

  start(): void {
    this.#session.connect();
  }

  /** Ends a wait now; a live connection stays. */
  retry(): void {
    this.#session.retryNow();
  }

  close(): void {
    this.#keeper.close();
    this.#session.close();
  }

  /**
   * Approve or reject exactly this request, if it still is what was on screen. A device that knocks again may change its
   * name, platform and address under the same request id, and the gateway tells nobody (seen on 2026.9.6): so before an
   * approval the list is read once more.
   */
  async decide(what: "approve" | "reject", requestId: string, digest: string): Promise<IntentResult> {
    return this.#act({
      key: `request/${requestId}`,
      what,
      method: `device.pair.${what}`,
      params: { requestId },
      final: true,
      check: async () => {
        const early = this.#objection(what, requestId, digest);
        if (early || what === "reject") return early;
        await this.#keeper.refreshed();
        return this.#objection(what, requestId, digest);
      },
      confirmed: () => {
        this.#keeper.reduce({ type: "resolved", requestId, decision: what === "approve" ? "approved" : "rejected" });
      },
    });
  }

  /** Why this decision may not be sent, or undefined when it may. */
  #objection(what: "approve" | "reject", requestId: string, digest: string): Words | undefined {
    const shown = this.requests().find((request) => request.requestId === requestId);
    if (!shown) {
      this.#keeper.refresh();
      return rpcWords({ kind: "gone" });
    }
    if (shown.digest !== digest) {
      return {
        sentence: `What “${shown.name}” asks for has changed since you read it. Nothing was sent.`,
        step: "Read it again, then decide.",
      };
    }
    return what === "approve" && shown.cannotDecide !== undefined ? { sentence: shown.cannotDecide } : undefined;
  }

  /** Removes the device's entry; the gateway closes its sockets at once. */
  async remove(deviceId: string): Promise<IntentResult> {
    return this.#act({
      key: `device/${deviceId}`,
      what: "remove",
      method: "device.pair.remove",
      params: { deviceId },
      final: true,
      confirmed: () => {
        this.#keeper.reduce({ type: "removed-locally", deviceId });
      },
    });
  }

  /** Revokes the device's token of one role. */
  async revoke(deviceId: string, role: string): Promise<IntentResult> {
    return this.#act({
      key: `device/${deviceId}`,
      what: "revoke",
      method: "device.token.revoke",
      params: { deviceId, role },
      final: false,
    });
  }

  requests(): readonly RequestView[] {
    return this.#views.requests(this.#keeper.inbox, this.#authority);
  }

  devices(): readonly DeviceView[] {
    return this.#views.devices(this.#keeper.inbox, this.#authority);
  }

  view(): GatewayView {
    const { id, name, address, source } = this.#options;
    const { state } = this.#session;
    const hello = state.kind === "connected" ? state.hello : undefined;
    const { listedAtMs, unreadableList } = this.#keeper;
    return {
      id,
      name,
      address,
      source,
      state: sessionFace(state, unreadableList),
      ...(hello?.version !== undefined && { version: hello.version }),
      ...(hello?.protocol !== undefined && { protocol: hello.protocol }),
      limits: hello ? limitsOf(this.#authority) : [],
      ...(listedAtMs !== undefined && { listedAtMs }),
    };
  }

  #refuse(words: Words): IntentResult {
    this.#options.notices.post({ tone: "warning", ...words });
    this.#options.onChange();
    return { ok: false, ...words };
  }

  async #act({ key, what, method, params, final, check, confirmed }: Action): Promise<IntentResult> {
    // At most once: a double click, a notification's button and a tray item on the same thing are one RPC.
    if (!this.#actions.begin(key, what)) return { ok: true };
    this.#options.onChange();
    const objection = await check?.();
    if (objection) {
      this.#actions.cancel(key);
      return this.#refuse(objection);
    }
    try {
      await this.#session.request(method, params);
    } catch (error) {
      const words = rpcWords(readRpcFailure(error));
      this.#actions.failed(key, what, words);
      this.#keeper.refresh();
      return this.#refuse(words);
    }
    this.#actions.done(key, what, final);
    confirmed?.();
    this.#keeper.refresh();
    this.#options.onChange();
    return { ok: true };
  }

  #onState(state: SessionState): void {
    if (state.kind === "connected") {
      this.#authority = { scopes: state.hello.scopes, deviceId: this.#options.deviceId };
      this.#keeper.connected();
    } else this.#keeper.disconnected();
    this.#options.onChange();
  }

  #onListed(unreadable: number): void {
    const { pending, devices } = this.#keeper.inbox;
    this.#actions.settle((key) => {
      const id = key.slice(key.indexOf("/") + 1);
      return key.startsWith("request/") ? pending.has(id) : devices.has(id);
    });
    if (unreadable === 0) return;
    this.#options.notices.post({
      tone: "warning",
      sentence: `${unreadable === 1 ? "One entry" : `${unreadable} entries`} of the gateway's list can't be read and are not shown.`,
      step: "On the gateway's machine, `openclaw devices list` shows all of them.",
    });
  }

  #onListFailed(failure: RpcFailure): void {
    // A lost connection has a face of its own.
    if (failure.kind === "not-connected" || failure.kind === "no-answer") return;
    this.#options.notices.post({ tone: "warning", ...rpcWords(failure) });
  }
}
