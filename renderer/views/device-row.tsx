import { ChevronDown, TriangleAlert } from "lucide-react";
import { memo, useId } from "react";
import type { DeviceView } from "../../src/app/snapshot.ts";
import { ActionNote } from "../parts/action-note.tsx";
import { Button } from "../parts/button.tsx";
import { useConfirm } from "../parts/confirm.ts";
import { DeviceIcon } from "../parts/device-icon.tsx";
import { GatewayMark } from "../parts/gateway-mark.tsx";
import { closeDetails } from "../parts/list-keys.ts";
import { Pill } from "../parts/pill.tsx";
import type { VirtualItemAttributes } from "../parts/virtual-list.tsx";
import { isBusy } from "../busy.ts";
import { useSender } from "../send.ts";
import { DeviceDetails } from "./device-details.tsx";
import { removeQuestion } from "./device-questions.ts";
import { Presence } from "./presence.tsx";

interface DeviceRowProps {
  readonly device: DeviceView;
  readonly open: boolean;
  /** The entry that took its place, when its machine paired again. */
  readonly laterName: string | undefined;
  /** What nobody wanted of it, in a few words. */
  readonly alarm: string | undefined;
  readonly attributes: VirtualItemAttributes;
  readonly onToggle: (key: string) => void;
}

function sameRow(before: DeviceRowProps, after: DeviceRowProps): boolean {
  return (
    before.device === after.device &&
    before.open === after.open &&
    before.laterName === after.laterName &&
    before.alarm === after.alarm &&
    before.onToggle === after.onToggle &&
    before.attributes.style.transform === after.attributes.style.transform &&
    before.attributes["data-index"] === after.attributes["data-index"] &&
    before.attributes["aria-setsize"] === after.attributes["aria-setsize"]
  );
}

/** One paired device: who, whether it is here, what it may do, Remove; folded out: everything the gateway knows. */
export const DeviceRow = memo(function DeviceRow({
  device,
  open,
  laterName,
  alarm,
  attributes,
  onToggle,
}: DeviceRowProps) {
  const id = useId();
  const confirm = useConfirm();
  const { busy, refusal, send } = useSender();
  const { gatewayId, deviceId } = device;
  const over = busy || isBusy(device.action);
  return (
    <li
      {...attributes}
      className="card device"
      aria-labelledby={`${id}-name`}
      onKeyDown={(event) => {
        if (closeDetails(event) || event.key !== "Escape" || !open) return;
        onToggle(device.key);
        event.currentTarget.querySelector<HTMLElement>("[data-heading]")?.focus();
      }}
    >
      <div className="device-head">
        <h2 className="card-heading">
          <button
            type="button"
            className="card-head"
            data-heading
            aria-expanded={open}
            aria-controls={`${id}-body`}
            onClick={() => onToggle(device.key)}
          >
            <DeviceIcon shape={device.shape} />
            <span className="card-who">
              <bdi id={`${id}-name`} className="card-name">
                {device.name}
              </bdi>
              <span className="card-quiet">
                <Presence device={device} />
                {device.isSelf && <Pill tone="accent">This app</Pill>}
                {device.letInBy !== undefined && <Pill tone="neutral">{device.letInBy}</Pill>}
                {alarm !== undefined && (
                  <Pill tone="bad" icon={<TriangleAlert size={12} aria-hidden />}>
                    {alarm}
                  </Pill>
                )}
                {laterName !== undefined && <Pill tone="neutral">Older entry</Pill>}
              </span>
              <span className="card-quiet">
                <GatewayMark id={gatewayId} />
                {device.access}
              </span>
            </span>
            <ChevronDown className="chevron" size={16} aria-hidden />
          </button>
        </h2>
        <Button
          look="quiet-danger"
          className="device-remove"
          off={over || !device.canManage}
          describedBy={device.canManage ? undefined : `${id}-cannot`}
          onPress={() => confirm(removeQuestion(device, () => void send({ type: "remove", gatewayId, deviceId })))}
        >
          Remove
        </Button>
        {!device.canManage && (
          <span id={`${id}-cannot`} className="hidden-text">
            {device.cannotManage}
          </span>
        )}
      </div>
      <div id={`${id}-body`} className="card-body" hidden={!open}>
        {open && <DeviceDetails device={device} laterName={laterName} />}
      </div>
      <ActionNote action={device.action} refusal={refusal} />
    </li>
  );
}, sameRow);
