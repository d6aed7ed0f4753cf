import { existsSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { lastLines, runCommand } from "./command.ts";
import { told, type Say } from "./progress.ts";

/** Something the virtual desktop needs, how to see that it is there, and the Debian package that brings it. */
export interface DesktopNeed {
  debianPackage: string;
  probe: { command: string } | { library: string } | { file: string };
}

const needs: readonly DesktopNeed[] = [
  { debianPackage: "xvfb", probe: { command: "Xvfb" } },
  { debianPackage: "xauth", probe: { command: "xauth" } },
  { debianPackage: "dbus", probe: { command: "dbus-daemon" } },
  { debianPackage: "openbox", probe: { command: "openbox" } },
  { debianPackage: "dunst", probe: { command: "dunst" } },
  { debianPackage: "gnome-keyring", probe: { command: "gnome-keyring-daemon" } },
  { debianPackage: "imagemagick", probe: { command: "import" } },
  { debianPackage: "x11-utils", probe: { command: "xprop" } },
  { debianPackage: "xdotool", probe: { command: "xdotool" } },
  { debianPackage: "zbar-tools", probe: { command: "zbarimg" } },
  { debianPackage: "fonts-dejavu-core", probe: { file: "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf" } },
  // What Chromium inside Electron is linked to.
  { debianPackage: "libnss3", probe: { library: "libnss3.so" } },
  { debianPackage: "libgtk-3-0", probe: { library: "libgtk-3.so.0" } },
  { debianPackage: "libasound2", probe: { library: "libasound.so.2" } },
  { debianPackage: "libgbm1", probe: { library: "libgbm.so.1" } },
  { debianPackage: "libxss1", probe: { library: "libXss.so.1" } },
  { debianPackage: "libatk-bridge2.0-0", probe: { library: "libatk-bridge-2.0.so.0" } },
  { debianPackage: "libcups2", probe: { library: "libcups.so.2" } },
  { debianPackage: "libdrm2", probe: { library: "libdrm.so.2" } },
  { debianPackage: "libnotify4", probe: { library: "libnotify.so.4" } },
  { debianPackage: "libsecret-1-0", probe: { library: "libsecret-1.so.0" } },
];

const panelNeeds: readonly DesktopNeed[] = [
  { debianPackage: "xfce4-panel", probe: { command: "xfce4-panel" } },
  { debianPackage: "xfconf", probe: { file: "/usr/share/dbus-1/services/org.xfce.Xfconf.service" } },
];

/** What the tests of the window alone run in, and the browser of somebody who types six digits. */
const browserNeeds: readonly DesktopNeed[] = [
  { debianPackage: "chromium-headless-shell", probe: { command: "chromium-headless-shell" } },
  { debianPackage: "chromium", probe: { command: "chromium" } },
];

/** Networks that a test of the gateway makes for itself (test/support/network-namespace.ts). */
const networkNeeds: readonly DesktopNeed[] = [{ debianPackage: "iproute2", probe: { command: "ip" } }];

export interface DesktopWishes {
  trayPanel: boolean;
  /** Browsers for the tests; no unless told. */
  browser?: boolean;
}

export function desktopNeeds({ trayPanel, browser = false }: DesktopWishes): readonly DesktopNeed[] {
  return [...needs, ...(trayPanel ? panelNeeds : []), ...(browser ? browserNeeds : [])];
}

/** What this machine has: read once, asked by `missingPackages`. */
export interface Inventory {
  hasCommand(name: string): boolean;
  hasLibrary(soname: string): boolean;
  hasFile(path: string): boolean;
}

/** Debian package names, in the order of `wanted`. */
export function missingPackages(wanted: readonly DesktopNeed[], inventory: Inventory): string[] {
  const isThere = ({ probe }: DesktopNeed): boolean => {
    if ("command" in probe) return inventory.hasCommand(probe.command);
    if ("library" in probe) return inventory.hasLibrary(probe.library);
    return inventory.hasFile(probe.file);
  };
  return wanted.filter((need) => !isThere(need)).map((need) => need.debianPackage);
}

/** One line to copy. */
export function installCommand(packages: readonly string[]): string {
  return `sudo apt-get update && sudo apt-get install --no-install-recommends --yes ${packages.join(" ")}`;
}

/** Reads PATH and the usual library folders. */
function readInventory(): Inventory {
  const path = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/sbin", "/sbin"];
  const folders = ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib", "/lib"];
  const libraries = new Set(folders.filter((folder) => existsSync(folder)).flatMap((folder) => readdirSync(folder)));
  return {
    hasCommand: (name) => path.some((folder) => existsSync(join(folder, name))),
    hasLibrary: (soname) => libraries.has(soname),
    hasFile: (file) => existsSync(file),
  };
}

/**
 * Makes sure that the virtual desktop can run: installs what is missing as root on Debian, saying so,
 * and otherwise rejects with the one command that would do it.
 */
export function ensureDesktopPackages(options: DesktopWishes, say: Say): Promise<void> {
  return ensurePackages("The virtual desktop", desktopNeeds(options), say);
}

/** The same for the tests on real gateways. */
export function ensureNetworkPackages(say: Say): Promise<void> {
  return ensurePackages("A network of the tests' own", networkNeeds, say);
}

async function ensurePackages(what: string, wanted: readonly DesktopNeed[], say: Say): Promise<void> {
  const missing = missingPackages(wanted, readInventory());
  if (missing.length === 0) return;
  const isDebian = existsSync("/etc/debian_version") && existsSync("/usr/bin/apt-get");
  if (process.getuid?.() !== 0 || !isDebian) {
    throw new Error(
      `${what} needs packages that this machine lacks. Install them with:\n\n  ${installCommand(missing)}\n`,
    );
  }
  say(`${what} needs Debian packages; installing them: ${missing.join(" ")}`);
  if (!(await aptInstall(missing, say))) {
    await apt(["update"], "apt-get update", say);
    if (!(await aptInstall(missing, say))) {
      throw new Error(`apt-get could not install them. Its own words come with:\n\n  ${installCommand(missing)}\n`);
    }
  }
  const stillMissing = missingPackages(wanted, readInventory());
  if (stillMissing.length > 0)
    throw new Error(`apt-get ended well, yet these are still missing: ${stillMissing.join(" ")}`);
}

async function aptInstall(packages: readonly string[], say: Say): Promise<boolean> {
  const args = ["install", "--yes", "--no-install-recommends", ...packages];
  return apt(args, `apt-get to install ${packages.length} packages`, say);
}

async function apt(args: readonly string[], what: string, say: Say): Promise<boolean> {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const result = await told(what, runCommand("apt-get", ["-qq", ...args], { env, timeoutMs: 15 * 60_000 }), say);
  if (result.code !== 0) say(`${what}: ${lastLines(result.stderr, 3)}`);
  return result.code === 0;
}
