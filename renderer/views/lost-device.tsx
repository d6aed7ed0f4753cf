import { ArrowLeft, ShieldCheck } from "lucide-react";
import { useState } from "react";
import { lostDevice } from "../../src/app/lost-device.ts";
import type { AppSnapshot, DeviceView, Navigation } from "../../src/app/snapshot.ts";
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

/** Lost a device: which one, what will happen, one click, and then what the gateway itself says about it. */
export function LostDevice({ snapshot, navigation, onLeave }: LostDeviceProps) {
  const [wentTo, setWentTo] = useState(-1);
  const [key, setKey] = useState<string>();
  // The entries as they were when it was chosen: once it is locked out, no list has them any more.
  const [before, setBefore] = useState<readonly DeviceView[]>([]);
  if (navigation.view === "lost-device" && navigation.seq !== wentTo) {
    setWentTo(navigation.seq);
    setKey(navigation.key);
    setBefore([]);
  }
  const subject = key === undefined ? undefined : lostDevice(key, snapshot);
  const fresh = subject?.places.flatMap(({ device }) => (device && !before.includes(device) ? [device] : [])) ?? [];
  if (fresh.length > 0) {
    const others = before.filter((row) => !fresh.some(({ gatewayId }) => gatewayId === row.gatewayId));
    setBefore([...others, ...fresh]);
  }
  const blocked = snapshot.blocked.find((row) => row.deviceId === subject?.deviceId);

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
  if (subject?.places.some(({ order }) => order !== undefined)) {
    return (
      <Page title="Lost a device">
        {head}
        <LockOutProgress
          places={subject.places}
          before={before.filter(({ deviceId }) => deviceId === subject.deviceId)}
          gateways={snapshot.gateways}
          blocked={blocked !== undefined}
          onDone={onLeave}
        />
      </Page>
    );
  }
  if (subject) {
    return (
      <Page title="Lost a device">
        {head}
        <LostDevicePlan
          deviceId={subject.deviceId}
          places={subject.places}
          requests={snapshot.requests.filter((request) => request.deviceId === subject.deviceId).length}
          gateways={snapshot.gateways}
          blocked={blocked}
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
