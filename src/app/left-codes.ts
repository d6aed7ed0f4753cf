import { type CodeLife, isOver } from "../pairing/code-life.ts";
import type { CodeWatch } from "./code-watch.ts";
import { codeFace } from "./code-words.ts";
import type { NoticeBoard } from "./notice-board.ts";
import type { PairGateway } from "./pair-gateway.ts";

/** Nothing more is awaited of it. */
function isSettled(life: CodeLife): boolean {
  return isOver(life) || ["uncertain", "removed", "expired"].includes(life.kind);
}

/** Codes that nobody sees any more, until it is known what became of them. */
export class LeftCodes {
  readonly #notices: NoticeBoard;
  #watches: readonly CodeWatch[] = [];

  constructor(notices: NoticeBoard) {
    this.#notices = notices;
  }

  /** The code left the screen: what is secret of it goes at once. */
  add(code: CodeWatch): void {
    code.forget();
    if (isSettled(code.life)) code.close();
    else this.#watches = [...this.#watches, code];
  }

  /** The clock, connections or lists may have changed. */
  look(): void {
    for (const watch of this.#watches) watch.look();
    this.tell();
  }

  /** What became of them: only what the user should hear of. */
  tell(): void {
    const over = this.#watches.filter(({ life }) => isSettled(life));
    if (over.length === 0) return;
    this.#watches = this.#watches.filter((watch) => !over.includes(watch));
    for (const { life, gateway } of over) {
      if (life.kind !== "delivered" && life.kind !== "uncertain") continue;
      const { title, sentence, step } = codeFace(life, gateway.connected);
      const tone = life.kind === "delivered" ? "good" : "warning";
      this.#notices.post({ tone, sentence: `${title}. ${sentence}`, ...(step !== undefined && { step }) });
    }
    for (const watch of over) watch.close();
  }

  /** A device was taken for the guest of `code`: no code that was left has it, too. */
  isGuestOf(code: CodeWatch, deviceId: string): void {
    for (const watch of this.#watches) {
      if (watch !== code && watch.gateway === code.gateway) watch.isNotOurs(deviceId);
    }
  }

  /** Gateways were opened anew, or are gone: each code is watched on at its own, as long as there is one. */
  rebind(find: (gatewayId: string) => PairGateway | undefined): void {
    for (const watch of this.#watches) watch.rebind(find(watch.gateway.id));
    this.#watches = this.#watches.filter(({ closed }) => !closed);
  }

  close(): void {
    for (const watch of this.#watches) watch.close();
    this.#watches = [];
  }
}
