import type { ConnectFailure } from "../gateway/connect-failure.ts";
import type { SessionState } from "../gateway/session.ts";
import type { VitalsView } from "./snapshot.ts";

/** What PairTray asks of gateways beyond the list itself. Only these are named in a report: a gateway may list anything. */
const asked = [
  "device.pair.approve",
  "device.pair.reject",
  "device.pair.remove",
  "device.pair.rename",
  "device.token.rotate",
  "device.token.revoke",
  "node.pair.list",
  "node.pair.remove",
  "channels.pairing.list",
  "config.get",
];

const MOST_FAILURES = 5;

function codeOf(failure: ConnectFailure): string {
  return ("code" in failure ? failure.code : undefined) ?? failure.kind;
}

/** How the connection to one gateway fared since it was opened: for the diagnostic report alone. */
export class GatewayVitals {
  readonly #now: () => number;
  #tries = 0;
  #triedAtMs = 0;
  #last: SessionState["kind"] = "closed";
  #failures: VitalsView["failures"] = [];
  #connected: Pick<VitalsView, "connectedAtMs" | "connectMs" | "signedInBy" | "can" | "cannot"> = {};

  constructor(now: () => number) {
    this.#now = now;
  }

  look(state: SessionState): void {
    const now = this.#now();
    if (state.kind === "connecting") {
      this.#tries += 1;
      this.#triedAtMs = now;
    }
    if (state.kind === "failed") {
      const said = { code: codeOf(state.failure), atMs: now, afterMs: now - this.#triedAtMs };
      this.#failures = [...this.#failures, said].slice(-MOST_FAILURES);
    }
    if (state.kind === "connected" && this.#last !== "connected") {
      const { methods, authMethod } = state.hello;
      this.#connected = {
        connectedAtMs: now,
        connectMs: now - this.#triedAtMs,
        ...(authMethod !== undefined && { signedInBy: authMethod }),
        // A hello that lists nothing says nothing.
        ...(methods.size > 0 && {
          can: asked.filter((method) => methods.has(method)),
          cannot: asked.filter((method) => !methods.has(method)),
        }),
      };
    }
    this.#last = state.kind;
  }

  view(): VitalsView {
    return { tries: this.#tries, failures: this.#failures, ...(this.#last === "connected" && this.#connected) };
  }
}
