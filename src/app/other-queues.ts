import type { Clock } from "../gateway/clock.ts";
import { parseDirectMessages, parseNodeRequests } from "../gateway/parse-other-requests.ts";
import { readRpcFailure } from "../gateway/rpc-failure.ts";
import type { Hello } from "../gateway/hello.ts";
import type { Authority } from "../pairing/authority.ts";
import type { DirectMessageList, NodeAccessRequest } from "../pairing/other-requests.ts";
import type { PairedDevice } from "../pairing/paired-device.ts";
import type { ActionBook } from "./action-book.ts";
import { memoByKey } from "./memo.ts";
import {
  type MessageFacts,
  messageRequestId,
  messageRequestView,
  type NodeFacts,
  nodeRequestId,
  nodeRequestView,
} from "./other-request-view.ts";
import { Refresher } from "./refresher.ts";
import type { RequestView } from "./snapshot.ts";

/** Direct messages send no event at all, and a slow socket may miss the nodes': both are asked again this often, in ms. */
const POLL_MS = 15_000;
/** Several nodes that connect at once are served by one list. */
const BURST_MS = 100;

export interface OtherQueuesOptions {
  readonly gatewayId: string;
  readonly clock: Clock;
  readonly actions: ActionBook;
  /** One RPC on the live connection; rejects when there is none. */
  readonly request: (method: string, params: unknown) => Promise<unknown>;
  readonly onChange: () => void;
  /** This request is about to be rejected because its device was removed; what it gives back is told how that went. */
  readonly onWithdrawing: (request: NodeAccessRequest) => (rejected: boolean) => void;
}

/** One call that decides a request. */
export interface QueueCall {
  readonly method: string;
  readonly params: object;
}

const noMessages: DirectMessageList = { requests: [], offersOwner: false };

/** The gateway's two other queues, nodes and direct messages, each as far as its `hello` says that it has it. */
export class OtherQueues {
  readonly #options: OtherQueuesOptions;
  readonly #refresher: Refresher;
  readonly #nodeViews = memoByKey<NodeFacts, RequestView>(nodeRequestView);
  readonly #messageViews = memoByKey<MessageFacts, RequestView>(messageRequestView);
  #has = { nodes: false, messages: false };
  /** How many lists of each arrived whole. */
  readonly #listed = { nodes: 0, messages: 0 };
  #nodes: readonly NodeAccessRequest[] = [];
  #messages: DirectMessageList = noMessages;
  /** Not confirmed by this connection: still shown, and nothing can be decided on it. */
  #stale = { nodes: true, messages: true };
  #cancelPoll: (() => void) | undefined;

  constructor(options: OtherQueuesOptions) {
    this.#options = options;
    this.#refresher = new Refresher(options.clock, () => this.#list());
  }

  connected({ methods }: Hello): void {
    this.#has = { nodes: methods.has("node.pair.list"), messages: methods.has("channels.pairing.list") };
    if (!this.#has.nodes) this.#nodes = [];
    if (!this.#has.messages) this.#messages = noMessages;
    this.refresh();
  }

  /** What is shown stays, and can't be decided. */
  disconnected(): void {
    this.#stale = { nodes: true, messages: true };
    this.#has = { nodes: false, messages: false };
    this.close();
  }

  close(): void {
    this.#cancelPoll?.();
    this.#refresher.stop();
  }

  onEvent(event: string): void {
    if (event.startsWith("node.pair.") || event === "device.pair.resolved") this.#ask(BURST_MS);
  }

  refresh(): void {
    this.#ask(0);
  }

  /** Asks for the list that this request stands in and resolves when its answer is in: false when it gave none. */
  async refreshed(id: string): Promise<boolean> {
    const queue = this.#nodes.some((request) => nodeRequestId(request.requestId) === id) ? "nodes" : "messages";
    const before = this.#listed[queue];
    if (this.#has[queue]) await this.#refresher.fresh();
    return this.#listed[queue] > before;
  }

  views(authority: Authority, devices: ReadonlyMap<string, PairedDevice>): readonly RequestView[] {
    const { gatewayId, actions } = this.#options;
    const around = { gatewayId, authority };
    const stale = this.#stale;
    const ids = new Set([
      ...this.#nodes.map((r) => nodeRequestId(r.requestId)),
      ...this.#messages.requests.map(messageRequestId),
    ]);
    this.#nodeViews.keepOnly((key) => ids.has(key));
    this.#messageViews.keepOnly((key) => ids.has(key));
    const { requests, offersOwner } = this.#messages;
    return [
      ...this.#nodes.map((request) => {
        const id = nodeRequestId(request.requestId);
        const action = actions.get(`request/${id}`);
        return this.#nodeViews(id, {
          ...around,
          stale: stale.nodes,
          request,
          device: devices.get(request.nodeId),
          action,
        });
      }),
      ...requests.map((request) => {
        const id = messageRequestId(request);
        const action = actions.get(`request/${id}`);
        return this.#messageViews(id, { ...around, stale: stale.messages, request, offersOwner, action });
      }),
    ];
  }

  /** The call that decides this request, or undefined when it is in neither queue. */
  callFor(what: "approve" | "reject", id: string, offers: readonly string[]): QueueCall | undefined {
    const node = this.#nodes.find((request) => nodeRequestId(request.requestId) === id);
    if (node) return { method: `node.pair.${what}`, params: { requestId: node.requestId } };
    const message = this.#messages.requests.find((request) => messageRequestId(request) === id);
    if (!message) return undefined;
    const { channel, accountId, requestId, notifySupported } = message;
    const target = { channel, accountId, requestId };
    if (what === "reject") return { method: "channels.pairing.dismiss", params: target };
    const notify = notifySupported && offers.includes("notify");
    const owner = this.#messages.offersOwner && offers.includes("owner");
    return {
      method: "channels.pairing.approve",
      params: { ...target, ...(notify && { notify }), ...(owner && { bootstrapCommandOwner: true }) },
    };
  }

  /**
   * A device was removed: what it asked for as a node goes with it. Gateways before 2026.9 leave that standing, for a node
   * that isn't there any more (seen on 2026.7.1-2); newer ones end it themselves, which the list says first.
   */
  async withdraw(nodeId: string): Promise<void> {
    if (!this.#nodes.some((request) => request.nodeId === nodeId)) return;
    await this.#refresher.fresh();
    for (const request of this.#nodes.filter((one) => one.nodeId === nodeId)) {
      const { requestId } = request;
      const told = this.#options.onWithdrawing(request);
      try {
        await this.#options.request("node.pair.reject", { requestId });
        this.drop(nodeRequestId(requestId));
        told(true);
      } catch {
        // It stays in the list then, for the user to answer.
        told(false);
      }
    }
    this.#options.onChange();
  }

  /** The gateway confirmed that it ended. */
  drop(id: string): void {
    this.#nodes = this.#nodes.filter((request) => nodeRequestId(request.requestId) !== id);
    const requests = this.#messages.requests.filter((request) => messageRequestId(request) !== id);
    this.#messages = { ...this.#messages, requests };
  }

  #ask(delayMs: number): void {
    if (this.#has.nodes || this.#has.messages) this.#refresher.ask(delayMs);
  }

  async #list(): Promise<void> {
    this.#cancelPoll?.();
    const { clock, onChange } = this.#options;
    const nowMs = clock.now();
    const [nodes, messages] = await Promise.all([
      this.#has.nodes ? this.#ask1("nodes", "node.pair.list", (answer) => parseNodeRequests(answer, nowMs)) : undefined,
      this.#has.messages
        ? this.#ask1("messages", "channels.pairing.list", (answer) => parseDirectMessages(answer, nowMs))
        : undefined,
    ]);
    if (!this.#has.nodes && !this.#has.messages) return;
    // Rows that are as they were keep their identity, and with it their cards.
    if (nodes) this.#nodes = keepSame(this.#nodes, nodes);
    if (messages) this.#messages = { ...messages, requests: keepSame(this.#messages.requests, messages.requests) };
    // A queue that gave no answer is as old as it was.
    this.#stale = { nodes: this.#stale.nodes && !nodes, messages: this.#stale.messages && !messages };
    this.#cancelPoll = clock.after(POLL_MS, () => this.#ask(0));
    onChange();
  }

  async #ask1<T>(queue: "nodes" | "messages", method: string, parse: (answer: unknown) => T | undefined) {
    try {
      const list = parse(await this.#options.request(method, {}));
      if (list !== undefined) this.#listed[queue] += 1;
      return list;
    } catch (error) {
      const { kind } = readRpcFailure(error);
      // It won't be allowed or known a minute later either; a new connection asks anew.
      if (kind === "missing-scope" || kind === "unknown-method") this.#has = { ...this.#has, [queue]: false };
      return undefined;
    }
  }
}

function keepSame<T>(before: readonly T[], after: readonly T[]): readonly T[] {
  const known = new Map(before.map((item) => [JSON.stringify(item), item]));
  return after.map((item) => known.get(JSON.stringify(item)) ?? item);
}
