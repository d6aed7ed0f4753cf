import { blockedPhone, lingering, lockOut, onLostDevice, onLostPhone, phone } from "../support/snapshot-lock-outs.ts";
import { fiveDevices } from "../support/snapshot-devices.ts";
import { snapshot } from "../support/snapshots.ts";
import { expect, test } from "../support/window-test.ts";

const others = fiveDevices.filter((row) => row.key !== phone.key);

test("says that the key is blocked only while it is", async ({ openWindow }) => {
  const gone = { lockOuts: [lockOut()], devices: others };
  const { page, moveOn } = await openWindow(snapshot({ navigation: onLostPhone, ...gone, blocked: [blockedPhone] }));
  const isBlocked = page.getByText(/key is (still )?blocked|key stays blocked/);
  await expect(page.getByText("when it knocks, it is refused on sight")).toBeVisible();
  await expect(isBlocked).toHaveCount(2);
  await moveOn({ blocked: [] });
  await expect(page.getByText("when it knocks, its request waits for your answer")).toBeVisible();
  await expect(isBlocked).toHaveCount(0);

  await moveOn({ lockOuts: [lingering], blocked: [blockedPhone] });
  await expect(page.getByText("it can’t come back")).toBeVisible();
  await moveOn({ blocked: [] });
  await expect(page.getByText("it may ask to pair again")).toBeVisible();
  await expect(isBlocked).toHaveCount(0);

  const returned = lockOut({ stage: "returned", sentence: "It has access." });
  await moveOn({ lockOuts: [returned], blocked: [blockedPhone] });
  await expect(page.getByText("Its key is still blocked for new requests, but its new entry stands.")).toBeVisible();
  await moveOn({ blocked: [] });
  await expect(page.getByText("Its key is no longer blocked, and its new entry stands.")).toBeVisible();
  await expect(isBlocked).toHaveCount(0);
});

test("why a key can't be unblocked yet stands beside it, with the way to it", async ({ openWindow }) => {
  const { page, answerWith } = await openWindow(snapshot({ navigation: onLostDevice, blocked: [blockedPhone] }));
  await answerWith({ ok: false, sentence: "It is still to be locked out.", step: "Give that order up first." });
  await page.getByRole("button", { name: "Unblock" }).click();
  await expect(page.getByRole("alert")).toHaveText("It is still to be locked out. Give that order up first.");
});
