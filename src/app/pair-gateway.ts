import type { CodeMaking } from "../gateway/older-gateway.ts";
import type { Authority } from "../pairing/authority.ts";
import type { Inbox } from "../pairing/inbox.ts";

/** What pairing needs of one gateway on the desk. Everything is as it is now, at each look. */
export interface PairGateway {
  readonly id: string;
  readonly name: string;
  /** As PairTray itself reaches it. */
  readonly address: string;
  readonly connected: boolean;
  readonly authority: Authority;
  readonly codes: CodeMaking;
  readonly inbox: Inbox;
  /** One RPC on the live connection; rejects when there is none. */
  request(method: string, params: unknown): Promise<unknown>;
  /** Asks for the list and resolves when its answer (or its failure) is in. */
  refreshed(): Promise<unknown>;
  /** Every event of the session. Returns its own undo. */
  listen(listener: (event: string, payload: unknown) => void): () => void;
}

export interface PairGatewayParts {
  readonly id: string;
  readonly name: () => string;
  readonly address: string;
  readonly connected: () => boolean;
  readonly authority: () => Authority;
  readonly codes: () => CodeMaking;
  readonly keeper: { readonly inbox: Inbox; refreshed(): Promise<unknown> };
  readonly request: PairGateway["request"];
}

/** The gateway for pairing, and the place where its session tells what it hears. */
export function pairGateway(parts: PairGatewayParts): PairGateway & { tell(event: string, payload: unknown): void } {
  const listeners = new Set<(event: string, payload: unknown) => void>();
  const { id, address, keeper, request } = parts;
  return {
    id,
    get name() {
      return parts.name();
    },
    address,
    get connected() {
      return parts.connected();
    },
    get authority() {
      return parts.authority();
    },
    get codes() {
      return parts.codes();
    },
    get inbox() {
      return keeper.inbox;
    },
    request,
    refreshed: () => keeper.refreshed(),
    listen(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    tell(event, payload) {
      for (const listener of listeners) listener(event, payload);
    },
  };
}
