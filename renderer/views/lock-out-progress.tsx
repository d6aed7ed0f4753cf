import { CircleCheck, LoaderCircle, TriangleAlert } from "lucide-react";
import { useEffect, useRef } from "react";
import type { DeviceView, GatewayView, LockOutView } from "../../src/app/snapshot.ts";
import { Button } from "../parts/button.tsx";
import { Callout } from "../parts/callout.tsx";
import { CopyCommand } from "../parts/copy-command.tsx";
import { GatewayMark } from "../parts/gateway-mark.tsx";
import { useSender } from "../send.ts";
import { LockOutAftermath } from "./lock-out-aftermath.tsx";

interface LockOutProgressProps {
  readonly order: LockOutView;
  /** As it was before. */
  readonly device: DeviceView | undefined;
  readonly gateway: GatewayView | undefined;
  readonly onDone: () => void;
}

const icons = { open: LoaderCircle, lingering: TriangleAlert, gone: CircleCheck, returned: TriangleAlert };
const tones = { open: "accent", lingering: "warning", gone: "good", returned: "warning" };

/** Where an order stands, in the gateway's own words: it turns to "Locked out" when the gateway says so, not when it was asked. */
export function LockOutProgress({ order, device, gateway, onDone }: LockOutProgressProps) {
  const { send } = useSender();
  const heading = useRef<HTMLHeadingElement>(null);
  const Icon = icons[order.stage];
  const { gatewayId, deviceId } = order;
  const connected = gateway?.state.kind === "connected";
  // The button that was pressed is gone: whoever reads by ear goes on here.
  useEffect(() => heading.current?.focus(), []);
  return (
    <>
      <section className={`lost-state tone-${tones[order.stage]}`} aria-labelledby="lost-state-name">
        <Icon className={order.stage === "open" && connected ? "spin" : ""} size={40} strokeWidth={1.75} aria-hidden />
        <h2 id="lost-state-name" ref={heading} tabIndex={-1} data-page-heading>
          <bdi>{order.name}</bdi>
        </h2>
        <GatewayMark id={order.gatewayId} />
        <p role="status" className="lost-sentence">
          {order.sentence}
        </p>
      </section>
      {order.problem !== undefined && <Callout tone="bad" role="alert" sentence={order.problem} />}
      {order.stage === "open" && (
        <Callout
          tone={order.kept ? "info" : "warning"}
          sentence={
            order.kept
              ? "The order is kept on this machine. It is carried out even if PairTray or the machine is restarted."
              : "The order is not on the disk. Keep PairTray running until it is done."
          }
        />
      )}
      {order.stage === "lingering" && (
        <>
          <Callout
            tone="warning"
            sentence="Its entry and its tokens are gone, and its key is blocked: it can’t come back. But this version of OpenClaw leaves open connections alone, so whatever it has open now still works."
            step="Restart the gateway on its machine. PairTray sees it and says so here."
          />
          <CopyCommand command="openclaw gateway restart" />
        </>
      )}
      {order.stage === "returned" && (
        <Callout
          tone="warning"
          sentence="Its key is still blocked for new requests, but its new entry stands."
          step="If that was not you, lock it out again: find it among the devices."
        />
      )}
      {order.stage === "gone" && (
        <>
          <p className="quiet centered">
            The gateway’s own list no longer has it. Its key is blocked: when it knocks, it is refused on sight.
          </p>
          <LockOutAftermath authMode={gateway?.authMode} device={device} />
        </>
      )}
      {order.stage !== "open" && (
        <Button
          className="button-wide"
          onPress={() => void send({ type: "forget-lock-out", gatewayId, deviceId }).then((ok) => ok && onDone())}
        >
          {order.stage === "lingering" ? "I have restarted it" : "Done"}
        </Button>
      )}
    </>
  );
}
