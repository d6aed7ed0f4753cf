/** Ways to misbehave towards the operators that are connected now. Each acts once, at once, unless it says otherwise. */
export interface WireFaults {
  /** Any text as one frame: garbage, truncated JSON, a frame of a kind nobody knows. */
  sendText(text: string): void;
  /** A well-formed event frame, known or unknown, with any payload. */
  sendEvent(event: string, payload: unknown): void;
  /** One frame of so many bytes (a valid event whose payload is padding). */
  sendOversized(bytes: number): void;
  /** From now on answers of `method` pass through `change` on their way out; the undo ends it. */
  rewriteAnswers(method: string, change: (payload: unknown) => unknown): () => void;
  /** From now on requests of `method` get no answer; the undo ends it. */
  swallow(method: string): () => void;
}
