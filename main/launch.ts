/** What the command line asks for. Chromium's own switches (`--user-data-dir`, …) are Electron's business. */
export interface LaunchOptions {
  /** Open the window at the start; a second launch always does. */
  readonly show: boolean;
  /** Run on the embedded demo gateway, with simulated phones. */
  readonly demo: boolean;
  readonly hasUserDataDir: boolean;
}

export function readLaunch(argv: readonly string[]): LaunchOptions {
  return {
    show: argv.includes("--show"),
    demo: argv.includes("--demo"),
    hasUserDataDir: argv.some((word) => word.startsWith("--user-data-dir=")),
  };
}
