import type { DemoSession } from "./demo-session.ts";

/** One connection in `system-presence` and in the event `presence`, as far as pairing is concerned. */
export interface PresenceRow {
  readonly reason: "connect";
  readonly roles: readonly string[];
  readonly scopes: readonly string[];
  readonly ts: number;
  readonly deviceId?: string;
}

/**
 * Who is connected now. A real gateway keeps who left for five minutes more, with the reason `disconnect` (read in
 * 2026.9.6); older ones name no devices, as shape 3 here.
 */
export function presenceRows(sessions: Iterable<DemoSession>, shape: 3 | 4, now: number): readonly PresenceRow[] {
  return [...sessions].flatMap(({ identity }) => {
    if (!identity) return [];
    const { deviceId, scopes } = identity.caller;
    const row: PresenceRow = { reason: "connect", roles: [identity.role], scopes, ts: now };
    return [shape === 4 && deviceId !== "" ? { ...row, deviceId } : row];
  });
}
