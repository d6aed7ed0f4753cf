import { EventEmitter } from "node:events";
import { expect, it } from "vitest";
import type { App } from "electron";
import { watchLinks } from "../../../main/app-links.ts";
import type { Intent } from "../../../src/app/intent.ts";

function stage(options: { platform?: NodeJS.Platform; argv?: string[]; packaged?: boolean; demo?: boolean } = {}) {
  const events = new EventEmitter();
  const opened: Intent[] = [];
  const schemes: string[] = [];
  let shows = 0;
  const app = Object.assign(events, {
    isPackaged: options.packaged ?? true,
    setAsDefaultProtocolClient: (scheme: string) => schemes.push(scheme) > 0,
  });
  const undo = watchLinks({
    app: app as unknown as App,
    platform: options.platform ?? "win32",
    argv: options.argv ?? ["pairtray"],
    demo: options.demo ?? false,
    open: (intent) => opened.push(intent),
    show: () => (shows += 1),
  });
  return { events, opened, schemes, undo, shows: () => shows };
}

const page = { type: "open", view: "lost-device", byLink: true };

it("takes links from the first command line, from a second launch and from macOS", () => {
  const { events, opened, shows } = stage({ argv: ["pairtray", "pairtray://lost-device?device=abc"] });
  events.emit("second-instance", {}, ["pairtray", "pairtray://lost-device"]);
  let prevented = 0;
  events.emit("open-url", { preventDefault: () => (prevented += 1) }, "pairtray://lost-device");
  expect(opened).toEqual([{ ...page, key: "/abc" }, page, page]);
  expect(prevented).toBe(1);
  expect(shows()).toBe(0);
});

it("shows the window on a second launch without a link, and on a link that isn't ours", () => {
  const { events, opened, shows } = stage();
  events.emit("second-instance", {}, ["pairtray"]);
  events.emit("second-instance");
  events.emit("second-instance", {}, ["pairtray", "pairtray://remove-everything"]);
  events.emit("open-url", { preventDefault: () => undefined }, "pairtray://quit");
  expect(opened).toEqual([]);
  expect(shows()).toBe(3);
});

it("registers the scheme for an installed app alone", () => {
  expect(stage().schemes).toEqual(["pairtray"]);
  expect(stage({ packaged: false }).schemes).toEqual([]);
  expect(stage({ demo: true }).schemes).toEqual([]);
  expect(stage({ platform: "linux" }).schemes, "its desktop entry names it").toEqual([]);
});

it("undoes itself", () => {
  const { events, opened, undo } = stage();
  undo();
  events.emit("second-instance", {}, ["pairtray://lost-device"]);
  expect(opened).toEqual([]);
});
