import { startDemoGateway } from "../../src/demo/demo-gateway.ts";
import type { DemoGateway } from "../../src/demo/demo-gateway-types.ts";

const patienceMs = 30_000;

/** A demo gateway that lets PairTray in without a question. It runs in the bench's own process. */
export interface DemoSide {
  readonly gateway: DemoGateway;
  readonly token: string;
  /** For the app's environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Resolves when the app, connected, has been given the next list. Rejects after 30 s. */
  listed(): Promise<void>;
  stop(): Promise<void>;
}

export async function startDemoSide(): Promise<DemoSide> {
  const gateway = await startDemoGateway({
    autoApproveLocal: ({ displayName }) => displayName?.startsWith("PairTray") === true,
  });
  const token = gateway.token ?? "";
  const waiting = new Set<() => void>();
  gateway.faults.rewriteAnswers("device.pair.list", (payload) => {
    for (const tell of waiting) tell();
    return payload;
  });
  return {
    gateway,
    token,
    env: { OPENCLAW_GATEWAY_URL: gateway.url, OPENCLAW_GATEWAY_TOKEN: token },
    listed: () =>
      new Promise((resolve, reject) => {
        const late = setTimeout(() => {
          waiting.delete(tell);
          reject(new Error("PairTray did not ask for its list within 30 s."));
        }, patienceMs);
        const tell = () => {
          clearTimeout(late);
          waiting.delete(tell);
          resolve();
        };
        waiting.add(tell);
      }),
    stop: () => gateway.stop(),
  };
}
