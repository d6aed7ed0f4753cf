import { describe, expect, it } from "vitest";
import {
  desktopNeeds,
  installCommand,
  missingPackages,
  type Inventory,
} from "../../../scripts/lib/desktop-packages.ts";

const everything: Inventory = { hasCommand: () => true, hasLibrary: () => true, hasFile: () => true };

describe("the virtual desktop's packages", () => {
  it("asks for nothing on a machine that has everything", () => {
    expect(missingPackages(desktopNeeds({ trayPanel: true }), everything)).toEqual([]);
  });

  it("asks for exactly what is missing, whether command, library or file", () => {
    const inventory: Inventory = {
      hasCommand: (name) => name !== "dunst",
      hasLibrary: (soname) => soname !== "libnss3.so",
      hasFile: () => false,
    };
    expect(missingPackages(desktopNeeds({ trayPanel: false }), inventory)).toEqual([
      "dunst",
      "fonts-dejavu-core",
      "libnss3",
    ]);
  });

  it("wants a panel only where the tray is to be seen", () => {
    const bare: Inventory = { hasCommand: () => false, hasLibrary: () => false, hasFile: () => false };
    expect(missingPackages(desktopNeeds({ trayPanel: false }), bare)).not.toContain("xfce4-panel");
    expect(missingPackages(desktopNeeds({ trayPanel: true }), bare)).toEqual(
      expect.arrayContaining(["xfce4-panel", "xvfb", "gnome-keyring"]),
    );
  });

  it("wants browsers only where tests ask for them", () => {
    const noBrowser: Inventory = { ...everything, hasCommand: (name) => !name.startsWith("chromium") };
    expect(missingPackages(desktopNeeds({ trayPanel: true }), noBrowser)).toEqual([]);
    expect(missingPackages(desktopNeeds({ trayPanel: true, browser: true }), noBrowser)).toEqual([
      "chromium-headless-shell",
      "chromium",
    ]);
  });

  it("names every package in one line to copy", () => {
    const command = installCommand(["xvfb", "dunst"]);
    expect(command).toBe("sudo apt-get update && sudo apt-get install --no-install-recommends --yes xvfb dunst");
  });
});
