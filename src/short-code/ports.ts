/** Time, handed in: tests own it. The same shape as the gateway's clock. */
export interface Clock {
  /** ms since the epoch. */
  now(): number;
  /** Runs once after `ms`; the undo cancels. */
  after(ms: number, run: () => void): () => void;
}

/** That many bytes from a cryptographic source. */
export type RandomBytes = (length: number) => Uint8Array;
