import type { DeviceView } from "../../src/app/snapshot.ts";
import { Button } from "../parts/button.tsx";
import { Callout } from "../parts/callout.tsx";
import { useConfirm } from "../parts/confirm.ts";
import { useSender } from "../send.ts";
import { removeSeveralQuestion } from "./device-questions.ts";

/** As many as one intent carries. */
const MOST = 1000;

/** All the older entries on screen in one go: at most the ones that the gateway of the first one has. */
export function OlderLine({ devices }: { readonly devices: readonly DeviceView[] }) {
  const confirm = useConfirm();
  const { busy, refusal, send } = useSender();
  const gatewayId = devices[0]?.gatewayId ?? "";
  const mine = devices
    .filter((device) => device.gatewayId === gatewayId && device.canManage && device.action.state === "idle")
    .slice(0, MOST);
  if (mine.length === 0) return null;
  const deviceIds = mine.map((device) => device.deviceId);
  return (
    <div className="bulk-line">
      <p className="quiet">{devices.length === 1 ? "Its machine" : "Their machines"} paired again later.</p>
      <Button
        look="quiet-danger"
        off={busy}
        onPress={() =>
          confirm(removeSeveralQuestion(mine, () => void send({ type: "remove-several", gatewayId, deviceIds })))
        }
      >
        {mine.length === 1 ? "Remove 1 entry…" : `Remove ${mine.length} entries…`}
      </Button>
      {refusal && <Callout tone="warning" role="alert" sentence={refusal.sentence} step={refusal.step} />}
    </div>
  );
}
