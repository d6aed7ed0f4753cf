import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { linkOf, readLink } from "../../../src/app/app-link.ts";
import { intentSchema } from "../../../src/app/intent.ts";
import { secret, stagedPairing } from "../../support/pair-stage.ts";

const id = "b7c1f04a9e2d5580c3d1a6f7e8094b21b7c1f04a9e2d5580c3d1a6f7e8094b21";

describe("a link", () => {
  it("opens the page, for one device or to choose one", () => {
    expect(readLink("pairtray://lost-device")).toEqual({ type: "open", view: "lost-device", byLink: true });
    expect(readLink("pairtray://lost-device/")).toEqual({ type: "open", view: "lost-device", byLink: true });
    expect(readLink(`pairtray://lost-device?device=${id}`)).toEqual({
      type: "open",
      view: "lost-device",
      key: `/${id}`,
      byLink: true,
    });
    expect(readLink(`PAIRTRAY://lost-device/?device=${id}&utm=x`)).toMatchObject({ key: `/${id}` });
    expect(readLink(`pairtray://lost-device?device=${id.toUpperCase()}`)).toMatchObject({ key: `/${id}` });
    expect(readLink("pairtray://lost-device?device=Phone-1")).toMatchObject({ key: "/Phone-1" });
  });

  it.each([
    "pairtray:lost-device",
    "pairtray://remove?device=x",
    "pairtray://lost-device/remove",
    "pairtray://lost-device.example.net",
    "pairtray://user@lost-device",
    "pairtray://lost-device:80",
    "pairtray://lost-device#x",
    "pairtray://lost-device?device=",
    "pairtray://lost-device?device=a&device=b",
    "pairtray://lost-device?device=../../etc",
    "pairtray://lost-device?device=%00",
    "pairtray://lost-device?device=<img src=x onerror=alert(1)>",
    `pairtray://lost-device?device=${"a".repeat(129)}`,
    `pairtray://lost-device?device=${"a".repeat(5_000)}`,
    "https://lost-device",
    "",
  ])("that isn't exactly one of ours is dropped: %s", (text) => {
    expect(readLink(text)).toBeUndefined();
  });

  it("is found among the words of a command line", () => {
    expect(linkOf(["pairtray", "--show", "pairtray://lost-device"])).toMatchObject({ view: "lost-device" });
    expect(linkOf(["pairtray", "--show"])).toBeUndefined();
    expect(linkOf(["pairtray", "pairtray://quit", "pairtray://lost-device"])).toBeUndefined();
  });

  it("only ever opens a page, whatever it says", () => {
    const text = fc.oneof(
      fc.string(),
      fc.webUrl().map((url) => url.replace(/^https?/, "pairtray")),
      fc.string({ unit: "binary" }).map((tail) => `pairtray://lost-device${tail}`),
      fc.string({ unit: "binary" }).map((device) => `pairtray://lost-device?device=${device}`),
    );
    fc.assert(
      fc.property(text, (link) => {
        const intent = readLink(link);
        if (!intent) return;
        expect(intent.type).toBe("open");
        expect(intent.view).toBe("lost-device");
        expect(intentSchema.safeParse(intent).success).toBe(true);
      }),
    );
  });
});

it("a link, which any web page can follow, takes no code off the screen: it is offered", async () => {
  const { start, send, desk, code } = await stagedPairing();
  await start();
  await desk.handle({ type: "open", view: "lost-device", key: "/d1", byLink: true });
  expect(code()?.setupCode).toBe(secret);
  expect(desk.snapshot().navigation.view).toBe("pair");
  expect(desk.snapshot().notices).toMatchObject([{ offer: { view: "lost-device", key: "/d1" } }]);
  // Without a code to lose it opens its page.
  await send({ type: "pair-back" });
  await desk.handle({ type: "open", view: "lost-device", key: "/d1", byLink: true });
  expect(desk.snapshot().navigation).toMatchObject({ view: "lost-device", key: "/d1" });
});
