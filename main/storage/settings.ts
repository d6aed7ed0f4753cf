/** Where the window stood, in screen coordinates of the display it was on. */
export interface WindowBounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What the user chose. Never a secret: the file is plain JSON and may be copied or synced. */
export interface Settings {
  readonly theme: "system" | "light" | "dark";
  readonly notifications: boolean;
  readonly showNames: boolean;
  /** The gateway the user typed, without user info or query; absent while the environment or openclaw.json names it. */
  readonly gatewayUrl?: string;
  readonly windowBounds?: WindowBounds;
}

export const defaultSettings: Settings = { theme: "system", notifications: true, showNames: true };

const bound = { type: "integer", minimum: -100_000, maximum: 100_000 } as const;

/** JSON schema of the settings file, as electron-store wants it: one entry a key. */
export const settingsSchema = {
  theme: { enum: ["system", "light", "dark"], default: defaultSettings.theme },
  notifications: { type: "boolean", default: defaultSettings.notifications },
  showNames: { type: "boolean", default: defaultSettings.showNames },
  gatewayUrl: { type: "string", maxLength: 2048 },
  windowBounds: {
    type: "object",
    properties: { x: bound, y: bound, width: bound, height: bound },
    required: ["x", "y", "width", "height"],
    additionalProperties: false,
  },
} as const;

/** The address as it may be written down: a token in the query or a password in the user info is a secret. */
export function withoutSecrets(address: string): string {
  if (!URL.canParse(address)) return "";
  const url = new URL(address);
  url.username = "";
  url.password = "";
  url.search = "";
  url.hash = "";
  return url.href;
}
