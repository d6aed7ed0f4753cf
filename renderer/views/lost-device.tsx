import { ArrowLeft, ShieldCheck } from "lucide-react";
import { useState } from "react";
import type { AppSnapshot, DeviceView, LockOutView, Navigation } from "../../src/app/snapshot.ts";
import { Button } from "../parts/button.tsx";
import { GatewayMark } from "../parts/gateway-mark.tsx";
import { Page } from "../parts/page.tsx";
import { BlockedDevices } from "./blocked-devices.tsx";
import { LockOutProgress } from "./lock-out-progress.tsx";
import { LostDeviceChoice } from "./lost-device-choice.tsx";
import { LostDevicePlan } from "./lost-device-plan.tsx";

interface LostDeviceProps {
  readonly snapshot: Pick<AppSnapshot, "devices" | "gateways" | "requests" | "lockOuts" | "blocked">;
  readonly navigation: Navigation;
  readonly onLeave: () => void;
}

/** What the page is about: `<gatewayId>/<deviceId>`, or `/<deviceId>` from a link, where the gateway is still to be found. */
function resolve(key: string, snapshot: LostDeviceProps["snapshot"]) {
  const slash = key.indexOf("/");
  const deviceId = key.slice(slash + 1);
  const fits = (row: DeviceView | LockOutView) => (slash > 0 ? row.key === key : row.deviceId === deviceId);
  const device = snapshot.devices.find(fits);
  const order = snapshot.lockOuts.find(fits);
  return {
    deviceId: device?.deviceId ?? order?.deviceId ?? deviceId,
    device,
    order,
    gatewayId: slash > 0 ? key.slice(0, slash) : undefined,
  };
}

/** Lost a device: which one, what will happen, one click, and then what the gateway itself says about it. */
export function LostDevice({ snapshot, navigation, onLeave }: LostDeviceProps) {
  const [wentTo, setWentTo] = useState(-1);
  const [key, setKey] = useState<string>();
  // The device as it was when it was chosen: once it is locked out, no list has it any more.
  const [chosen, setChosen] = useState<DeviceView>();
  if (navigation.view === "lost-device" && navigation.seq !== wentTo) {
    setWentTo(navigation.seq);
    setKey(navigation.key);
    setChosen(undefined);
  }
  const subject = key === undefined ? undefined : resolve(key, snapshot);
  if (subject?.device && subject.device !== chosen) setChosen(subject.device);
  const device = subject?.device ?? (chosen?.deviceId === subject?.deviceId ? chosen : undefined);
  const gatewayId = subject?.order?.gatewayId ?? device?.gatewayId ?? subject?.gatewayId;
  const gateway = snapshot.gateways.find(({ id }) => id === gatewayId) ?? snapshot.gateways[0];

  const head = (
    <div className="lost-head">
      <Button
        look="quiet"
        icon={<ArrowLeft size={16} aria-hidden />}
        onPress={() => (key === undefined ? onLeave() : setKey(undefined))}
      >
        {key === undefined ? "Devices" : "Another device"}
      </Button>
    </div>
  );
  if (subject?.order) {
    return (
      <Page title="Lost a device">
        {head}
        <LockOutProgress order={subject.order} device={device} gateway={gateway} onDone={onLeave} />
      </Page>
    );
  }
  if (subject) {
    return (
      <Page title="Lost a device">
        {head}
        <LostDevicePlan
          deviceId={subject.deviceId}
          device={subject.device}
          requests={snapshot.requests.filter((request) => request.deviceId === subject.deviceId).length}
          gateways={gateway && subject.device ? [gateway] : snapshot.gateways}
          blocked={snapshot.blocked.find((row) => row.deviceId === subject.deviceId)}
        />
      </Page>
    );
  }
  return (
    <LostDeviceChoice devices={snapshot.devices} head={head} onChoose={setKey}>
      {snapshot.lockOuts.map((order) => (
        <button key={order.key} type="button" className="lost-order card" onClick={() => setKey(order.key)}>
          <ShieldCheck size={20} aria-hidden />
          <span>
            <bdi className="card-name">{order.name}</bdi>
            <span className="card-quiet">
              <GatewayMark id={order.gatewayId} />
              {order.sentence}
            </span>
          </span>
        </button>
      ))}
      <BlockedDevices blocked={snapshot.blocked} />
    </LostDeviceChoice>
  );
}
