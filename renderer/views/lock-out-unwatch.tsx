import type { LockOutView } from "../../src/app/snapshot.ts";
import { Button } from "../parts/button.tsx";
import { Callout } from "../parts/callout.tsx";
import { useConfirm } from "../parts/confirm.ts";
import { useSender } from "../send.ts";

interface LockOutUnwatchProps {
  /** Orders for which only the restart of their gateway is missing; at least one. */
  readonly orders: readonly LockOutView[];
  readonly onDone: () => void;
}

/** The page turns by itself after the restart. Whoever doesn't wait for that loses the only proof, and is told so. */
export function LockOutUnwatch({ orders, onDone }: LockOutUnwatchProps) {
  const { busy, refusal, send } = useSender();
  const ask = useConfirm();
  const stop = async () => {
    const taken = await Promise.all(
      orders.map(({ gatewayId, deviceId }) => send({ type: "give-up-lock-out", gatewayId, deviceId })),
    );
    if (taken.every(Boolean)) onDone();
  };
  return (
    <>
      {refusal && <Callout tone="bad" role="alert" sentence={refusal.sentence} step={refusal.step} />}
      <Button
        look="quiet-danger"
        className="button-wide"
        off={busy}
        onPress={() =>
          ask({
            title: `Stop watching ${orders[0]?.name ?? "it"}?`,
            sentences: [
              "Its open connection may still work.",
              "PairTray no longer looks for the restart that ends it, and the tray no longer asks for one.",
            ],
            verb: "Stop watching",
            onConfirm: () => void stop(),
          })
        }
      >
        Stop watching this…
      </Button>
    </>
  );
}
