import { z } from "zod";

const row = z.object({
  deviceId: z.string().optional().catch(undefined),
  reason: z.string().optional().catch(undefined),
});
const rows = z.array(row.catch({}));
const answer = z.union([rows, z.object({ presence: rows }).transform(({ presence }) => presence)]);

/**
 * Reads the answer of `system-presence`: the ids of the devices that are connected now. A device that left stays in it for
 * a while with the reason `disconnect` (seen on 2026.9.6). Undefined when it can't be relied on: it isn't such an answer,
 * or doesn't name `self`, the device that asks and so is surely connected (older gateways name no devices).
 */
export function readPresence(payload: unknown, self: string): ReadonlySet<string> | undefined {
  const parsed = answer.safeParse(payload).data ?? [];
  const here = parsed.flatMap(({ deviceId, reason }) =>
    deviceId === undefined || reason === "disconnect" ? [] : [deviceId],
  );
  const connected = new Set(here);
  return connected.has(self) ? connected : undefined;
}
