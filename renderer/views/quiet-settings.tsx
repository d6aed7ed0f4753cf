import type { AppSnapshot } from "../../src/app/snapshot.ts";
import { Button } from "../parts/button.tsx";
import { Switch } from "../parts/switch.tsx";
import type { Sender } from "../send.ts";
import { timeOfDay } from "../time-words.ts";

interface QuietSettingsProps {
  readonly quiet: AppSnapshot["quiet"];
  readonly send: Sender["send"];
}

/** The snooze, and every device that is muted, with its way back. */
export function QuietSettings({ quiet, send }: QuietSettingsProps) {
  const { snoozedUntilMs, muted } = quiet;
  return (
    <>
      <Switch
        label="Snooze for 1 hour"
        hint={
          snoozedUntilMs === undefined
            ? "The list and the tray icon still show what waits."
            : `Until ${timeOfDay(snoozedUntilMs)}. The tray icon still shows what waits.`
        }
        on={snoozedUntilMs !== undefined}
        onChange={(on) => void send({ type: "snooze", on })}
      />
      {muted.map(({ deviceId, name, untilMs }) => (
        <div key={deviceId} className="row">
          <p className="row-text">
            <bdi>{name}</bdi> is muted until {timeOfDay(untilMs)}
          </p>
          <Button onPress={() => void send({ type: "unmute", deviceId })}>Notify again</Button>
        </div>
      ))}
    </>
  );
}
