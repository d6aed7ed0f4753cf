import type { Page } from "@playwright/test";
import { createPhone, type SimulatedPhone } from "../../src/demo/simulated-phone.ts";
import { adminOperator, approveByName } from "../support/operator-client.ts";
import { launchPairTray } from "../support/pairtray.ts";
import { startRealGateway } from "../support/real-gateway.ts";
import type { Row } from "./row.ts";

/**
 * From the click on *Lock out now* (the time the page itself gives its click event) to "Locked out" on the page, which stands
 * there only once the gateway's own list and its presence say so; against the whole command that removes a device, typed on
 * the gateway's machine. The phone is connected each time. The command proves nothing beyond the removal.
 */
export const lockOutRow: Row = {
  id: "lock-out",
  title: "Click on Lock out to locked out, proved",
  against: "`openclaw devices remove`",
  unit: "ms",
  target: { kind: "p95-times-faster", times: 20 },
  samples: { full: 20, quick: 5 },
  warmUp: 2,
  async prepare({ atEnd }) {
    const gateway = await startRealGateway();
    atEnd(() => gateway.stop());
    const operator = await adminOperator(gateway);
    atEnd(() => operator.close());
    const pairtray = await launchPairTray({ url: gateway.url, token: gateway.token, show: true });
    atEnd(() => pairtray.dispose());
    const page = await pairtray.window();
    await approveByName(operator, /^PairTray/);
    await page.getByText("Connected").first().waitFor({ timeout: 30_000 });
    let count = 0;

    /** A paired, connected phone for one measurement. */
    const withPhone = async (measure: (phone: SimulatedPhone) => Promise<number>): Promise<number> => {
      const name = `Bench phone ${(count += 1)}.`;
      const phone = createPhone({ url: gateway.url, token: gateway.token ?? "", name, platform: "android" });
      await phone.knock();
      await approveByName(operator, new RegExp(`^${name}$`));
      const result = await phone.knock();
      if (result.kind !== "hello") throw new Error(`${name} was approved, but: ${result.kind}`);
      const taken = await measure(phone);
      await phone.close();
      return taken;
    };
    return {
      ours: () =>
        withPhone(async (phone) => {
          const link = `pairtray://lost-device?device=${phone.deviceId}`;
          await pairtray.app.evaluate(({ app }, url) => app.emit("second-instance", {}, ["pairtray", url]), link);
          await page.getByRole("heading", { name: phone.name }).waitFor();
          const lockedOut = clickToLockedOut(page);
          await page.getByRole("button", { name: "Lock out now", exact: true }).click();
          return lockedOut;
        }),
      reference: () =>
        withPhone(async (phone) => {
          const startMs = performance.now();
          await gateway.cli(["devices", "remove", phone.deviceId]);
          return performance.now() - startMs;
        }),
    };
  },
};

interface PageParts {
  readonly document: { readonly body: { readonly innerText: string } };
  readonly MutationObserver: new (look: () => void) => {
    observe(
      what: unknown,
      how: { readonly subtree: true; readonly childList: true; readonly characterData: true },
    ): void;
    disconnect(): void;
  };
}

/** From the page's next click to the words "Locked out after" in it, ms. */
function clickToLockedOut(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        // Ours is not a DOM project: these are what the page's window has.
        const { document, MutationObserver } = globalThis as unknown as PageParts;
        let clickedAt = Infinity;
        const observer = new MutationObserver(() => {
          if (!document.body.innerText.includes("Locked out after")) return;
          observer.disconnect();
          resolve(performance.now() - clickedAt);
        });
        observer.observe(document.body, { subtree: true, childList: true, characterData: true });
        (globalThis as unknown as EventTarget).addEventListener("click", (event) => (clickedAt = event.timeStamp), {
          capture: true,
          once: true,
        });
      }),
  );
}
