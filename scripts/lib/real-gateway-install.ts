import { existsSync, writeFileSync } from "node:fs";
import { delimiter, join, sep } from "node:path";
import { ensureFolder } from "./cached-folder.ts";
import { lastLines, runCommand } from "./command.ts";
import { sayToTerminal, told, type Say } from "./progress.ts";
import { cacheFolder } from "./project-paths.ts";

/** Where npm's `node` package puts it, below the folder it is installed in. */
const nodeProgram = join("node_modules", "node", "bin", "node");

/** openclaw wants Node >= 24.16 and says so before it installs, so this one comes first. */
const nodeVersion = "24.21.0";

/** Two dependencies of older gateways come from places other than the registry or have since been withdrawn. */
const oldOverrides = {
  libsignal: "npm:empty-npm-package@1.0.0",
  "@whiskeysockets/baileys": "npm:empty-npm-package@1.0.0",
  linkedom: "0.18.9",
};

interface Recipe {
  overrides?: Readonly<Record<string, string>>;
  npmArgs?: readonly string[];
}

const recipes: Readonly<Record<string, Recipe>> = {
  "2026.9.6": {},
  "2026.7.1-2": {},
  "2026.5.7": { overrides: oldOverrides, npmArgs: ["--ignore-scripts"] },
  "2026.3.13": { overrides: oldOverrides, npmArgs: ["--ignore-scripts"] },
};

/** The real gateways that can be installed for tests, newest first. */
export const openclawVersions: readonly string[] = Object.keys(recipes);

/** The one that `npm test` uses. */
const contractGateway = "2026.9.6";

export interface InstalledOpenclaw {
  version: string;
  /** Absolute path of openclaw.mjs, to be run with `node`. */
  entry: string;
  /** Absolute path of the Node 24 that it runs on. */
  node: string;
  /** The package's own documentation. */
  docs: string;
}

/**
 * A real openclaw gateway in the git-ignored cache, installed on first use (about 770 MB, a minute or two).
 * It is never a dependency of the project. Rejects for a version not listed
 * in `openclawVersions`, and with npm's own last words when it can't be had.
 */
export async function ensureOpenclaw(
  version: string = contractGateway,
  say: Say = sayToTerminal,
): Promise<InstalledOpenclaw> {
  const recipe = recipes[version];
  if (!recipe)
    throw new Error(`No way to install openclaw ${version} is known. Known: ${openclawVersions.join(", ")}.`);
  const home = join(cacheFolder, `openclaw-${version}`);
  await ensureFolder({ home, build: (folder) => install(folder, version, recipe, say), watches: isTelling });
  const packageFolder = join(home, "node_modules", "openclaw");
  return {
    version,
    entry: join(packageFolder, "openclaw.mjs"),
    node: join(home, nodeProgram),
    docs: join(packageFolder, "docs"),
  };
}

async function install(folder: string, version: string, recipe: Recipe, say: Say): Promise<void> {
  say(`Installing the real gateway openclaw ${version} for the tests (about 770 MB, once) …`);
  const manifest = {
    private: true,
    overrides: recipe.overrides ?? {},
    // npm 11 asks for a word before it runs a package's install script.
    allowScripts: { node: true, openclaw: true },
  };
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest, null, 2));
  await npmInstall(folder, [`node@${nodeVersion}`], process.env, say);
  const path = `${join(folder, "node_modules", ".bin")}${delimiter}${process.env["PATH"] ?? ""}`;
  await npmInstall(folder, [`openclaw@${version}`, ...(recipe.npmArgs ?? [])], { ...process.env, PATH: path }, say);
  // Without scripts npm may unpack `node` once more, and then without the program that its script brings.
  if (!existsSync(join(folder, nodeProgram))) await npm(folder, ["rebuild", "node"], process.env, say);
  if (!existsSync(join(folder, "node_modules", "openclaw", "openclaw.mjs"))) {
    throw new Error(`openclaw@${version} installed without its openclaw.mjs.`);
  }
}

function npmInstall(folder: string, args: readonly string[], env: NodeJS.ProcessEnv, say: Say): Promise<void> {
  return npm(folder, ["install", "--save-exact", "--no-audit", "--no-fund", ...args], env, say);
}

async function npm(folder: string, args: readonly string[], env: NodeJS.ProcessEnv, say: Say): Promise<void> {
  // --prefix: else npm, run from an npm script, works on the project that the script belongs to.
  const all = [...args, "--prefix", folder, "--loglevel=error"];
  const what = args.filter((arg) => !arg.startsWith("-")).join(" ");
  const result = await told(`npm ${what}`, runCommand("npm", all, { cwd: folder, env, timeoutMs: 20 * 60_000 }), say);
  if (result.code !== 0) throw new Error(`npm ${what} failed:\n${lastLines(result.stderr)}`);
}

/** Tens of thousands of files are too many to look at on every run: these tell whether an install is whole. */
function isTelling(path: string): boolean {
  const parts = path.split(sep);
  const isPackageFile = parts.at(-1) === "package.json" && parts.length <= 4;
  const isGateway = parts[1] === "openclaw" && (parts.length === 3 || parts[2] === "dist");
  return isPackageFile || isGateway || path === nodeProgram;
}
