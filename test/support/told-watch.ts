import { attend, freshAttention } from "../../src/app/attention.ts";
import type { Desk } from "../../src/app/desk.ts";
import type { Clock } from "../../src/gateway/clock.ts";

/**
 * Follows what notifications would stand on the screen. Counts, by request, how often one of its own came there that
 * wasn't, or was raised again; fills while the desk lives.
 */
export function watchTold(desk: Desk, clock: Clock): ReadonlyMap<string, number> {
  const told = new Map<string, number>();
  let memory = freshAttention;
  let standing: ReadonlyMap<string, number> = new Map();
  desk.subscribe((snapshot) => {
    const attention = attend(memory, snapshot, clock.now(), snapshot.settings);
    memory = attention.memory;
    const now = new Map<string, number>();
    for (const model of attention.wanted) {
      const ids = JSON.stringify(model).match(/"requestId":"[^"]+"/g) ?? [];
      // A summary names several and none; only a notification of its own is about one request.
      const id = new Set(ids).size === 1 ? ids[0] : undefined;
      if (id !== undefined) now.set(id, model.raise);
    }
    for (const [id, raise] of now) if (standing.get(id) !== raise) told.set(id, (told.get(id) ?? 0) + 1);
    standing = now;
  });
  return told;
}
