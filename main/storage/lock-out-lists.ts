import { join } from "node:path";
import type { z } from "zod";
import type { LockOutLists } from "../../src/app/lock-out-book.ts";
import type { Clock } from "../../src/gateway/clock.ts";
import { blockedKeySchema } from "../../src/pairing/blocked-keys.ts";
import { lockOutOrderSchema } from "../../src/pairing/lock-out-order.ts";
import { type DurableList, openDurableList } from "./durable-list.ts";

export interface LockOutListsOptions {
  readonly folder: string;
  readonly clock: Clock;
  /** Something is lost, or can't be saved. The sentence is ready to show. */
  readonly onTrouble: (sentence: string) => void;
}

export interface KeptLockOutLists extends LockOutLists {
  /** One last write; resolves when what could be saved is. */
  close(): Promise<void>;
}

/** Open lock-outs and blocked keys in the profile, mode 600, each in a file of its own. */
export function openLockOutLists({ folder, clock, onTrouble }: LockOutListsOptions): KeptLockOutLists {
  const open = <T>(file: string, row: z.ZodType<T>, what: string): DurableList<T> =>
    openDurableList({ path: join(folder, file), row, what, clock, onTrouble });
  const orders = open("lock-outs.json", lockOutOrderSchema, "The list of open lock-outs");
  const blocked = open("blocked-keys.json", blockedKeySchema, "The list of blocked devices");
  return {
    orders,
    blocked,
    async close() {
      await Promise.all([orders.close(), blocked.close()]);
    },
  };
}
