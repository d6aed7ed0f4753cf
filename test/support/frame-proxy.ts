import { once } from "node:events";
import { createServer } from "node:http";
import { WebSocket, WebSocketServer } from "ws";

/** A proxy on loopback that changes what a client says to a gateway, frame by frame. */
export async function startFrameProxy(
  target: string,
  change: (frame: string) => string,
): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const server = createServer((_request, answer) => answer.end());
  const sockets = new WebSocketServer({ server });
  sockets.on("connection", (near) => {
    const far = new WebSocket(target);
    const opened = once(far, "open");
    near.on("message", (data: Buffer) => void opened.then(() => far.send(change(data.toString()))));
    far.on("message", (data: Buffer) => near.send(data.toString()));
    // A code that may not be sent (1006) is told by cutting the line.
    far.on("close", (code, reason) => (code === 1006 ? near.terminate() : near.close(code, reason)));
    near.on("close", () => far.close());
    near.on("error", () => undefined);
    far.on("error", () => near.terminate());
    opened.catch(() => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return {
    url: `ws://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`,
    close: async () => {
      for (const socket of sockets.clients) socket.terminate();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
