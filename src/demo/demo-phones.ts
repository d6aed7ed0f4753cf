import type { PhoneOptions } from "./simulated-phone.ts";

/** A device of the demo: what it says of itself, and why it is in the show. */
export interface DemoPhone extends Omit<PhoneOptions, "url" | "token" | "password"> {
  /** For the narrator: what a newcomer should notice. */
  readonly story: string;
}

const phoneCommands = ["camera.list", "camera.snap", "location.get", "notifications.list"];

/** Lively devices in the order in which they knock. The owner's own, then stranger ones. */
export const demoPhones: readonly DemoPhone[] = [
  {
    name: "Mira's Pixel 9",
    platform: "android",
    deviceFamily: "Android",
    caps: ["camera", "location"],
    commands: phoneCommands,
    story: "An Android phone asks to be a node: the everyday case.",
  },
  {
    name: "Living room iPad",
    platform: "ipados",
    deviceFamily: "iPad",
    clientName: "openclaw-ios",
    caps: ["camera"],
    commands: ["camera.list"],
    story: "A shared tablet asks to be a node.",
  },
  {
    name: "mcp-bridge on build-07",
    platform: "linux",
    deviceFamily: "Linux",
    role: "operator",
    clientName: "gateway-client",
    mode: "ui",
    scopes: ["operator.read", "operator.write", "operator.admin"],
    story: "A machine asks for everything, admin included: worth a second look.",
  },
  {
    name: "Reading glasses",
    platform: "linux",
    deviceFamily: "Linux",
    role: "operator",
    clientName: "gateway-client",
    mode: "ui",
    scopes: ["operator.read"],
    story: "A dashboard that only wants to read.",
  },
  {
    name: "Studio Mac mini",
    platform: "macos",
    deviceFamily: "Mac",
    clientName: "node-host",
    commands: ["system.run", "system.which"],
    story: "A node host that could run commands once its capabilities are approved too.",
  },
  {
    // Names are chosen by whoever knocks. This one tries to look like the owner's phone, from another key.
    name: "Mira's Pixel 9",
    platform: "android",
    deviceFamily: "Android",
    story: "A second device with the first one's name: same words, another key.",
  },
];
