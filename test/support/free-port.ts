import { createServer } from "node:net";

/** Below what systems give to whoever asks for any port (`ip_local_port_range` begins at 32768), above the well-known ones. */
const FIRST = 20_000;
const COUNT = 12_000;

/**
 * A port of loopback on which nobody listens, and which no outgoing connection gets in the seconds until somebody does.
 * Rejects when a hundred random ones are all taken.
 */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const port = FIRST + Math.floor(Math.random() * COUNT);
    if (await isFree(port)) return port;
  }
  throw new Error("No port of loopback is free.");
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
