import type { PairIntent } from "../../src/app/pair-desk.ts";
import type { PairingParts } from "../../src/app/pair-ports.ts";
import { type DeskStage, stageDesk } from "./desk-stage.ts";

/** A set-up code as a gateway makes it. */
export const secret = Buffer.from(
  JSON.stringify({ url: "ws://192.168.1.5:18789", bootstrapToken: "bootstrap-token-that-nobody-may-read" }),
).toString("base64url");

function issued(stage: DeskStage, more: object = {}): object {
  return {
    setupId: "s1",
    setupCode: secret,
    expiresAtMs: stage.clock.now() + 600_000,
    gatewayUrl: "ws://192.168.1.5:18789",
    access: "limited",
    ...more,
  };
}

/** A desk whose *Pair a device* is open, on a played gateway that makes codes. */
export async function stagedPairing(
  parts: Partial<PairingParts> = {},
  answer: object = {},
  env?: Record<string, string>,
) {
  const stage = stageDesk(env, undefined, parts);
  stage.gateway.answers.set("device.pair.setupCode", () => Promise.resolve(issued(stage, answer)));
  await stage.connect();
  await stage.desk.handle({ type: "open", view: "pair" });
  const send = async (intent: PairIntent) => {
    const result = await stage.desk.handle(intent);
    await stage.settle();
    return result;
  };
  const pair = () => stage.desk.snapshot().pair;
  const code = () => pair()?.code;
  const start = () => send({ type: "pair-start" });
  /** What a look at everything that leaves the desk shows of the secret. */
  const leaks = () => JSON.stringify(stage.desk.snapshot()).includes(secret);
  return { ...stage, send, start, pair, code, leaks };
}
