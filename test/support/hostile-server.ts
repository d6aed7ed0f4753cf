import { createServer as createHttpServer, type Server as HttpServer } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";
import { helloPayload } from "./fake-client.ts";
import { selfSigned } from "./self-signed.ts";

export interface Listening {
  readonly port: number;
  readonly close: () => Promise<void>;
}

async function listening(server: Server | HttpServer): Promise<Listening> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Raw TCP: what it says is not even HTTP. */
export function tcpServer(onConnection: (socket: Socket) => void): Promise<Listening> {
  return listening(createTcpServer(onConnection));
}

/** An HTTP server that knows no WebSocket. */
export function httpServer(status: number): Promise<Listening> {
  return listening(createHttpServer((_request, response) => response.writeHead(status).end("<h1>Hello</h1>")));
}

/** TLS by a certificate that nobody knows. */
export function selfSignedServer(): Promise<Listening> {
  return listening(createHttpsServer(selfSigned()));
}

/** A WebSocket server; `onSocket` plays the gateway. */
export function socketServer(onSocket: (socket: WebSocket) => void): Promise<Listening> {
  const http = createHttpServer();
  const sockets = new WebSocketServer({ server: http });
  sockets.on("connection", (socket) => {
    socket.on("error", () => undefined);
    onSocket(socket);
  });
  return listening(http);
}

export function challenge(socket: WebSocket, payload: unknown = { nonce: "nonce", ts: Date.now() }): void {
  socket.send(JSON.stringify({ type: "event", event: "connect.challenge", payload }));
}

/** Challenges, lets everybody in with this hello, answers every request with `{}`, and at the request `go` does its worst. */
export function greeting(hello: unknown = helloPayload, worst: (socket: WebSocket) => void = () => undefined) {
  return (socket: WebSocket): void => {
    challenge(socket);
    socket.on("message", (data: Buffer) => {
      const { id, method } = JSON.parse(data.toString()) as { id: string; method: string };
      if (method === "go") worst(socket);
      else socket.send(JSON.stringify({ type: "res", id, ok: true, payload: method === "connect" ? hello : {} }));
    });
  };
}
