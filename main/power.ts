import { networkInterfaces, type NetworkInterfaceInfo } from "node:os";
import type { PowerMonitor } from "electron";

type Interfaces = NodeJS.Dict<NetworkInterfaceInfo[]>;

/** Changes whenever an address comes or goes: another Wi-Fi, a VPN, a cable. */
export function networkFingerprint(interfaces: Interfaces): string {
  return Object.entries(interfaces)
    .flatMap(([name, addresses]) =>
      (addresses ?? []).map(({ address, internal }) => (internal ? "" : `${name} ${address}`)),
    )
    .filter(Boolean)
    .sort()
    .join("\n");
}

export interface PowerOptions {
  readonly monitor: Pick<PowerMonitor, "on" | "off">;
  readonly wake: () => void;
  readonly interfaces?: () => Interfaces;
  /** Node has no event for a network change; looking costs well under a millisecond. */
  readonly everyMs?: number;
}

/** Calls `wake` after sleep, after unlocking, and when the network changed. Returns its own undo. */
export function watchPower({
  monitor,
  wake,
  interfaces = networkInterfaces,
  everyMs = 5_000,
}: PowerOptions): () => void {
  let known = networkFingerprint(interfaces());
  const look = () => {
    const now = networkFingerprint(interfaces());
    if (now === known) return;
    known = now;
    wake();
  };
  const timer = setInterval(look, everyMs);
  timer.unref();
  monitor.on("resume", wake);
  monitor.on("unlock-screen", wake);
  return () => {
    clearInterval(timer);
    monitor.off("resume", wake);
    monitor.off("unlock-screen", wake);
  };
}
