import { codeMaking } from "../gateway/older-gateway.ts";
import type { RpcFailure } from "../gateway/rpc-failure.ts";
import type { Session, SessionState } from "../gateway/session.ts";
import type { Authority } from "../pairing/authority.ts";
import { ActionBook } from "./action-book.ts";
import { ActionRecord } from "./action-record.ts";
import { type Action, ActionRunner } from "./action-runner.ts";
import { Chronicle, type Subject } from "./chronicle.ts";
import { DeviceActions } from "./device-actions.ts";
import { DeviceClearing } from "./device-clearing.ts";
import { cutOffWords, rpcWords, sessionFace, unreadableWords, type Words } from "./failure-words.ts";
import { type GatewayLabel, gatewayMarks } from "./gateway-marks.ts";
import type { GatewayDeskOptions } from "./gateway-desk-options.ts";
import { helloFacts } from "./hello-facts.ts";
import { GatewayVitals } from "./gateway-vitals.ts";
import { GatewayViews } from "./gateway-views.ts";
import { InboxKeeper } from "./inbox-keeper.ts";
import type { IntentResult } from "./intent.ts";
import { LockOutDesk } from "./lock-out-desk.ts";
import { lockOutRecord } from "./lock-out-record.ts";
import { nameGateway } from "./name-gateway.ts";
import { pairGateway } from "./pair-gateway.ts";
import { ReadingBook } from "./reading-book.ts";
import { RequestDesk } from "./request-desk.ts";
import { SelfApproved } from "./self-approved.ts";
import { TroubleFacts } from "./trouble-facts.ts";
import type { DeviceView, GatewayView, RequestView } from "./snapshot.ts";

/** One gateway on the desk: its session, its inbox, and the clicks made on it. */
export class GatewayDesk {
  readonly #options: GatewayDeskOptions;
  readonly #session: Session;
  readonly #keeper: InboxKeeper;
  readonly #views: GatewayViews;
  readonly #actions = new ActionBook();
  readonly #trouble: TroubleFacts;
  readonly #vitals: GatewayVitals;
  readonly selfApproved: SelfApproved;
  #label: GatewayLabel;
  #named: ReturnType<typeof nameGateway>;
  /** This gateway as *Pair a device* needs it. */
  readonly pairing: ReturnType<typeof pairGateway>;
  #authority: Authority;
  /** What waits for an answer, and the answers. */
  readonly requestDesk: RequestDesk;
  /** What can be done to paired devices, one or several at once. */
  readonly deviceActions: DeviceActions;
  readonly clearing: DeviceClearing;
  readonly lockOuts: LockOutDesk;

  constructor(options: GatewayDeskOptions) {
    this.#options = options;
    this.#authority = { scopes: [], deviceId: options.deviceId };
    this.#label = options.label;
    this.#named = nameGateway(options.label);
    const chronicle = new Chronicle(options.id, options.history, options.clock);
    this.#trouble = new TroubleFacts({
      address: options.address,
      deviceId: options.deviceId,
      pinned: options.pinned,
      announced: options.announced,
      now: () => options.clock.now(),
      onChange: options.onChange,
      onCutOff: () => {
        options.notices.post({ tone: "warning", ...cutOffWords(this.#label.name) });
        chronicle.cutOff(options.deviceId);
      },
    });
    this.#vitals = new GatewayVitals(() => options.clock.now());
    const reading = new ReadingBook();
    this.#views = new GatewayViews(options.id, URL.parse(options.address)?.hostname, this.#actions, reading);
    this.#keeper = new InboxKeeper({
      clock: options.clock,
      request: (method, params) => this.#session.ask(method, params),
      onChange: () => {
        this.lockOuts.look();
        options.onChange();
      },
      onListed: (unreadable) => {
        this.#onListed(unreadable);
      },
      onListFailed: (failure) => {
        this.#onListFailed(failure);
      },
    });
    const refresh = () => {
      this.#keeper.refresh();
    };
    const record = new ActionRecord(chronicle, (key) => this.#subjectOf(key));
    const runner = new ActionRunner({
      actions: this.#actions,
      record,
      notices: options.notices,
      ownId: options.deviceId,
      request: (method, params) => this.#session.request(method, params),
      refresh,
      onChange: options.onChange,
    });
    const shared = {
      undo: options.undo,
      actions: this.#actions,
      notices: options.notices,
      inbox: () => this.#keeper.inbox,
      authority: () => this.#authority,
      device: (deviceId: string) => this.#views.device(this.#keeper.inbox, this.#authority, deviceId),
      request: (method: string, params: unknown) => this.#session.request(method, params),
      hides: (deviceId: string) => this.lockOuts.hides(deviceId),
      refuse: (words: Words) => runner.refuse(words),
      act: (action: Action) => runner.act(action),
      refresh,
      onChange: options.onChange,
      onRemoved: (deviceId: string) => {
        this.#keeper.reduce({ type: "removed-locally", deviceId });
        this.requestDesk.removed(deviceId);
      },
    };
    this.selfApproved = new SelfApproved({ ...options, ...shared, label: () => this.#label });
    this.deviceActions = new DeviceActions({ ...shared, keepOwnToken: options.keepOwnToken });
    const onRemoved = (deviceId: string) => this.requestDesk.removed(deviceId);
    this.clearing = new DeviceClearing({ ...shared, self: options.deviceId, record, onRemoved });
    this.lockOuts = new LockOutDesk({
      ...shared,
      gatewayId: options.id,
      self: options.deviceId,
      clock: options.clock,
      book: options.lockOutBook,
      ...lockOutRecord(chronicle, () => this.requestDesk),
    });
    this.requestDesk = new RequestDesk({
      ...shared,
      gatewayId: options.id,
      clock: options.clock,
      views: this.#views,
      reading,
      keeper: this.#keeper,
      chronicle,
      visible: (inbox) => this.lockOuts.visible(inbox),
      onOverstep: (device, more) => this.selfApproved.overstepped(device, more),
    });
    this.pairing = pairGateway({
      ...options,
      name: () => this.#label.name,
      connected: () => this.#session.state.kind === "connected",
      authority: () => this.#authority,
      codes: () => (this.#session.state.kind === "connected" ? codeMaking(this.#session.state.hello) : "any"),
      keeper: this.#keeper,
      request: shared.request,
    });
    this.#session = options.connect({
      onState: (state) => {
        this.#onState(state);
      },
      onEvent: (event, payload) => {
        this.requestDesk.onEvent(event, payload);
        this.#keeper.onEvent(event, payload);
        this.pairing.tell(event, payload);
      },
      onGap: refresh,
    });
  }

  get id(): string {
    return this.#options.id;
  }

  start(): void {
    if (!this.#options.paused) this.#session.connect();
  }

  /** It is called something else, or stands among others now. Whatever is under way goes on. */
  relabel(label: GatewayLabel): void {
    if (JSON.stringify(label) === JSON.stringify(this.#label)) return;
    this.#label = label;
    this.#named = nameGateway(label);
    this.#options.onChange();
  }

  /** Ends a wait now; a live connection stays. */
  retry(): IntentResult {
    this.#session.retryNow();
    return { ok: true };
  }

  /** The machine woke up or its network changed. */
  async wake(): Promise<void> {
    await this.#session.wake();
    this.#keeper.refresh();
  }

  close(): void {
    this.#trouble.close();
    this.lockOuts.close();
    this.requestDesk.close();
    this.#keeper.close();
    this.#session.close();
  }

  requests(): readonly RequestView[] {
    return this.#named(this.requestDesk.list());
  }

  devices(): readonly DeviceView[] {
    return this.#named(this.#views.devices(this.#keeper.inbox, this.#authority));
  }

  view(): GatewayView {
    const { id, address, paused = false } = this.#options;
    const { state } = this.#session;
    const { listedAtMs, unreadableList } = this.#keeper;
    const shown = this.#trouble.shown(state);
    return {
      id,
      address,
      state: this.#trouble.face(sessionFace(shown, unreadableList), shown),
      ...gatewayMarks(this.#label, address, paused),
      ...helloFacts(state, this.#authority),
      ...(listedAtMs !== undefined && { listedAtMs }),
      ...(state.kind === "connected" && this.selfApproved.view()),
      vitals: this.#vitals.view(),
    };
  }

  /** The key of whoever asks, for the list of blocked ones. */
  publicKeyOf(requestId: string): string | undefined {
    return this.#keeper.inbox.pending.get(requestId)?.request.publicKey;
  }

  #subjectOf(key: string): Subject {
    const id = key.slice(key.indexOf("/") + 1);
    if (key.startsWith("request/")) return this.requestDesk.subject(id);
    return this.#views.device(this.#keeper.inbox, this.#authority, id) ?? { deviceId: id, name: "" };
  }

  #onState(state: SessionState): void {
    this.#vitals.look(state);
    this.#trouble.look(state);
    if (state.kind === "connected") {
      this.#authority = {
        scopes: state.hello.scopes,
        deviceId: this.#options.deviceId,
        methods: state.hello.methods,
      };
      this.#keeper.connected();
      this.requestDesk.connected(state.hello);
      this.selfApproved.connected(state.hello);
      this.lockOuts.connected(state.hello);
    } else {
      this.lockOuts.disconnected();
      this.requestDesk.disconnected();
      this.#keeper.disconnected();
    }
    this.#options.onChange();
  }

  #onListed(unreadable: number): void {
    const { pending, devices } = this.#keeper.inbox;
    this.requestDesk.listed();
    this.selfApproved.listed(devices);
    this.#actions.settle((key) => {
      const id = key.slice(key.indexOf("/") + 1);
      if (!key.startsWith("request/")) return devices.has(id);
      return pending.has(id) || this.requestDesk.find(id) !== undefined;
    });
    if (unreadable > 0) this.#options.notices.post({ tone: "warning", ...unreadableWords(unreadable) });
  }

  #onListFailed(failure: RpcFailure): void {
    // A lost connection has a face of its own.
    if (failure.kind === "not-connected" || failure.kind === "no-answer") return;
    this.#options.notices.post({ tone: "warning", ...rpcWords(failure, this.#options.deviceId) });
  }
}
