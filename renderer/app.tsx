import { LoaderCircle } from "lucide-react";
import { useCallback, useContext, useState, useSyncExternalStore } from "react";
import type { AppSnapshot, GatewayView, View } from "../src/app/snapshot.ts";
import { ConfirmContext, type Question } from "./parts/confirm.ts";
import { GatewaysContext } from "./parts/gateway-mark.tsx";
import { BannerContext, Page } from "./parts/page.tsx";
import { SendContext } from "./send.ts";
import type { SnapshotStore } from "./store.ts";
import { ActivityPage } from "./views/activity.tsx";
import { ConfirmDialog } from "./views/confirm-dialog.tsx";
import { ConnectView } from "./views/connect.tsx";
import { DevicesView } from "./views/devices.tsx";
import { GatewayFace } from "./views/gateway-face.tsx";
import { LostDevice } from "./views/lost-device.tsx";
import { NavigationBar } from "./views/navigation-bar.tsx";
import { Notices } from "./views/notices.tsx";
import { PairDevice } from "./views/pair-device.tsx";
import { RequestsView } from "./views/requests.tsx";
import { SettingsView } from "./views/settings.tsx";
import { StatusBar } from "./views/status-bar.tsx";
import { UndoBar } from "./views/undo-bar.tsx";
import { KeepingContext } from "./views/where-kept.tsx";

export function App({ store }: { readonly store: SnapshotStore }) {
  const snapshot = useSyncExternalStore(store.subscribe, store.get);
  if (!snapshot) {
    return (
      <div className="starting" role="status" aria-label="PairTray is starting">
        <LoaderCircle className="spin" size={24} aria-hidden />
      </div>
    );
  }
  return (
    <SendContext value={store.send}>
      <GatewaysContext value={snapshot.gateways}>
        <KeepingContext value={snapshot}>
          <Frame snapshot={snapshot} />
        </KeepingContext>
      </GatewaysContext>
    </SendContext>
  );
}

/** What the user is asked for: another gateway where none is named, else that one's credentials, or another address for it. */
interface ConnectTo {
  readonly gateway?: GatewayView;
  readonly moving?: boolean;
}

function Frame({ snapshot }: { readonly snapshot: AppSnapshot }) {
  const { navigation, gateways, requests, devices, machine } = snapshot;
  const [seq, setSeq] = useState(navigation.seq);
  const [view, setView] = useState<View>(navigation.view);
  const [connectTo, setConnectTo] = useState<ConnectTo>();
  const [question, setQuestion] = useState<Question>();
  const post = useContext(SendContext);
  const closeQuestion = useCallback(() => setQuestion(undefined), []);

  if (navigation.seq !== seq) {
    setSeq(navigation.seq);
    setView(navigation.view);
    setConnectTo(undefined);
  }
  const asker = question?.deviceKey;
  if (asker !== undefined && !devices.some((device) => device.key === asker)) setQuestion(undefined);

  if (snapshot.needsGateway || connectTo !== undefined) {
    return (
      <div className="frame">
        <ConnectView
          gateway={connectTo?.gateway}
          moving={connectTo?.moving ?? false}
          demo={machine.demo}
          nearby={snapshot.nearby}
          onBack={snapshot.needsGateway ? undefined : () => setConnectTo(undefined)}
          onConnected={() => setConnectTo(undefined)}
        />
        <Notices notices={snapshot.notices} />
      </div>
    );
  }

  // Main owns that view: without it there is nothing to draw.
  const shown = view === "pair" && !snapshot.pair ? "requests" : view;
  const go = (to: View): void => {
    setView(to);
    // What is secret there must be gone the moment it is left.
    if (view === "pair") void post({ type: "pair-leave" });
  };
  const connect = (to: ConnectTo): void => {
    // That page takes the place of the code, and of the question about whoever typed its digits.
    if (view === "pair") go("requests");
    setConnectTo(to);
  };
  // One that is paused is away by the user's own word, and nobody has to hear of it as long as another is watched.
  const watched = gateways.some((gateway) => !gateway.paused)
    ? gateways.filter((gateway) => !gateway.paused)
    : gateways;
  const away = watched.filter((gateway) => gateway.state.kind !== "connected");
  const nothingToShow = (shown === "requests" ? requests : devices).length === 0;
  const hero =
    (shown === "requests" || shown === "devices") &&
    nothingToShow &&
    away.length === watched.length &&
    gateways.length > 0;
  const faces = away.map((gateway) => (
    <GatewayFace
      key={gateway.id}
      gateway={gateway}
      size={hero ? "hero" : "banner"}
      onEnterCredentials={(of) => connect({ gateway: of })}
      onMove={(of) => connect({ gateway: of, moving: true })}
    />
  ));
  return (
    <ConfirmContext value={setQuestion}>
      <div className="frame">
        <NavigationBar current={shown === "lost-device" ? "devices" : shown} waiting={requests.length} onGo={go} />
        <BannerContext value={shown === "settings" || shown === "activity" || shown === "lost-device" ? null : faces}>
          {shown === "pair" && snapshot.pair ? (
            <PairDevice
              pair={snapshot.pair}
              onGo={(to, key) => void post({ type: "open", view: to, ...(key !== undefined && { key }) })}
            />
          ) : hero ? (
            <Page title={shown === "requests" ? "Requests" : "Devices"}>{null}</Page>
          ) : shown === "requests" ? (
            <RequestsView requests={requests} navigation={navigation} silence={snapshot} />
          ) : shown === "devices" ? (
            <DevicesView
              devices={devices}
              requests={requests}
              gateways={gateways}
              navigation={navigation}
              arrivals={snapshot.arrivals}
            />
          ) : shown === "lost-device" ? (
            <LostDevice snapshot={snapshot} navigation={navigation} onLeave={() => go("devices")} />
          ) : shown === "activity" ? (
            <ActivityPage rows={snapshot.activity} list={snapshot.activityList} />
          ) : (
            <SettingsView
              snapshot={snapshot}
              onConnect={() => connect({})}
              onMove={(of) => connect({ gateway: of, moving: true })}
            />
          )}
        </BannerContext>
        <UndoBar undos={snapshot.undos} />
        <Notices notices={snapshot.notices} />
        <StatusBar snapshot={snapshot} />
      </div>
      {question && <ConfirmDialog question={question} onClose={closeQuestion} />}
    </ConfirmContext>
  );
}
