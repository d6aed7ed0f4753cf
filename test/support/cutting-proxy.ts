import { connect, createServer, type Socket } from "node:net";

export interface CuttingProxy {
  /** `ws://127.0.0.1:<port>`: what is behind it is reached as if it were there. */
  readonly url: string;
  /**
   * On the next connection no answer comes through once the device has sent its second message, its credentials; `whenSent`
   * is called then, with what cuts it.
   */
  cutNext(whenSent: (cut: () => void) => void): void;
  close(): Promise<void>;
}

/** A way to a gateway that breaks at the worst moment: the device has shown its code, and the answer is on its way. */
export async function startCuttingProxy(port: number): Promise<CuttingProxy> {
  let waiting: ((cut: () => void) => void) | undefined;
  const sockets = new Set<Socket>();
  const server = createServer((device) => {
    const gateway = connect(port, "127.0.0.1");
    const whenSent = waiting;
    waiting = undefined;
    let messages = 0;
    const cut = () => {
      device.destroy();
      gateway.resetAndDestroy();
    };
    for (const socket of [device, gateway]) {
      sockets.add(socket);
      socket.on("error", cut);
      socket.on("close", cut);
    }
    device.on("data", (part) => {
      // The upgrade is the first, the connect request the second.
      messages += 1;
      if (messages === 2 && whenSent) {
        // The answer must not even reach the buffers of this side.
        gateway.pause();
        whenSent(cut);
      }
      gateway.write(part);
    });
    gateway.on("data", (part) => device.write(part));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return {
    url: `ws://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`,
    cutNext(whenSent) {
      waiting = whenSent;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
