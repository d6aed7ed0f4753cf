import { Pencil } from "lucide-react";
import { useId, useState } from "react";
import type { DeviceView } from "../../src/app/snapshot.ts";
import { Button } from "../parts/button.tsx";
import { isBusy } from "../busy.ts";
import { useSender } from "../send.ts";

/** The longest name that a gateway takes, in UTF-16 units, as it counts. */
const LONGEST = 64;

/** A name of the owner's own for a device. */
export function DeviceRename({ device }: { readonly device: DeviceView }) {
  const id = useId();
  const { busy, refusal, send } = useSender();
  const [name, setName] = useState<string>();
  const { gatewayId, deviceId, cannotRename } = device;
  const over = busy || isBusy(device.action);
  if (name === undefined) {
    return (
      <Button
        icon={<Pencil size={14} aria-hidden />}
        off={over || cannotRename !== undefined}
        describedBy={cannotRename === undefined ? undefined : id}
        onPress={() => setName(device.label ?? device.name)}
      >
        Rename
        {cannotRename !== undefined && (
          <span id={id} className="hidden-text">
            {cannotRename}
          </span>
        )}
      </Button>
    );
  }
  const save = () =>
    void send({ type: "rename", gatewayId, deviceId, label: name }).then((taken) => taken && setName(undefined));
  const off = over || name.trim() === "";
  return (
    <div className="field rename">
      <label htmlFor={id}>Name on this gateway</label>
      <div className="rename-line">
        <input
          id={id}
          className="input"
          autoFocus
          maxLength={LONGEST}
          spellCheck={false}
          value={name}
          aria-describedby={`${id}-hint`}
          onChange={(event) => setName(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && !off) save();
            if (event.key !== "Escape") return;
            event.stopPropagation();
            setName(undefined);
          }}
        />
        <Button look="accent" off={off} onPress={save}>
          Save
        </Button>
        <Button look="quiet" onPress={() => setName(undefined)}>
          Cancel
        </Button>
      </div>
      <p id={`${id}-hint`} className="quiet">
        1 to {LONGEST} characters. Everybody who manages this gateway sees it.
      </p>
      {refusal && (
        <p className="field-error" role="alert">
          {refusal.sentence} {refusal.step}
        </p>
      )}
    </div>
  );
}
