import { connect } from "node:net";

const PATIENCE_MS = 1_500;

/** Whether something accepts connections at a `ws://` or `wss://` address, seen from this machine. Never rejects. */
export function answersAt(address: string, patienceMs = PATIENCE_MS): Promise<boolean> {
  const url = URL.parse(address);
  if (!url) return Promise.resolve(false);
  const port = Number(url.port) || (url.protocol === "wss:" ? 443 : 80);
  return new Promise((resolve) => {
    const socket = connect({ host: url.hostname.replace(/^\[|\]$/g, ""), port });
    const done = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(patienceMs, () => done(false));
    socket.once("connect", () => done(true));
    socket.once("error", () => done(false));
  });
}
