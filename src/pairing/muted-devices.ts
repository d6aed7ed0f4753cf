import { z } from "zod";

/** A device whose requests don't notify for a while. They still stand in the list and turn the tray to attention. */
export const mutedDeviceSchema = z.strictObject({
  deviceId: z.string().min(1).max(512),
  /** As it was shown when it was muted. */
  name: z.string().max(300),
  /** ms since the epoch, by this machine's clock. */
  mutedAtMs: z.int().nonnegative(),
  untilMs: z.int().nonnegative(),
});
export type MutedDevice = Readonly<z.infer<typeof mutedDeviceSchema>>;

export const MUTE_MS = 60 * 60_000;

/**
 * Whether the device is muted at `nowMs`. A clock that was set back doesn't make a mute longer than it was meant to be: before
 * the moment it was made it doesn't hold.
 */
export function isMuted(muted: readonly MutedDevice[], deviceId: string, nowMs: number): boolean {
  return muted.some((row) => row.deviceId === deviceId && nowMs >= row.mutedAtMs && nowMs < row.untilMs);
}

/** The list with this device muted for an hour from now; what has run out is dropped. */
export function mute(
  muted: readonly MutedDevice[],
  device: { readonly deviceId: string; readonly name: string },
  nowMs: number,
): readonly MutedDevice[] {
  const { deviceId, name } = device;
  const others = muted.filter((row) => row.deviceId !== deviceId && row.untilMs > nowMs);
  return [...others, { deviceId, name, mutedAtMs: nowMs, untilMs: nowMs + MUTE_MS }];
}

export function unmute(muted: readonly MutedDevice[], deviceId: string): readonly MutedDevice[] {
  return muted.filter((row) => row.deviceId !== deviceId);
}
