import type { AppSnapshot, RequestView } from "./snapshot.ts";

/** Devices that stay silent, as the notification policy wants them: `<gatewayId>/<deviceId>`, ms since the epoch. */
export function mutedUntilMs({
  quiet,
  gateways,
}: Pick<AppSnapshot, "quiet" | "gateways">): ReadonlyMap<string, number> {
  return new Map(
    quiet.muted.flatMap(({ deviceId, untilMs }) => gateways.map(({ id }) => [`${id}/${deviceId}`, untilMs] as const)),
  );
}

/** Something waits of which no notification tells, because the user asked for quiet: the tray has to tell. */
export function isSilenced({ quiet }: Pick<AppSnapshot, "quiet">, waiting: readonly RequestView[]): boolean {
  if (quiet.snoozedUntilMs !== undefined) return true;
  return waiting.some(({ deviceId }) => quiet.muted.some((device) => device.deviceId === deviceId));
}
