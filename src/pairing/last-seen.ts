import type { PairedDevice } from "./paired-device.ts";

/**
 * A gateway writes down when a device connected, not when it left (seen on 2026.9.6): after a session of forty days it
 * would count as not seen for forty days. So what was connected in an earlier list was seen at least then.
 * @param before the same entry in the list before
 * @param untilMs until when what that list said is known to have held, by the clock that lists are taken with
 */
export function withLastSeen(
  before: PairedDevice | undefined,
  device: PairedDevice,
  untilMs: number | undefined,
): PairedDevice {
  if (!before || device.connected === true) return device;
  const known = before.connected === true ? untilMs : before.lastSeenAtMs;
  return known === undefined || known <= (device.lastSeenAtMs ?? 0) ? device : { ...device, lastSeenAtMs: known };
}
