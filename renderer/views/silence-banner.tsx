import { Button } from "../parts/button.tsx";
import { Callout } from "../parts/callout.tsx";
import { useSender } from "../send.ts";
import { timeOfDay } from "../time-words.ts";
import type { Silence } from "../words.ts";

/** Where no notification would tell of a request, the list says so: whoever relies on one would wait for nothing. */
export function SilenceBanner({ quiet, machine, settings }: Silence) {
  const { send } = useSender();
  if (quiet.snoozedUntilMs !== undefined) {
    return (
      <Callout tone="info" sentence={`Notifications are snoozed until ${timeOfDay(quiet.snoozedUntilMs)}.`}>
        <Button look="quiet" onPress={() => void send({ type: "snooze", on: false })}>
          Notify again
        </Button>
      </Callout>
    );
  }
  if (!settings.notifications) {
    return (
      <Callout tone="info" sentence="Notifications are off: requests show up only here and in the tray.">
        <Button look="quiet" onPress={() => void send({ type: "set-notifications", on: true })}>
          Turn on
        </Button>
      </Callout>
    );
  }
  return machine.notifying.warning ? <Callout tone="warning" sentence={machine.notifying.sentence} /> : null;
}
