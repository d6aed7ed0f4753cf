import { useId, useState } from "react";
import type { DeviceView, TokenView } from "../../src/app/snapshot.ts";
import { Button } from "../parts/button.tsx";
import { Callout } from "../parts/callout.tsx";
import { isBusy } from "../busy.ts";
import { useSender } from "../send.ts";

interface TokenRotateProps {
  readonly device: DeviceView;
  readonly token: TokenView;
  readonly onClose: () => void;
}

/** A new token for one role: which scopes it holds, and the truth about who gets it. */
export function TokenRotate({ device, token, onClose }: TokenRotateProps) {
  const id = useId();
  const { busy, refusal, send } = useSender();
  const held = new Set(token.scopes.map(({ name }) => name));
  const [chosen, setChosen] = useState<ReadonlySet<string>>(held);
  const { gatewayId, deviceId } = device;
  const same = chosen.size === held.size && [...chosen].every((scope) => held.has(scope));
  // Left as it is, the gateway is not asked to change anything about it: an older token may hold what no list names.
  const scopes = same ? {} : { scopes: [...chosen] };
  const rotate = () =>
    void send({ type: "rotate", gatewayId, deviceId, role: token.role, ...scopes }).then((taken) => taken && onClose());
  return (
    <div className="rotate" role="group" aria-labelledby={id}>
      <h4 id={id}>A new token for this role</h4>
      {token.choices.length > 0 && (
        <fieldset className="rotate-scopes">
          <legend className="quiet">It may do what is ticked, of what was approved:</legend>
          {token.choices.map((scope) => (
            <label key={scope} className="rotate-scope">
              <input
                type="checkbox"
                className="tick"
                checked={chosen.has(scope)}
                onChange={(event) => {
                  const next = new Set(chosen);
                  if (event.target.checked) next.add(scope);
                  else next.delete(scope);
                  setChosen(next);
                }}
              />
              <code>{scope}</code>
            </label>
          ))}
        </fieldset>
      )}
      <Callout
        tone="info"
        sentence={`${device.staysOpen ? "The old token stops working; what the device has open stays open until the gateway is restarted" : "The old token stops working and its connections are closed at once"}. Nobody but the device gets the new one, PairTray neither.`}
        step="A device that also knows the gateway’s shared token comes back by itself; one that knew only its token has to pair again. This does not lock out a lost device."
      />
      {token.revokedAtMs !== undefined && (
        <Callout tone="warning" sentence="This role is revoked. A new token gives it back to the device." />
      )}
      {refusal && <Callout tone="warning" role="status" sentence={refusal.sentence} step={refusal.step} />}
      <div className="pair">
        <Button onPress={onClose}>Cancel</Button>
        <Button off={busy || isBusy(device.action) || (token.choices.length > 0 && chosen.size === 0)} onPress={rotate}>
          Rotate token
        </Button>
      </div>
    </div>
  );
}
