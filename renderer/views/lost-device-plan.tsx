import { Ban, Inbox, Lock, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import type { BlockedView, DeviceView, GatewayView } from "../../src/app/snapshot.ts";
import { Button } from "../parts/button.tsx";
import { Callout } from "../parts/callout.tsx";
import { DeviceIcon } from "../parts/device-icon.tsx";
import { Facts } from "../parts/facts.tsx";
import { GatewayMark } from "../parts/gateway-mark.tsx";
import { useSender } from "../send.ts";
import { Presence } from "./presence.tsx";

interface LostDevicePlanProps {
  readonly deviceId: string;
  /** Absent where no list has it: a link named it. */
  readonly device: DeviceView | undefined;
  /** How many of its requests wait. */
  readonly requests: number;
  /** Where the order goes to. */
  readonly gateways: readonly GatewayView[];
  readonly blocked: BlockedView | undefined;
}

/** What will happen, and the one click that makes it happen. */
export function LostDevicePlan({ deviceId, device, requests, gateways, blocked }: LostDevicePlanProps) {
  const { busy, refusal, send } = useSender();
  const leavesOpen = gateways.some((gateway) => gateway.leavesOpen);
  const away = gateways.filter((gateway) => gateway.state.kind !== "connected");
  const cannot = device?.isSelf
    ? "This is PairTray on this machine. It can’t lock itself out: do it from another device."
    : device && away.length === 0 && !device.canManage
      ? device.cannotManage
      : undefined;
  return (
    <>
      <section className="card lost-who" aria-labelledby="lost-name">
        <DeviceIcon shape={device?.shape ?? "unknown"} />
        <div className="card-who">
          <h2 id="lost-name" className="card-name">
            <bdi>{device?.name ?? "A device that is in no list"}</bdi>
          </h2>
          {device ? (
            <p className="card-quiet">
              <Presence device={device} />
              <GatewayMark id={device.gatewayId} />
            </p>
          ) : (
            <p className="card-quiet">
              {away.length > 0
                ? "The gateway can’t be asked at present. The id below is what will be locked out."
                : "No device with this id is paired. Its key can be blocked all the same."}
            </p>
          )}
        </div>
        <Facts
          facts={[
            ...(device?.facts.filter(({ label }) => label !== "Calls itself") ?? []),
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
            {leavesOpen
              ? "Its entry is removed with all of its tokens, so it can’t come back."
              : "Its entry is removed with all of its tokens; the gateway closes its connections at once."}
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
          sentence={`${away.length === 1 ? (away[0]?.name ?? "The gateway") : "Not every gateway"} can’t be reached now.`}
          step="The order is kept on this machine and carried out on the first connection, also after a restart."
        />
      )}
      {leavesOpen && (
        <Callout
          tone="warning"
          sentence="This version of OpenClaw leaves open connections alone: what the device has open stays open."
          step="Restart the gateway afterwards. PairTray shows the command, and tells you when the device is cut off."
        />
      )}
      {cannot !== undefined && <Callout tone="warning" sentence={cannot} />}
      {refusal && <Callout tone="bad" role="alert" sentence={refusal.sentence} step={refusal.step} />}
      <Button
        look="danger"
        className="button-wide"
        icon={<Lock size={16} aria-hidden />}
        off={busy || cannot !== undefined || gateways.length === 0}
        onPress={() => {
          for (const gateway of gateways) void send({ type: "lock-out", gatewayId: gateway.id, deviceId });
        }}
      >
        Lock out now
      </Button>
      <p className="quiet centered">
        {leavesOpen ? "" : "It happens at once. "}To let it in again later, unblock it and let it pair anew.
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
