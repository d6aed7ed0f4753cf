import type { Hello } from "./hello.ts";

/**
 * Whether this gateway leaves the open connections of a device alone that is removed or whose token is revoked: all before
 * 2026.5 do (seen on 2026.3.13). One that lists no methods says nothing.
 */
export function leavesConnectionsOpen(methods: ReadonlySet<string> | undefined): boolean {
  return methods?.has("device.pair.list") === true && !methods.has("node.pair.remove");
}

/**
 * What an older gateway can't do, or does less safely, in sentences for its page; empty for a newest one. Read from what
 * its hello lists, never from its version (docs/gateway-versions.md has what was seen on which).
 */
export function olderGatewayLimits({ methods, protocol }: Pick<Hello, "methods" | "protocol">): string[] {
  // A hello that lists nothing says nothing.
  if (!methods.has("device.pair.list")) return [];
  const limits: string[] = [];
  if (leavesConnectionsOpen(methods)) {
    limits.push(
      "This version of OpenClaw leaves a removed device's open connection alone. After removing a lost device, restart the gateway, and update OpenClaw soon.",
    );
  }
  if (!methods.has("device.pair.rename")) {
    limits.push(
      protocol === 3
        ? "This version of OpenClaw makes set-up codes on its command line only, has no names of your own for devices, and doesn't tell which are connected."
        : "This version of OpenClaw has no names of your own for devices, and doesn't tell which are connected or how they were approved.",
    );
  }
  return limits;
}

/** Which set-up codes can be had: any kind, only such with full access, or such only from `openclaw qr` on its machine. */
export type CodeMaking = "any" | "full-access" | "command-line";

/**
 * Which codes this gateway makes. It never lists the method itself; what came at the same time tells (seen on 2026.3.13,
 * 2026.5.7 and 2026.7.1-2, whose command lines know no other access either).
 */
export function codeMaking({ methods, protocol }: Pick<Hello, "methods" | "protocol">): CodeMaking {
  if (!methods.has("device.pair.list") || methods.has("device.pair.rename")) return "any";
  return protocol === 3 ? "command-line" : "full-access";
}
