import { fiveDevices } from "../support/snapshot-devices.ts";
import { connected, gateway, gatewayStates } from "../support/snapshot-gateways.ts";
import { blockedPhone, lingering, lockOut, onLostPhone, phone, refused } from "../support/snapshot-lock-outs.ts";
import { snapshot } from "../support/snapshots.ts";
import { expect, test } from "../support/window-test.ts";

const name = (text: string) => ({ name: text, exact: true });
const { gatewayId, deviceId, key } = phone;
const others = fiveDevices.filter((row) => row.key !== key);

test("where open connections stay open, nothing calls it locked out before the restart", async ({ openWindow }) => {
  const { page, intents, moveOn } = await openWindow(
    snapshot({ navigation: onLostPhone, gateways: [{ ...gateway(connected), leavesOpen: true }] }),
  );
  await expect(page.getByText(/closes its connections at once/)).toHaveCount(0);
  await expect(page.getByText("Restart the gateway afterwards.")).toBeVisible();
  await page.getByRole("button", name("Lock out now")).click();
  await moveOn({ lockOuts: [lingering], devices: others, blocked: [blockedPhone] });
  await expect(page.getByText("openclaw gateway restart")).toBeVisible();
  await expect(page.getByText(/Locked out/)).toHaveCount(0);
  await expect(page.getByText("PairTray sees it and says so here.")).toBeVisible();
  const before = await intents();
  // The page turns by itself: whoever wants to leave without the proof is told what that means.
  await page.getByRole("button", name("Stop watching this…")).click();
  await expect(page.getByRole("dialog").getByText("Its open connection may still work.")).toBeVisible();
  await page.getByRole("button", name("Cancel")).click();
  expect(await intents()).toEqual(before);
  await page.getByRole("button", name("Stop watching this…")).click();
  await page.getByRole("dialog").getByRole("button", name("Stop watching")).click();
  expect(await intents()).toEqual([...before, { type: "give-up-lock-out", gatewayId, deviceId }]);
});

test("where a restart can't be seen, the page doesn't promise to say so; one that was seen turns it", async ({
  openWindow,
}) => {
  const { page, moveOn } = await openWindow(
    snapshot({ navigation: onLostPhone, devices: others, lockOuts: [{ ...lingering, restartUnseen: true }] }),
  );
  await expect(page.getByText("PairTray can’t see whether that was done.")).toBeVisible();
  await expect(page.getByText("PairTray sees it")).toHaveCount(0);
  await moveOn({ lockOuts: [lockOut()] });
  await expect(page.getByRole("button", name("Stop watching this…"))).toHaveCount(0);
  await expect(page.getByRole("button", name("Done"))).toBeVisible();
});

test("what the gateway refused stands still, and is tried again or given up by the user's word alone", async ({
  openWindow,
}) => {
  const { page, intents, moveOn, expectAccessible } = await openWindow(
    snapshot({ navigation: onLostPhone, lockOuts: [lockOut({ stage: "open", sentence: "Being locked out." })] }),
  );
  await expect(page.locator(".spin")).toHaveCount(1);
  await moveOn({ lockOuts: [refused] });
  await expect(page.getByRole("status").getByText("Not locked out: the gateway refused.")).toBeVisible();
  await expect(page.locator(".spin")).toHaveCount(0);
  await expect(page.getByText("It is carried out even if")).toHaveCount(0);
  await expect(page.getByText(`openclaw devices remove ${deviceId}`)).toBeVisible();
  await expectAccessible();
  await page.getByRole("button", name("Try again")).click();
  await page.getByRole("button", name("Give up this order…")).click();
  await page.getByRole("button", name("Cancel")).click();
  expect(await intents()).toEqual([{ type: "lock-out", gatewayId, deviceId }]);
  await page.getByRole("button", name("Give up this order…")).click();
  await expect(page.getByRole("dialog").getByText("keeps the access that it has at that gateway")).toBeVisible();
  await page.getByRole("dialog").getByRole("button", name("Give up")).click();
  expect((await intents()).at(-1)).toEqual({ type: "give-up-lock-out", gatewayId, deviceId });
});

test("a refused order isn't tried again by a click while its gateway is away, and its keeping is said", async ({
  openWindow,
}) => {
  const { page } = await openWindow(
    snapshot({
      navigation: onLostPhone,
      gateways: [gateway(gatewayStates.unreachable)],
      lockOuts: [{ ...refused, kept: false }],
    }),
  );
  await expect(page.getByText("The order is not on the disk.")).toBeVisible();
  await expect(page.getByRole("button", name("Try again"))).toHaveCount(0);
  await expect(page.getByRole("button", name("Give up this order…"))).toBeVisible();
});
