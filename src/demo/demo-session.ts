import type { WebSocket } from "ws";
import type { Caller } from "./containment.ts";
import { scopeSatisfied } from "./scope-rules.ts";
import type { WireError } from "./wire-error.ts";

/** One connection, from the challenge on. */
export interface DemoSession {
  readonly connId: string;
  readonly nonce: string;
  /** Who it is, once it was greeted. */
  identity: { role: string; caller: Caller } | undefined;
  /** Whether events for operators with this scope reach it (the gateway filters by scope alone: measured). */
  hears(scope: string): boolean;
  sendEvent(event: string, payload: unknown): void;
  sendAnswer(id: string, payload: unknown): void;
  sendError(id: string, error: WireError): void;
  sendText(text: string): void;
  close(code: number, reason: string): void;
  /** Without goodbye. */
  drop(): void;
}

export function demoSession(socket: WebSocket, connId: string, nonce: string): DemoSession {
  let seq = 0;
  const sendText = (text: string) => {
    if (socket.readyState === socket.OPEN) socket.send(text);
  };
  const send = (frame: unknown) => sendText(JSON.stringify(frame));
  const session: DemoSession = {
    connId,
    nonce,
    identity: undefined,
    hears: (scope) => {
      const { identity } = session;
      return identity?.role === "operator" && scopeSatisfied(scope, identity.caller.scopes);
    },
    sendEvent: (event, payload) => {
      // Before the greeting a frame has no place in the order.
      if (session.identity) send({ type: "event", event, payload, seq: ++seq });
      else send({ type: "event", event, payload });
    },
    sendAnswer: (id, payload) => send({ type: "res", id, ok: true, payload }),
    sendError: (id, error) => send({ type: "res", id, ok: false, error }),
    sendText,
    // A close reason holds 123 bytes (RFC 6455).
    close: (code, reason) => socket.close(code, Buffer.from(reason).subarray(0, 120).toString()),
    drop: () => socket.terminate(),
  };
  return session;
}
