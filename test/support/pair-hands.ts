import { expect, type Page } from "@playwright/test";
import { runCommand } from "../../scripts/lib/command.ts";
import type { AppSnapshot } from "../../src/app/snapshot.ts";

/** The window's own bridge, as a test may use it from inside the page. */
interface Bridged {
  readonly pairtray: { ready(): Promise<AppSnapshot>; send(intent: object): Promise<unknown> };
}

/** Main's snapshot as the window gets it: what is not in here the window doesn't have. */
export function snapshotOf(page: Page): Promise<AppSnapshot> {
  return page.evaluate(() => (globalThis as never as Bridged).pairtray.ready());
}

export async function setTheme(page: Page, theme: "light" | "dark"): Promise<void> {
  // Playwright plays a light system unless it is told not to play one.
  await page.emulateMedia({ colorScheme: null });
  await page.evaluate(
    (wanted) => (globalThis as never as Bridged).pairtray.send({ type: "set-theme", theme: wanted }),
    theme,
  );
}

/** Opens *Pair a device* and chooses: the access, and the address that is typed. */
export async function openChoice(page: Page, address: string, access = "Limited access"): Promise<void> {
  await page.getByRole("button", { name: "Pair a device" }).first().click();
  await page.getByRole("radio", { name: access }).check();
  await page.getByRole("combobox", { name: "Address for the new device" }).selectOption("typed");
  const field = page.getByRole("textbox", { name: /^Address, such as/ });
  await field.fill(address);
  await field.press("Enter");
  await expect(page.getByText(/Only programs on this computer can reach/)).toBeVisible();
}

/** Runs in the page, as text because these files know no DOM: ms from the click to the first frame after the code is there. */
const clickToQr = `new Promise((resolve) => {
  let clickedAt = 0;
  document.addEventListener("click", (event) => (clickedAt ||= event.timeStamp), { capture: true, once: true });
  const watcher = new MutationObserver(() => {
    if (!document.querySelector("svg.qr path")) return;
    watcher.disconnect();
    // What the first frame draws is on the screen when the second one begins.
    requestAnimationFrame(() => requestAnimationFrame((at) => resolve(at - clickedAt)));
  });
  watcher.observe(document.body, { childList: true, subtree: true });
})`;

/** Asks for the code and gives the ms from the page's own click event until the QR code is painted. */
export async function showCode(page: Page): Promise<number> {
  const shown = page.evaluate<number>(clickToQr);
  await page.getByRole("button", { name: /^Show a code/ }).click();
  return shown;
}

/** Runs in the page, as text because these files know no DOM: the time of day (ms) at which a heading says this. */
const headingSays = (sentence: string) => `new Promise((resolve) => {
  const look = () => {
    const says = [...document.querySelectorAll("h1, h2, h3")].some((each) => each.textContent.includes(${JSON.stringify(sentence)}));
    if (!says) return false;
    resolve(Date.now());
    return true;
  };
  if (look()) return;
  const watcher = new MutationObserver(() => look() && watcher.disconnect());
  watcher.observe(document.body, { childList: true, subtree: true, characterData: true });
})`;

/** The time of day (ms) at which the window says that this device is connected; noted there, however late a test looks. */
export async function saidConnected(page: Page, name: string): Promise<number> {
  return page.evaluate<number>(headingSays(`${name} is connected`));
}

/** Every code that zbarimg finds in a picture. */
export async function readQr(picture: string): Promise<readonly string[]> {
  const { code, stdout, stderr } = await runCommand(
    "zbarimg",
    ["--raw", "-q", "-S*.disable", "-Sqrcode.enable", picture],
    {
      timeoutMs: 30_000,
    },
  );
  if (code !== 0) throw new Error(`zbarimg found no QR code in ${picture}: ${stderr}`);
  return stdout.split("\n").filter((line) => line !== "");
}
