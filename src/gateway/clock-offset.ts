import { request as plainRequest } from "node:http";
import { request as tlsRequest } from "node:https";

const PATIENCE_MS = 3_000;

/**
 * How far the gateway's clock is ahead of this machine's, in ms (negative: behind), to about half a second: from the `Date`
 * of its HTTP answer. Sends no credential. Undefined where it doesn't say.
 * @param now this machine's clock, ms since the epoch
 */
export function measureClockOffset(address: string, now: () => number): Promise<number | undefined> {
  const url = URL.parse(address.replace(/^ws/, "http"));
  if (!url) return Promise.resolve(undefined);
  const startMs = now();
  return new Promise((resolve) => {
    const isTls = url.protocol === "https:";
    const call = (isTls ? tlsRequest : plainRequest)(
      url,
      // Nothing is told and nothing is believed but a time that the user reads.
      { method: "HEAD", timeout: PATIENCE_MS, agent: false, ...(isTls && { rejectUnauthorized: false }) },
      (answer) => {
        answer.resume();
        const theirs = Date.parse(answer.headers.date ?? "");
        // The header has whole seconds, so that half of one is the best guess.
        resolve(Number.isFinite(theirs) ? Math.round(theirs + 500 - (startMs + now()) / 2) : undefined);
        call.destroy();
      },
    );
    call.on("timeout", () => call.destroy());
    call.on("error", () => resolve(undefined));
    call.end();
  });
}
