import { expect, test } from "vitest";
import { exportSettings } from "../../../src/app/export-settings.ts";
import { memorySettings } from "../../support/desk-stage.ts";

test("an export has the gateways as the user made them, and never a secret", () => {
  const settings = memorySettings({
    gateways: [
      { id: "1", url: "wss://user:pass-word@pi.example.net:18789/?token=in-the-query", name: "Pi", colour: "blue" },
      { id: "2", url: "ws://127.0.0.1:18789", removed: true },
    ],
  }).get();
  const text = exportSettings({ ...settings, ...({ stray: "not-for-export" } as object) });
  expect(JSON.parse(text)).toMatchObject({
    gateways: [{ url: "wss://pi.example.net:18789", name: "Pi", colour: "blue" }],
  });
  expect(text).not.toMatch(/pass-word|in-the-query|not-for-export|127\.0\.0\.1/);
});
