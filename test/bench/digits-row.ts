import { type Browser, chromium } from "@playwright/test";
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { buildShortCodePage } from "../../scripts/lib/short-code-page.ts";
import { systemClock } from "../../src/gateway/clock.ts";
import { startShortCodeServer } from "../../src/short-code/server.ts";
import type { Row } from "./row.ts";

const debianChromium = "/usr/bin/chromium";

/** Runs in the page: ms from the sixth digit's own input event to the set-up code in its field. */
const typeDigits = (digits: string) => `new Promise((resolve, reject) => {
  const field = document.querySelector("#digits");
  const code = document.querySelector("#setup-code");
  const late = setTimeout(() => reject(new Error("no set-up code within 10 s")), 10_000);
  const startedAt = performance.now();
  const look = () => {
    if (!code.value || code.closest("section").hidden) return void requestAnimationFrame(look);
    clearTimeout(late);
    resolve(performance.now() - startedAt);
  };
  field.value = ${JSON.stringify(digits)};
  field.dispatchEvent(new Event("input", { bubbles: true }));
  requestAnimationFrame(look);
})`;

/**
 * From the sixth digit typed to the set-up code on the new device's page, in a real browser, with a user who says yes at
 * once; against loading the same page, which shows how fast browser and machine were.
 */
export const digitsRow: Row = {
  id: "digits",
  title: "Six digits typed to set-up code on the new device",
  against: "loading its page",
  unit: "ms",
  target: { kind: "p95-at-most", value: 150 },
  samples: { full: 40, quick: 8 },
  warmUp: 2,
  async prepare({ atEnd }) {
    const page = await buildShortCodePage();
    const browser: Browser = await chromium.launch({
      ...(existsSync(debianChromium) && { executablePath: debianChromium }),
      args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
    });
    atEnd(() => browser.close());
    const device = await browser.newPage();
    const serve = () =>
      startShortCodeServer({
        address: "127.0.0.1",
        port: 0,
        page,
        clock: systemClock,
        random: (length) => randomBytes(length),
        expiresAtMs: Date.now() + 600_000,
        secret: () => ({ setupCode: randomBytes(150).toString("base64url"), access: "limited" }),
        confirm: () => Promise.resolve(true),
        allowPlainText: false,
        onChange: () => undefined,
      });
    return {
      async ours() {
        const server = await serve();
        await device.goto(server.url, { waitUntil: "networkidle" });
        const taken = await device.evaluate<number>(typeDigits(server.digits));
        await server.stop();
        return taken;
      },
      async reference() {
        const server = await serve();
        const startMs = performance.now();
        await device.goto(server.url);
        const taken = performance.now() - startMs;
        await server.stop();
        return taken;
      },
    };
  },
};
