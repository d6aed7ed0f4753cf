import { attend, freshAttention, type Attention, type AttentionSettings } from "../../../src/app/attention.ts";
import type { RequestView } from "../../../src/app/snapshot.ts";

export const loud: AttentionSettings = { notifications: true, showNames: true };

/** The policy over time, and a screen that counts what the user would see come up. */
export class Watcher {
  memory = freshAttention;
  last: Attention = { memory: freshAttention, wanted: [] };
  raised = 0;
  changed = 0;
  #screen = new Map<string, { raise: number; text: string }>();

  see(nowMs: number, requests: readonly RequestView[], settings: AttentionSettings = loud): Attention {
    this.last = attend(this.memory, { requests }, nowMs, settings);
    this.memory = this.last.memory;
    const screen = new Map<string, { raise: number; text: string }>();
    for (const model of this.last.wanted) {
      const before = this.#screen.get(model.tag);
      const text = JSON.stringify(model);
      if (!before || before.raise !== model.raise) this.raised += 1;
      if (before?.text !== text) this.changed += 1;
      screen.set(model.tag, { raise: model.raise, text });
    }
    this.#screen = screen;
    return this.last;
  }

  get tags(): string[] {
    return this.last.wanted.map((model) => model.tag);
  }
}
