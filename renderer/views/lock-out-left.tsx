import { Lock } from "lucide-react";
import { cannotLockOut, inWords, type LostPlace } from "../../src/app/lost-device.ts";
import { Button } from "../parts/button.tsx";
import { Callout } from "../parts/callout.tsx";
import { useSender } from "../send.ts";

/** Gateways where a device that was locked out elsewhere is still paired, or paired again, and the one click for them. */
export function LockOutLeft({ places }: { readonly places: readonly LostPlace[] }) {
  const { busy, refusal, send } = useSender();
  const open = places.filter((place) => cannotLockOut(place) === undefined);
  const barred = places.filter((place) => cannotLockOut(place) !== undefined);
  const nameOf = ({ gateway, gatewayId }: LostPlace) => gateway?.name ?? gatewayId;
  return (
    <>
      {barred.map((place) => (
        <Callout
          key={place.gatewayId}
          tone="bad"
          sentence={`It has access at ${nameOf(place)}.`}
          step={cannotLockOut(place)}
        />
      ))}
      {open.length > 0 && (
        <>
          <Callout tone="bad" sentence={`It has access at ${inWords(open.map(nameOf))}.`} />
          {refusal && <Callout tone="bad" role="alert" sentence={refusal.sentence} step={refusal.step} />}
          <Button
            look="danger"
            className="button-wide"
            icon={<Lock size={16} aria-hidden />}
            off={busy}
            onPress={() => {
              for (const { gatewayId, device } of open) {
                if (device) void send({ type: "lock-out", gatewayId, deviceId: device.deviceId });
              }
            }}
          >
            Lock it out there now
          </Button>
        </>
      )}
    </>
  );
}
