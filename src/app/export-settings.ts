import type { Settings } from "./ports.ts";

/** An address without whatever a user may have written into it. */
function plainAddress(address: string): string {
  const url = URL.parse(address);
  return url ? `${url.protocol}//${url.host}${url.pathname === "/" ? "" : url.pathname}` : "";
}

/**
 * The settings as text to take along. Only what is named here gets in, so that nothing secret ever can: tokens, passwords
 * and keys stand in the keyring and are no part of the settings.
 */
export function exportSettings({ theme, notifications, showNames, openAtLogin, gateways }: Settings): string {
  const kept = gateways
    .filter(({ removed }) => removed !== true)
    .map(({ url, name, colour, paused, tlsFingerprint }) => ({
      url: plainAddress(url),
      name,
      colour,
      paused,
      tlsFingerprint,
    }));
  return `${JSON.stringify({ pairtray: 1, theme, notifications, showNames, openAtLogin, gateways: kept }, null, 2)}\n`;
}
