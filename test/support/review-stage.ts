import type { RequestView } from "../../src/app/snapshot.ts";
import { type DeskStage, requestRow, stageDesk } from "./desk-stage.ts";

/** What an operator's program says of itself, over a phone's row. */
export const operator = (scopes: string[]) => ({
  role: "operator",
  roles: ["operator"],
  scopes,
  clientId: "gateway-client",
});

interface About {
  readonly gatewayId: string;
  readonly requestId: string;
  readonly digest: string;
}

export interface ReviewStage {
  readonly stage: DeskStage;
  readonly view: (id?: string) => RequestView;
  /** What a decision about the card, as it is now, has to carry. */
  readonly about: (id?: string) => About;
  /** The window shows the card. */
  readonly see: (id?: string) => Promise<unknown>;
  /** The gateway holds these from now on, and the desk asks. */
  readonly list: (rows: Record<string, unknown>[]) => Promise<void>;
}

/** A connected desk with one request, `r1` of the device `phone`. */
export async function withRequest(more: object = {}): Promise<ReviewStage> {
  const stage = stageDesk();
  stage.gateway.pending = [requestRow("r1", "phone", stage.clock.now(), more)];
  await stage.connect();
  const view = (id = "r1") => stage.request(id)!;
  const about = (id = "r1") => ({ gatewayId: view(id).gatewayId, requestId: id, digest: view(id).digest });
  return {
    stage,
    view,
    about,
    see: (id = "r1") => stage.desk.handle({ type: "seen", ...about(id) }),
    list: async (rows) => {
      stage.gateway.pending = rows;
      stage.clock.advance(15_000);
      await stage.settle();
    },
  };
}
