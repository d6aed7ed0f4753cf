import { Plug, Power } from "lucide-react";
import type { ReactNode } from "react";
import type { AppSnapshot, GatewayView } from "../../src/app/snapshot.ts";
import { Button } from "../parts/button.tsx";
import { Callout } from "../parts/callout.tsx";
import { Choice } from "../parts/choice.tsx";
import { Facts } from "../parts/facts.tsx";
import { Page } from "../parts/page.tsx";
import { Switch } from "../parts/switch.tsx";
import { useSender } from "../send.ts";
import { Diagnostics } from "./diagnostics.tsx";
import { GatewayRow } from "./gateways.tsx";
import { BlockedDevices } from "./blocked-devices.tsx";
import { QuietSettings } from "./quiet-settings.tsx";
import { RefuseSwitch } from "./where-kept.tsx";

const themes = [
  { value: "system", label: "System" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
] as const;

interface SettingsViewProps {
  readonly snapshot: AppSnapshot;
  readonly onConnect: () => void;
  readonly onMove: (gateway: GatewayView) => void;
}

export function SettingsView({ snapshot, onConnect, onMove }: SettingsViewProps) {
  const { settings, machine, gateways } = snapshot;
  const { refusal, send } = useSender();
  return (
    <Page title="Settings">
      {refusal && <Callout tone="warning" role="alert" sentence={refusal.sentence} step={refusal.step} />}
      <Group title="Gateway">
        {gateways.map((gateway) => (
          <GatewayRow key={gateway.id} gateway={gateway} lockOuts={snapshot.lockOuts} onMove={onMove} />
        ))}
        <div className="row">
          <p className="row-text quiet">Another gateway, or another token or password</p>
          <Button onPress={onConnect} icon={<Plug size={14} aria-hidden />}>
            Connect…
          </Button>
        </div>
      </Group>
      <Group title="Notifications">
        <Switch
          label="Notify me when a device asks to pair"
          on={settings.notifications}
          onChange={(on) => void send({ type: "set-notifications", on })}
        />
        <Switch
          label="Show device names"
          hint="When off, a notification only says “A device asks to pair”."
          on={settings.showNames}
          onChange={(on) => void send({ type: "set-show-names", on })}
        />
        <QuietSettings quiet={snapshot.quiet} send={send} />
        <Remark {...machine.notifying} />
      </Group>
      <BlockedDevices blocked={snapshot.blocked} />
      <Group title="General">
        <Switch
          label="Open at login"
          hint={
            machine.trayShown
              ? "Starts quietly in the tray."
              : "This desktop shows no tray: start PairTray again to open its window."
          }
          on={settings.openAtLogin}
          onChange={(on) => void send({ type: "set-open-at-login", on })}
        />
        <div className="row">
          <span className="row-text">Appearance</span>
          <Choice
            legend="Appearance"
            options={themes}
            value={settings.theme}
            onChange={(theme) => void send({ type: "set-theme", theme })}
          />
        </div>
      </Group>
      <Group title="Security">
        <Remark {...machine.keeping} />
        {machine.keeping.warning && <RefuseSwitch refused={settings.refuseUnencrypted ?? false} />}
        {machine.unofficialElectron && (
          <Remark warning sentence="This runs on an unofficial Electron, meant for the demo and for tests only." />
        )}
      </Group>
      <Group title="Diagnostics">
        <Diagnostics snapshot={snapshot} />
      </Group>
      <Group title="About">
        <div className="row row-plain">
          <Facts
            facts={[
              { label: "PairTray", value: machine.version },
              { label: "Electron", value: machine.electron },
              { label: "System", value: machine.platform },
            ]}
          />
        </div>
        <div className="row">
          <p className="row-text quiet">Closing the window keeps PairTray running.</p>
          <Button onPress={() => void send({ type: "quit" })} icon={<Power size={14} aria-hidden />}>
            Quit PairTray
          </Button>
        </div>
      </Group>
    </Page>
  );
}

function Group({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="group" aria-label={title}>
      <h2>{title}</h2>
      <div className="group-box">{children}</div>
    </section>
  );
}

/** A fact about this machine, calm or as a warning. */
function Remark({ sentence, warning }: { readonly sentence: string; readonly warning: boolean }) {
  return (
    <div className="row row-plain">
      {warning ? <Callout tone="warning" sentence={sentence} /> : <p className="quiet">{sentence}</p>}
    </div>
  );
}
