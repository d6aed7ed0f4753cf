import type { Page } from "@playwright/test";
import { createPhone, type SimulatedPhone } from "../../src/demo/simulated-phone.ts";
import { type Operator, operatorOn, operatorOptions } from "../gateway/gateway-harness.ts";
import { launchPairTray } from "../support/pairtray.ts";
import { type RealGateway, startRealGateway } from "../support/real-gateway.ts";
import type { Row } from "./row.ts";

/**
 * From the click on Approve (the time the page itself gives its click event) to `device.pair.resolved` at another
 * operator's socket, on a real gateway; against the whole command that a person would type on the gateway's machine.
 */
export const approveRow: Row = {
  id: "approve",
  title: "Click on Approve to resolved at another operator",
  against: "`openclaw devices approve`",
  unit: "ms",
  target: { kind: "times-faster", times: 40 },
  samples: { full: 20, quick: 5 },
  warmUp: 2,
  async prepare({ atEnd }) {
    const gateway = await startRealGateway();
    atEnd(() => gateway.stop());
    const operator = await otherOperator(gateway);
    atEnd(() => operator.phone.close());
    const pairtray = await launchPairTray({ url: gateway.url, token: gateway.token, show: true });
    atEnd(() => pairtray.dispose());
    const page = await pairtray.window();
    await approveApp(gateway, page);
    let count = 0;

    /** A new phone asks, `decide` lets it in, and it is removed again: every measurement meets the same lists. */
    const withPhone = async (decide: (requestId: string, name: string) => Promise<number>): Promise<number> => {
      const name = `Bench phone ${(count += 1)}.`;
      const phone = newPhone(gateway, name);
      const result = await phone.knock();
      if (result.kind !== "pairing-required" || result.requestId === undefined) {
        throw new Error(`${name} was not asked to wait: ${result.kind}`);
      }
      const taken = await decide(result.requestId, name);
      await operator.call("device.pair.remove", { deviceId: phone.deviceId });
      await phone.close();
      return taken;
    };
    return {
      ours: () =>
        withPhone(async (requestId, name) => {
          const approve = page.getByRole("listitem", { name }).getByRole("button", { name: "Approve", exact: true });
          await approve.waitFor();
          const clicked = nextClick(page);
          const resolved = resolvedAt(operator, requestId);
          await approve.click();
          return (await resolved) - (await clicked);
        }),
      reference: () =>
        withPhone(async (requestId) => {
          const startMs = performance.now();
          await gateway.cli(["devices", "approve", requestId]);
          return performance.now() - startMs;
        }),
    };
  },
};

function newPhone(gateway: RealGateway, name: string): SimulatedPhone {
  return createPhone({
    url: gateway.url,
    token: gateway.token ?? "",
    name,
    platform: "android",
    deviceFamily: "Android",
  });
}

/** Another operator, let in by the owner: it hears what the gateway tells all of them. */
async function otherOperator(gateway: RealGateway): Promise<Operator> {
  const scopes = ["operator.read", "operator.pairing", "operator.admin"];
  const phone = createPhone({
    ...operatorOptions,
    url: gateway.url,
    token: gateway.token ?? "",
    name: "Other operator",
    scopes,
  });
  const first = await phone.knock();
  if (first.kind === "pairing-required") {
    await gateway.cli(["devices", "approve", first.requestId ?? ""]);
    const second = await phone.knock();
    if (second.kind !== "hello") throw new Error(`The other operator did not get in: ${second.kind}`);
  }
  return operatorOn(phone);
}

async function approveApp(gateway: RealGateway, page: Page): Promise<void> {
  // It may stand in more than one place; the request is the same.
  const command = page.getByText(/openclaw devices approve [0-9a-f-]{36}/).first();
  const requestId = /approve ([0-9a-f-]{36})/.exec(await command.innerText({ timeout: 30_000 }))?.[1];
  await gateway.cli(["devices", "approve", requestId ?? ""]);
  await page.getByText("Connected").first().waitFor({ timeout: 30_000 });
}

/** When the page's next click happened, ms since the epoch: the event's own time, not that of its handler. */
function nextClick(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        // Ours is not a DOM project: the page's window is just where clicks arrive.
        (globalThis as unknown as EventTarget).addEventListener(
          "click",
          (event) => resolve(Date.now() - (performance.now() - event.timeStamp)),
          { capture: true, once: true },
        );
      }),
  );
}

/** When the other operator heard of it, ms since the epoch. */
function resolvedAt(operator: Operator, requestId: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => {
      undo();
      reject(new Error("The other operator heard nothing within 15 s."));
    }, 15_000);
    const undo = operator.phone.onEvent((event, payload) => {
      if (event !== "device.pair.resolved" || (payload as { requestId?: unknown }).requestId !== requestId) return;
      clearTimeout(late);
      undo();
      resolve(Date.now());
    });
  });
}
