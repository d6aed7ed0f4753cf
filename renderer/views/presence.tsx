import { Circle, CircleDot } from "lucide-react";
import type { DeviceView } from "../../src/app/snapshot.ts";
import { Ago } from "../parts/times.tsx";

/** Whether a device is here, or when it was. */
export function Presence({ device }: { readonly device: DeviceView }) {
  if (device.connected) {
    return (
      <span className="presence presence-on">
        <CircleDot size={12} strokeWidth={3} aria-hidden /> Connected
      </span>
    );
  }
  return (
    <span className="presence">
      <Circle size={12} strokeWidth={2.5} aria-hidden />{" "}
      {device.lastSeenAtMs === undefined ? (
        device.connected === false ? (
          "Not connected"
        ) : (
          "Paired"
        )
      ) : (
        <>
          Seen <Ago atMs={device.lastSeenAtMs} />
        </>
      )}
    </span>
  );
}
