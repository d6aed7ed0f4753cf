import { Ban, Inbox, Lock, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import { cannotLockOut, inWords, type LostPlace } from "../../src/app/lost-device.ts";
import type { BlockedView, GatewayView } from "../../src/app/snapshot.ts";
import { Button } from "../parts/button.tsx";
import { Callout } from "../parts/callout.tsx";
import { DeviceIcon } from "../parts/device-icon.tsx";
import { Facts } from "../parts/facts.tsx";
import { GatewayMark } from "../parts/gateway-mark.tsx";
import { useSender } from "../send.ts";
import { Presence } from "./presence.tsx";

interface LostDevicePlanProps {
  readonly deviceId: string;
  /** Where it is paired; nowhere, where no list has it: a link named it. */
  readonly places: readonly LostPlace[];
  /** How many of its requests wait. */
  readonly requests: number;
  /** All of them: the order goes there where no list has it. */
  readonly gateways: readonly GatewayView[];
  readonly blocked: BlockedView | undefined;
}

/** What will happen, and the one click that makes it happen. */
export function LostDevicePlan({ deviceId, places, requests, gateways, blocked }: LostDevicePlanProps) {
  const { busy, refusal, send } = useSender();
  const device = places[0]?.device;
  const several = places.length > 1;
  const barred = places.flatMap((place) => {
    const sentence = cannotLockOut(place);
    return sentence === undefined ? [] : [{ ...place, sentence }];
  });
  const open = places.filter((place) => cannotLockOut(place) === undefined);
  const targets = places.length === 0 ? gateways : gateways.filter(({ id }) => open.some((p) => p.gatewayId === id));
  const leavesOpen = targets.filter((gateway) => gateway.leavesOpen);
  const away = targets.filter((gateway) => gateway.state.kind !== "connected");
  return (
    <>
      <section className="card lost-who" aria-labelledby="lost-name">
        <DeviceIcon shape={device?.shape ?? "unknown"} />
        <div className="card-who">
          <h2 id="lost-name" className="card-name">
            <bdi>{device?.name ?? "A device that is in no list"}</bdi>
          </h2>
          {places.map(
            (place) =>
              place.device && (
                <p key={place.gatewayId} className="card-quiet">
                  <Presence device={place.device} />
                  <GatewayMark id={place.gatewayId} />
                </p>
              ),
          )}
          {!device && (
            <p className="card-quiet">
              {away.length > 0
                ? "The gateway can’t be asked at present. The id below is what will be locked out."
                : "No device with this id is paired. Its key can be blocked all the same."}
            </p>
          )}
        </div>
        <Facts
          facts={[
            ...(device?.facts.filter(({ label }) => label !== "Calls itself" && !(several && label === "Gateway")) ??
              []),
            { label: "Device ID", value: deviceId },
          ]}
        />
      </section>
      <section aria-labelledby="lost-plan">
        <h2 id="lost-plan">What will happen</h2>
        <div className="lost-plan">
          <Step icon={<Inbox size={16} aria-hidden />}>
            {requests === 0
              ? "Whatever it asks for is rejected."
              : requests === 1
                ? "Its request that waits is rejected."
                : `Its ${requests} requests that wait are rejected.`}
          </Step>
          <Step icon={<Trash2 size={16} aria-hidden />}>
            {several && `At ${inWords(targets.map(({ name }) => name))}: `}
            {several ? "its" : "Its"} entry is removed with all of its tokens
            {leavesOpen.length > 0 ? ", so it can’t come back." : "; the gateway closes its connections at once."}
          </Step>
          <Step icon={<Ban size={16} aria-hidden />}>
            {blocked
              ? "Its key stays blocked: when it knocks again, PairTray refuses it on sight."
              : "Its key is blocked: when it knocks again, PairTray refuses it on sight, without a notification."}
          </Step>
        </div>
      </section>
      {away.length > 0 && (
        <Callout
          tone="warning"
          sentence={`${inWords(away.map(({ name }) => name))} can’t be reached now.`}
          step="The order is kept on this machine and carried out on the first connection, also after a restart."
        />
      )}
      {leavesOpen.length > 0 && (
        <Callout
          tone="warning"
          sentence={`${targets.length > 1 ? `The version of OpenClaw at ${inWords(leavesOpen.map(({ name }) => name))}` : "This version of OpenClaw"} leaves open connections alone: what the device has open stays open.`}
          step="Restart the gateway afterwards. PairTray shows the command, and tells you when the device is cut off."
        />
      )}
      {barred.map(({ gatewayId, gateway, sentence }) => (
        <Callout
          key={gatewayId}
          tone="warning"
          sentence={several ? `Not at ${gateway?.name ?? gatewayId}: ${sentence}` : sentence}
        />
      ))}
      {refusal && <Callout tone="bad" role="alert" sentence={refusal.sentence} step={refusal.step} />}
      <Button
        look="danger"
        className="button-wide"
        icon={<Lock size={16} aria-hidden />}
        off={busy || targets.length === 0}
        onPress={() => {
          for (const gateway of targets) void send({ type: "lock-out", gatewayId: gateway.id, deviceId });
        }}
      >
        {places.length > 0 && targets.length > 1 ? `Lock out of ${targets.length} gateways now` : "Lock out now"}
      </Button>
      <p className="quiet centered">
        {leavesOpen.length > 0 ? "" : "It happens at once. "}To let it in again later, unblock it and let it pair anew.
      </p>
    </>
  );
}

function Step({ icon, children }: { readonly icon: ReactNode; readonly children: ReactNode }) {
  return (
    <p className="lost-step">
      <span className="lost-step-icon">{icon}</span>
      <span>{children}</span>
    </p>
  );
}
