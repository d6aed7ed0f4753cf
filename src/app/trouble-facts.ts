import { type Certificate, readCertificate } from "../gateway/certificate.ts";
import { measureClockOffset } from "../gateway/clock-offset.ts";
import type { SessionState } from "../gateway/session.ts";
import type { GatewayStateView } from "./snapshot.ts";
import { recoveryPage } from "./recovery.ts";
import type { RecoveryFacts } from "./recovery-page.ts";

export interface TroubleFactsOptions {
  readonly address: string;
  readonly deviceId: string;
  readonly pinned: string | undefined;
  readonly announced?: (() => string | undefined) | undefined;
  readonly now: () => number;
  readonly onChange: () => void;
  /** The gateway cut this app off while it was connected. */
  readonly onCutOff: () => void;
  readonly certificate?: (address: string) => Promise<Certificate | undefined>;
  readonly clockOffset?: (address: string, now: () => number) => Promise<number | undefined>;
}

/** Finds out what a recovery page wants to show beside the failure: the certificate, and how far the clocks are apart. */
export class TroubleFacts {
  readonly #options: TroubleFactsOptions;
  #certificate: Certificate | undefined;
  #clockOffsetMs: number | undefined;
  /** What failed last, until there is a connection: it stays on screen while the next try is under way. */
  #last: Extract<SessionState, { kind: "failed" }> | undefined;
  #tryingSinceMs = 0;
  /** Cut off since the last connection: the next try says why it is refused, and no longer that something was done before. */
  #cutOff = false;
  #closed = false;

  constructor(options: TroubleFactsOptions) {
    this.#options = options;
  }

  get certificate(): Certificate | undefined {
    return this.#certificate;
  }

  look(state: SessionState): void {
    if (state.kind === "connected") {
      this.#certificate = undefined;
      this.#clockOffsetMs = undefined;
      this.#cutOff = false;
    }
    if (state.kind === "connecting") {
      this.#tryingSinceMs = this.#options.now();
      return;
    }
    this.#last = state.kind === "failed" ? state : undefined;
    if (state.kind !== "failed") return;
    const { address, now, certificate = readCertificate, clockOffset = measureClockOffset } = this.#options;
    if (state.failure.kind === "removed") {
      this.#cutOff = true;
      this.#options.onCutOff();
    }
    if (state.failure.kind === "tls") {
      void certificate(address).then((found) => {
        this.#certificate = found;
        this.#tell();
      });
    }
    if (state.failure.kind === "device-auth") {
      void clockOffset(address, now).then((offset) => {
        this.#clockOffsetMs = offset;
        this.#tell();
      });
    }
  }

  /**
   * The state to show. A new try is no news until it ends: while PairTray waits to be approved it tries every two seconds,
   * and a page that somebody reads and copies from must not go and come back with each.
   */
  shown(state: SessionState): SessionState {
    return state.kind === "connecting" && this.#last ? { ...this.#last, retryAtMs: this.#tryingSinceMs } : state;
  }

  /** The face of the connection, with the page of the assistant where there is one. */
  face(face: GatewayStateView, state: SessionState): GatewayStateView {
    if (state.kind !== "failed") return face;
    const { address, deviceId, pinned, announced } = this.#options;
    const facts: RecoveryFacts = {
      address,
      deviceId,
      pinned,
      announced: announced?.(),
      certificate: this.#certificate,
      clockOffsetMs: this.#clockOffsetMs,
      cutOff: this.#cutOff,
    };
    const recovery = recoveryPage(state.failure, facts);
    return recovery ? { ...face, recovery } : face;
  }

  close(): void {
    this.#closed = true;
  }

  #tell(): void {
    if (!this.#closed) this.#options.onChange();
  }
}
