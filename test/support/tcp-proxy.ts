import { createServer, connect, type Socket } from "node:net";

/** What a proxy sees of one connection before the bytes go on. Returns what goes on instead; undefined swallows it. */
type Passing = (chunk: Buffer, direction: "up" | "down") => Buffer | undefined;

export interface TcpProxy {
  readonly port: number;
  /** `ws://127.0.0.1:<port>` */
  readonly url: string;
  /** Connections that are open now. */
  open(): number;
  /** Connections that were ever opened. */
  opened(): number;
  /** From now on every chunk goes through this; `undefined` undoes it. */
  pass(change: Passing | undefined): void;
  /** Every chunk arrives that much later, in ms, and in order. */
  delay(ms: number): void;
  /** No byte goes either way, nobody is told; what comes meanwhile waits for `thaw`. */
  freeze(): void;
  thaw(): void;
  /** What is frozen is lost: the sockets stay open and say nothing for ever. New connections are frozen too until `thaw`. */
  halfOpen(): void;
  /** Every byte travels alone. */
  trickle(on: boolean): void;
  /** New connections are reset at once. */
  refuse(on: boolean): void;
  /** Cuts every open connection with a reset. */
  reset(): void;
  close(): Promise<void>;
}

interface Pipe {
  readonly client: Socket;
  readonly server: Socket;
  dead: boolean;
}

/**
 * A TCP proxy on loopback in front of a gateway, for tests: hurts the connection on demand.
 * @param target where the gateway listens; loopback unless told
 * @param header the line to add to the HTTP request that opens the nth connection, as a reverse proxy adds `X-Forwarded-For`
 */
export async function startTcpProxy(
  target: { readonly port: number; readonly host?: string },
  header?: (nth: number) => string,
): Promise<TcpProxy> {
  const pipes = new Set<Pipe>();
  let passing: Passing | undefined;
  let delayMs = 0;
  let frozen = false;
  let refusing = false;
  let trickling = false;
  let opened = 0;
  let held: (() => void)[] = [];

  const server = createServer((client) => {
    opened += 1;
    if (refusing) {
      client.resetAndDestroy();
      return;
    }
    const upstream = connect(target.port, target.host ?? "127.0.0.1");
    client.setNoDelay(true);
    upstream.setNoDelay(true);
    const pipe: Pipe = { client, server: upstream, dead: false };
    pipes.add(pipe);
    let first = true;
    const nth = opened;
    const forward = (chunk: Buffer, direction: "up" | "down"): void => {
      const to = direction === "up" ? upstream : client;
      let bytes = chunk;
      if (direction === "up" && first) {
        first = false;
        bytes = header === undefined ? chunk : withHeader(chunk, header(nth));
      }
      const send = (): void => {
        const changed = passing ? passing(bytes, direction) : bytes;
        if (!changed || to.destroyed) return;
        if (trickling) for (const byte of changed) to.write(Buffer.from([byte]));
        else to.write(changed);
      };
      const later = (): void => {
        if (pipe.dead) return;
        if (frozen) held.push(later);
        else send();
      };
      if (delayMs > 0) setTimeout(later, delayMs);
      else later();
    };
    client.on("data", (chunk: Buffer) => forward(chunk, "up"));
    upstream.on("data", (chunk: Buffer) => forward(chunk, "down"));
    const end = (other: Socket) => () => {
      pipes.delete(pipe);
      // A half-open connection is one whose other end never hears.
      if (!pipe.dead) other.destroy();
    };
    client.on("error", () => undefined).on("close", end(upstream));
    upstream.on("error", () => undefined).on("close", end(client));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;

  const proxy: TcpProxy = {
    port,
    url: `ws://127.0.0.1:${port}`,
    open: () => pipes.size,
    opened: () => opened,
    pass: (change) => (passing = change),
    delay: (ms) => (delayMs = ms),
    freeze: () => (frozen = true),
    thaw: () => {
      frozen = false;
      const waiting = held;
      held = [];
      for (const one of waiting) one();
    },
    halfOpen: () => {
      for (const pipe of pipes) {
        pipe.dead = true;
        pipe.server.destroy();
      }
      held = [];
    },
    refuse: (on) => (refusing = on),
    trickle: (on) => (trickling = on),
    reset: () => {
      for (const { client, server: upstream } of pipes) {
        client.resetAndDestroy();
        upstream.destroy();
      }
    },
    close: async () => {
      for (const { client, server: upstream } of pipes) {
        client.destroy();
        upstream.destroy();
      }
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
  return proxy;
}

function withHeader(request: Buffer, header: string): Buffer {
  const end = request.indexOf("\r\n");
  return end < 0
    ? request
    : Buffer.concat([request.subarray(0, end + 2), Buffer.from(`${header}\r\n`), request.subarray(end + 2)]);
}
