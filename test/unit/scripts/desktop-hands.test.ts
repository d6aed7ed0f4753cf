import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { writeDesktopConfig } from "../../../scripts/lib/desktop-config.ts";
import { desktopHands } from "../../../scripts/lib/desktop-hands.ts";

it("has hands on the virtual desktop only, never on the user's own", () => {
  const folder = mkdtempSync(join(tmpdir(), "pairtray-hands-"));
  expect(() => desktopHands({})).toThrow("not the virtual desktop");
  expect(() => desktopHands({ XDG_CONFIG_HOME: folder })).toThrow("not the virtual desktop");
  writeDesktopConfig(folder);
  expect(desktopHands({ XDG_CONFIG_HOME: folder })).toHaveProperty("screenshot");
  rmSync(folder, { recursive: true });
});
