import { Ban } from "lucide-react";
import { useId } from "react";
import type { BlockedView } from "../../src/app/snapshot.ts";
import { Button } from "../parts/button.tsx";
import { Ago } from "../parts/times.tsx";
import { useSender } from "../send.ts";

/** Whose requests are refused on sight, and the way back. */
export function BlockedDevices({ blocked }: { readonly blocked: readonly BlockedView[] }) {
  const id = useId();
  if (blocked.length === 0) return null;
  return (
    <section className="group" aria-labelledby={id}>
      <h2 id={id}>Blocked devices</h2>
      <div className="group-box">
        {blocked.map((device) => (
          <Blocked key={device.deviceId} device={device} />
        ))}
      </div>
    </section>
  );
}

function refusedWords(refused: number): string {
  return `\u00A0· refused ${refused === 1 ? "once" : `${refused} times`}`;
}

function Blocked({ device }: { readonly device: BlockedView }) {
  const { busy, refusal, send } = useSender();
  return (
    <div className="row">
      <Ban size={16} aria-hidden />
      <div className="row-text">
        <bdi>{device.name}</bdi>
        <p className="quiet">
          {device.why === "lost" ? "Lost, blocked " : "Blocked "}
          <Ago atMs={device.blockedAtMs} />
          {device.refused !== undefined && refusedWords(device.refused)}
        </p>
        {refusal && (
          <p role="alert">
            {refusal.sentence} {refusal.step}
          </p>
        )}
      </div>
      <Button off={busy} onPress={() => void send({ type: "unblock", deviceId: device.deviceId })}>
        Unblock
      </Button>
    </div>
  );
}
