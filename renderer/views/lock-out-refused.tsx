import { RotateCw } from "lucide-react";
import type { ReactNode } from "react";
import { plainId } from "../../src/app/recovery-page.ts";
import type { GatewayView, LockOutView } from "../../src/app/snapshot.ts";
import { Button } from "../parts/button.tsx";
import { Callout } from "../parts/callout.tsx";
import { CopyCommand } from "../parts/copy-command.tsx";
import { useSender } from "../send.ts";

interface LockOutRefusedProps {
  readonly order: LockOutView;
  readonly gateway: GatewayView | undefined;
  /** The other way out: to give it up. */
  readonly children: ReactNode;
}

/** The gateway won't, so nothing goes on by itself: what stands, what helps at once, and the user's own ways on. */
export function LockOutRefused({ order, gateway, children }: LockOutRefusedProps) {
  const { busy, refusal, send } = useSender();
  const { gatewayId, deviceId, kept } = order;
  const connected = gateway?.state.kind === "connected";
  const at = gateway?.name ?? "this gateway";
  return (
    <>
      <Callout
        tone="warning"
        sentence={`The device may still have its access at ${at}.`}
        step={`PairTray tries again when it next connects there${connected ? ", or when you say so" : ""}. You can also remove it on the machine of ${at}:`}
      />
      <CopyCommand command={`openclaw devices remove ${plainId(deviceId)}`} />
      {!kept && (
        <Callout tone="warning" sentence="The order is not on the disk. Keep PairTray running until it is done." />
      )}
      {refusal && <Callout tone="bad" role="alert" sentence={refusal.sentence} step={refusal.step} />}
      {connected && (
        <Button
          look="accent"
          className="button-wide"
          icon={<RotateCw size={16} aria-hidden />}
          off={busy}
          onPress={() => void send({ type: "lock-out", gatewayId, deviceId })}
        >
          Try again
        </Button>
      )}
      {children}
    </>
  );
}
