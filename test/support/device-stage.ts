import type { Intent } from "../../src/app/intent.ts";
import { type DeskStage, stageDesk } from "./desk-stage.ts";

/** What changed something at the gateway, in order. */
export const sent = (stage: DeskStage) =>
  stage.gateway.calls
    .filter(({ method }) => /remove|revoke|rename|rotate|reject|approve/.test(method))
    .map(
      ({ method, params }) => `${method.split(".").at(-1) ?? ""} ${String(params["deviceId"] ?? params["requestId"])}`,
    );

export const refusal = (message: string) => Object.assign(new Error(message), { gatewayCode: "INVALID_REQUEST" });

/** A desk on a played gateway that holds these devices. */
export async function withDevices(rows: Record<string, unknown>[], scopes?: readonly string[]) {
  const stage = stageDesk();
  stage.gateway.paired = rows;
  await stage.connect(scopes);
  const { id: gatewayId } = stage.desk.snapshot().gateways[0]!;
  const device = (deviceId: string) => stage.desk.snapshot().devices.find((row) => row.deviceId === deviceId);
  const pass = async (ms: number) => {
    stage.clock.advance(ms);
    await stage.settle();
  };
  const notices = () => stage.desk.snapshot().notices.map(({ sentence }) => sentence);
  return { stage, gatewayId, device, pass, notices, do: (intent: Intent) => stage.desk.handle(intent) };
}
