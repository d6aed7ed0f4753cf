import { CircleCheck, LoaderCircle, TriangleAlert, Unplug } from "lucide-react";
import { useEffect, useRef } from "react";
import {
  isRefused,
  isStranded,
  lostStage,
  type LostPlace,
  type LostStage,
  neverListed,
  stillPaired,
} from "../../src/app/lost-device.ts";
import type { DeviceView, GatewayView, LockOutView } from "../../src/app/snapshot.ts";
import { FORMER_GATEWAY } from "../../src/app/which-gateway.ts";
import { Button } from "../parts/button.tsx";
import { Callout } from "../parts/callout.tsx";
import { useConfirm } from "../parts/confirm.ts";
import { CopyCommand } from "../parts/copy-command.tsx";
import { GatewayMark } from "../parts/gateway-mark.tsx";
import { useSender } from "../send.ts";
import { LockOutAftermath } from "./lock-out-aftermath.tsx";
import { LockOutLeft } from "./lock-out-left.tsx";
import { LockOutRefused } from "./lock-out-refused.tsx";
import { LockOutUnwatch } from "./lock-out-unwatch.tsx";

interface LockOutProgressProps {
  /** Where it was ordered, and where it is still paired; at least one order. */
  readonly places: readonly LostPlace[];
  /** Its entries as they were before. */
  readonly before: readonly DeviceView[];
  readonly gateways: readonly GatewayView[];
  /** Its key is blocked now: the user may have taken that back. */
  readonly blocked: boolean;
  readonly onDone: () => void;
}

const icons = {
  open: LoaderCircle,
  refused: TriangleAlert,
  lingering: TriangleAlert,
  gone: CircleCheck,
  returned: TriangleAlert,
  stranded: Unplug,
  left: TriangleAlert,
};
const tones = {
  open: "accent",
  refused: "warning",
  lingering: "warning",
  gone: "good",
  returned: "warning",
  stranded: "warning",
  left: "warning",
};

/** One sentence for all of them. */
function leadOf(places: readonly LostPlace[], stage: LostStage): string | undefined {
  if (places.length === 1)
    return stage === "left" ? "It was locked out, and is paired again." : places[0]?.order?.sentence;
  const several: Readonly<Record<LostStage, string>> = {
    open: "Being locked out.",
    refused: "Not locked out everywhere: a gateway refused.",
    lingering: "Removed, but not cut off everywhere yet.",
    gone: `Locked out of ${places.length} gateways.`,
    returned: "It has access again.",
    stranded: "Not everywhere: one gateway is no longer set up here.",
    left: "Not everywhere yet.",
  };
  return several[stage];
}

/** Where the orders stand, in the gateways' own words: it turns to "Locked out" when they say so, not when it was asked. */
export function LockOutProgress({ places, before, gateways, blocked, onDone }: LockOutProgressProps) {
  const { send } = useSender();
  const heading = useRef<HTMLHeadingElement>(null);
  const stage = lostStage(places);
  const Icon = icons[stage];
  const orders = places.flatMap(({ order }) => (order ? [order] : []));
  const stranded = orders.filter(isStranded);
  const refused = orders.filter(isRefused);
  const waiting = orders.filter((order) => order.stage === "open" && !isStranded(order) && !isRefused(order));
  const lingering = orders.filter((order) => order.stage === "lingering");
  const over = orders.filter((order) => order.stage === "gone" || order.stage === "returned");
  const connected = places.some(
    ({ order, gateway }) => order && waiting.includes(order) && gateway?.state.kind === "connected",
  );
  const still = places.filter(stillPaired);
  // The button that was pressed is gone: whoever reads by ear goes on here.
  useEffect(() => heading.current?.focus(), []);
  const forget = async () => {
    const taken = await Promise.all(
      over.map(({ gatewayId, deviceId }) => send({ type: "forget-lock-out", gatewayId, deviceId })),
    );
    if (taken.every(Boolean)) onDone();
  };
  // Where another order is left, the page still has something to say.
  const onGivenUp = (these: readonly LockOutView[]) => {
    if (these.length === orders.length) onDone();
  };
  return (
    <>
      <section className={`lost-state tone-${tones[stage]}`} aria-labelledby="lost-state-name">
        <Icon className={stage === "open" && connected ? "spin" : ""} size={40} strokeWidth={1.75} aria-hidden />
        <h2 id="lost-state-name" ref={heading} tabIndex={-1} data-page-heading>
          <bdi>{orders[0]?.name}</bdi>
        </h2>
        {places.length === 1 && orders[0] && <GatewayMark id={orders[0].gatewayId} />}
        <p role="status" className="lost-sentence">
          {leadOf(places, stage)}
        </p>
      </section>
      {places.length > 1 && (
        <ul className="lost-places group-box">
          {places.map((place) => (
            <li key={place.gatewayId} className="row lost-place">
              <GatewayMark id={place.gatewayId} alone former={FORMER_GATEWAY} />
              <span>{stillPaired(place) ? "Paired." : place.order?.sentence}</span>
            </li>
          ))}
        </ul>
      )}
      {orders.map(
        ({ key, problem }) => problem !== undefined && <Callout key={key} tone="bad" role="alert" sentence={problem} />,
      )}
      {stranded.map((order) => (
        <GatewayGone key={order.key} order={order} blocked={blocked} onDone={() => onGivenUp([order])} />
      ))}
      {refused.map((order) => (
        <LockOutRefused key={order.key} order={order} gateway={gateways.find(({ id }) => id === order.gatewayId)}>
          <GiveUp order={order} blocked={blocked} onDone={() => onGivenUp([order])} />
        </LockOutRefused>
      ))}
      {waiting.length > 0 && <Kept waiting={waiting} />}
      {lingering.length > 0 && (
        <>
          <Callout
            tone="warning"
            sentence={`Its entry and its tokens are gone, ${blocked ? "and its key is blocked: it can’t come back" : "but its key is no longer blocked: it may ask to pair again"}. This version of OpenClaw leaves open connections alone, so whatever it has open now still works.`}
            step={`Restart the gateway on its machine. ${
              lingering.some((order) => order.restartUnseen)
                ? "PairTray can’t see whether that was done."
                : "PairTray sees it and says so here."
            }`}
          />
          <CopyCommand command="openclaw gateway restart" />
          <LockOutUnwatch orders={lingering} onDone={() => onGivenUp(lingering)} />
        </>
      )}
      {orders.some((order) => order.stage === "returned") && (
        <Callout
          tone="warning"
          sentence={
            blocked
              ? "Its key is still blocked for new requests, but its new entry stands."
              : "Its key is no longer blocked, and its new entry stands."
          }
          step="If that was not you, lock it out again."
        />
      )}
      {still.length > 0 && <LockOutLeft places={still} />}
      {(stage === "gone" || stage === "left") && (
        <>
          {stage === "gone" && (
            <p className="quiet centered">
              {places.length > 1 ? "Their own lists no longer have it." : "The gateway’s own list no longer has it."}{" "}
              {blocked
                ? "Its key is blocked: when it knocks, it is refused on sight."
                : "Its key is no longer blocked: when it knocks, its request waits for your answer."}
            </p>
          )}
          <LockOutAftermath
            left={over.map(({ gatewayId }) => ({
              id: gatewayId,
              name: gateways.find(({ id }) => id === gatewayId)?.name ?? FORMER_GATEWAY,
              authMode: gateways.find(({ id }) => id === gatewayId)?.authMode,
              device: before.find((row) => row.gatewayId === gatewayId),
            }))}
            others={{
              still: still.map(({ gateway, gatewayId }) => gateway?.name ?? gatewayId),
              unseen: neverListed(gateways).map(({ name }) => name),
              blocked,
            }}
          />
        </>
      )}
      {waiting.length + refused.length + lingering.length === 0 && over.length > 0 && (
        <Button className="button-wide" onPress={() => void forget()}>
          Done
        </Button>
      )}
    </>
  );
}

function Kept({ waiting }: { readonly waiting: readonly LockOutView[] }) {
  const kept = waiting.every((order) => order.kept);
  return (
    <Callout
      tone={kept ? "info" : "warning"}
      sentence={
        kept
          ? "The order is kept on this machine. It is carried out even if PairTray or the machine is restarted."
          : "The order is not on the disk. Keep PairTray running until it is done."
      }
    />
  );
}

/** Nothing carries this order out any more, and only the user knows whether that is right. */
function GatewayGone({ order, blocked, onDone }: GiveUpProps) {
  return (
    <>
      <Callout
        tone="warning"
        sentence="PairTray no longer watches the gateway that this order is for, so it can’t carry it out."
        step="Add that gateway again at the same address, and the order goes on."
      />
      <GiveUp order={order} blocked={blocked} onDone={onDone} />
    </>
  );
}

interface GiveUpProps {
  readonly order: LockOutView;
  /** Its key is blocked now. */
  readonly blocked: boolean;
  readonly onDone: () => void;
}

function GiveUp({ order, blocked, onDone }: GiveUpProps) {
  const { busy, refusal, send } = useSender();
  const ask = useConfirm();
  const { gatewayId, deviceId, name } = order;
  const giveUp = () =>
    ask({
      title: `Give up locking out ${name}?`,
      sentences: [
        "The device keeps the access that it has at that gateway.",
        ...(blocked ? ["Its key stays blocked: at every gateway that PairTray watches it is refused on sight."] : []),
      ],
      verb: "Give up",
      onConfirm: () => void send({ type: "give-up-lock-out", gatewayId, deviceId }).then((ok) => ok && onDone()),
    });
  return (
    <>
      {refusal && <p role="alert">{refusal.sentence}</p>}
      <Button look="quiet-danger" className="button-wide" off={busy} onPress={giveUp}>
        Give up this order…
      </Button>
    </>
  );
}
