import type { Settings } from "../../src/app/ports.ts";

/** Where the window stood, in screen coordinates. */
export interface WindowBounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * What the user chose, and where the window stood. Never a secret: the file is plain JSON and may be copied or synced.
 * `openAtLogin` is what was last seen; the system's own list is the truth (login-item.ts).
 */
export interface DesktopSettings extends Settings {
  readonly windowBounds?: WindowBounds;
}

export const defaultSettings: DesktopSettings = {
  theme: "system",
  notifications: true,
  showNames: true,
  openAtLogin: false,
  gateways: [],
};

const coordinate = { type: "integer", minimum: -100_000, maximum: 100_000 } as const;

/** JSON schema of the settings file, as electron-store wants it: one entry a key. */
export const settingsSchema = {
  theme: { enum: ["system", "light", "dark"] },
  notifications: { type: "boolean" },
  showNames: { type: "boolean" },
  openAtLogin: { type: "boolean" },
  refuseUnencrypted: { type: "boolean" },
  snoozedUntilMs: { type: "integer", minimum: 0 },
  gateways: {
    type: "array",
    maxItems: 64,
    items: {
      type: "object",
      properties: {
        id: { type: "string", minLength: 1, maxLength: 512 },
        url: { type: "string", minLength: 1, maxLength: 2048 },
        name: { type: "string", minLength: 1, maxLength: 120 },
        colour: { enum: ["blue", "green", "orange", "purple", "grey"] },
        paused: { type: "boolean" },
        removed: { type: "boolean" },
        follows: { type: "string", minLength: 1, maxLength: 64 },
        tlsFingerprint: { type: "string", pattern: "^[0-9a-f]{64}$" },
      },
      required: ["id", "url"],
    },
  },
  windowBounds: {
    type: "object",
    properties: { x: coordinate, y: coordinate, width: coordinate, height: coordinate },
    required: ["x", "y", "width", "height"],
  },
} as const;

/** The address as it may be written down: a token in the query or a password in the user info is a secret. */
export function withoutSecrets(address: string): string {
  if (!URL.canParse(address)) return address;
  const url = new URL(address);
  if (!url.username && !url.password && !url.search && !url.hash) return address;
  url.username = "";
  url.password = "";
  url.search = "";
  url.hash = "";
  return url.href;
}
