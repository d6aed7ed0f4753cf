import { Download, Ellipsis, ShieldAlert, Trash2 } from "lucide-react";
import { type ReactNode, useRef } from "react";
import type { DeviceView, GatewayView, RequestView } from "../../src/app/snapshot.ts";
import { Callout } from "../parts/callout.tsx";
import { useConfirm } from "../parts/confirm.ts";
import { useSender } from "../send.ts";
import { clearQuestion } from "./device-questions.ts";

interface DevicesMenuProps {
  readonly devices: readonly DeviceView[];
  readonly gateways: readonly GatewayView[];
  readonly requests: readonly RequestView[];
}

const asksToPair = ({ kind }: RequestView) => kind !== "node-access" && kind !== "direct-message";

/** What is rarely done, and to all of them. */
export function DevicesMenu({ devices, gateways, requests }: DevicesMenuProps) {
  const menu = useRef<HTMLDetailsElement>(null);
  const confirm = useConfirm();
  const { refusal, send } = useSender();
  const close = () => menu.current?.removeAttribute("open");
  const entry = (icon: ReactNode, words: string, act: () => void, danger = false) => (
    <button
      key={words}
      type="button"
      className={danger ? "menu-item menu-danger" : "menu-item"}
      onClick={() => {
        close();
        act();
      }}
    >
      {icon}
      {words}
    </button>
  );
  return (
    <>
      <details
        ref={menu}
        className="menu"
        onKeyDown={(event) => {
          if (event.key === "Escape") close();
        }}
        onBlur={(event) => {
          if (!event.currentTarget.contains(event.relatedTarget)) close();
        }}
      >
        <summary aria-label="More">
          <Ellipsis size={16} aria-hidden />
        </summary>
        <div className="menu-items">
          {entry(
            <ShieldAlert size={16} aria-hidden />,
            "Lost a device…",
            () => void send({ type: "open", view: "lost-device" }),
          )}
          {entry(
            <Download size={16} aria-hidden />,
            "Export as CSV…",
            () => void send({ type: "export-devices", format: "csv" }),
          )}
          {entry(
            <Download size={16} aria-hidden />,
            "Export as JSON…",
            () => void send({ type: "export-devices", format: "json" }),
          )}
          {gateways.flatMap((gateway) => {
            const own = devices.filter((device) => device.gatewayId === gateway.id);
            const waiting = requests.filter((request) => request.gatewayId === gateway.id);
            const where = gateways.length > 1 ? ` of ${gateway.name}` : "";
            // Exactly what the question counts is sent: what comes while it stands open was seen by nobody.
            const clear = (pending: boolean) => {
              const asking = pending ? waiting.filter(asksToPair) : [];
              const count = { devices: own.length, requests: asking.length, staying: 0 };
              if (pending) count.staying = waiting.length - asking.length;
              const deviceIds = own.map(({ deviceId }) => deviceId);
              const requestIds = asking.map(({ requestId }) => requestId);
              const intent = { type: "clear", gatewayId: gateway.id, deviceIds, requestIds } as const;
              confirm(clearQuestion(gateway, count, where, () => void send(intent)));
            };
            const icon = <Trash2 size={16} aria-hidden />;
            return own.length === 0
              ? []
              : [
                  entry(icon, `Clear all devices${where}…`, () => clear(false), true),
                  entry(icon, `Clear all devices and requests${where}…`, () => clear(true), true),
                ];
          })}
        </div>
      </details>
      {refusal && <Callout tone="warning" role="alert" sentence={refusal.sentence} step={refusal.step} />}
    </>
  );
}
