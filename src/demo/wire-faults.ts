import type { DemoSession } from "./demo-session.ts";

/** Ways to misbehave towards the operators that are connected now. Each acts once, at once, unless it says otherwise. */
export interface WireFaults {
  /** Any text as one frame: garbage, truncated JSON, a frame of a kind nobody knows. */
  sendText(text: string): void;
  /** A well-formed event frame, known or unknown, with any payload. */
  sendEvent(event: string, payload: unknown): void;
  /** One frame of at least so many bytes (a valid event whose payload is padding). */
  sendOversized(bytes: number): void;
  /** From now on answers of `method` pass through `change` on their way out; the undo ends it. */
  rewriteAnswers(method: string, change: (payload: unknown) => unknown): () => void;
  /** From now on requests of `method` get no answer; the undo ends it. */
  swallow(method: string): () => void;
}

/** The faults, and what the server asks before it answers. */
export interface FaultInjector extends WireFaults {
  isSwallowed(method: string): boolean;
  rewritten(method: string, payload: unknown): unknown;
}

export function faultInjector(operators: () => Iterable<DemoSession>): FaultInjector {
  const rewrites = new Map<string, (payload: unknown) => unknown>();
  const swallowed = new Set<string>();
  const toAll = (send: (session: DemoSession) => void) => {
    for (const session of operators()) send(session);
  };
  return {
    sendText: (text) => toAll((session) => session.sendText(text)),
    sendEvent: (event, payload) => toAll((session) => session.sendEvent(event, payload)),
    sendOversized: (bytes) => toAll((session) => session.sendEvent("demo.padding", { padding: "x".repeat(bytes) })),
    rewriteAnswers: (method, change) => {
      rewrites.set(method, change);
      return () => void rewrites.delete(method);
    },
    swallow: (method) => {
      swallowed.add(method);
      return () => void swallowed.delete(method);
    },
    isSwallowed: (method) => swallowed.has(method),
    rewritten: (method, payload) => {
      const change = rewrites.get(method);
      return change ? change(payload) : payload;
    },
  };
}
