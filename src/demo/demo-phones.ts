import type { PhoneOptions } from "./simulated-phone.ts";

/** A device of the demo: what it says of itself, and why it is in the show. */
export interface DemoPhone extends Omit<PhoneOptions, "url" | "token" | "password"> {
  /** What a newcomer should notice, as the narrator says it after the name. */
  readonly story: string;
}

const phoneCommands = ["camera.list", "camera.snap", "location.get", "notifications.list"];

/** Lively devices in the order in which they knock. The owner's own phone first, the one to be careful with second. */
export const demoPhones: readonly DemoPhone[] = [
  {
    name: "Mira's Pixel 9",
    platform: "android",
    deviceFamily: "Android",
    caps: ["camera", "location"],
    commands: phoneCommands,
    story: "an Android phone that wants to be a node, the everyday case",
  },
  {
    name: "mcp-bridge on build-07",
    platform: "linux",
    deviceFamily: "Linux",
    role: "operator",
    clientName: "gateway-client",
    mode: "ui",
    scopes: ["operator.read", "operator.write", "operator.admin"],
    story: "a machine that wants everything, admin included; worth a second look",
  },
  {
    name: "Living room iPad",
    platform: "ipados",
    deviceFamily: "iPad",
    clientName: "openclaw-ios",
    caps: ["camera"],
    commands: ["camera.list"],
    story: "a shared tablet that wants to be a node",
  },
  {
    // Names are chosen by whoever knocks. This one tries to look like the owner's phone, from another key.
    name: "Mira's Pixel 9",
    platform: "android",
    deviceFamily: "Android",
    story: "a second device with the first one's name; same words, another key",
  },
  {
    name: "Studio Mac mini",
    platform: "macos",
    deviceFamily: "Mac",
    clientName: "node-host",
    commands: ["system.run", "system.which"],
    story: "a node host that could run commands once they are approved too",
  },
  {
    name: "Reading glasses",
    platform: "linux",
    deviceFamily: "Linux",
    role: "operator",
    clientName: "gateway-client",
    mode: "ui",
    scopes: ["operator.read"],
    story: "a dashboard that only wants to read",
  },
];
