import { randomBytes as cryptoRandomBytes } from "node:crypto";
import { WebSocketServer } from "ws";
import { authRateLimit } from "./auth-rate-limit.ts";
import { askForAccess } from "./channel-queue.ts";
import type { SharedSecret } from "./connect-auth.ts";
import type { DemoAuth, DemoGateway, DemoGatewayOptions, LocalDevice } from "./demo-gateway-types.ts";
import { demoServer } from "./demo-server.ts";
import { maxPayloadBytes } from "./hello.ts";
import { type BookEnvironment, emptyBook } from "./pairing-book.ts";

export type { DemoGateway, DemoGatewayOptions } from "./demo-gateway-types.ts";

const goodbyeMs = 500;

/**
 * Starts an embedded gateway that speaks the pairing part of the protocol, on 127.0.0.1 only. It rejects if the port is
 * taken. Nothing is written to disk: what it knows ends with it, or goes on in `memory()`.
 */
export async function startDemoGateway(options: DemoGatewayOptions = {}): Promise<DemoGateway> {
  const randomBytes = options.randomBytes ?? cryptoRandomBytes;
  const secret = () => Buffer.from(randomBytes(32)).toString("base64url");
  const environment: BookEnvironment = { now: options.now ?? Date.now, id: () => asUuid(randomBytes(16)), secret };
  const shared = sharedSecret(options.memory?.auth ?? options.auth ?? { mode: "token" }, secret);

  const sockets = new WebSocketServer({
    host: "127.0.0.1",
    port: options.port ?? 0,
    maxPayload: maxPayloadBytes,
    // A page in somebody's browser must not reach a gateway on loopback; apps and phones send no Origin.
    verifyClient: ({ origin }: { origin?: string }) => !origin,
  });
  await new Promise<void>((resolve, reject) => {
    sockets.once("listening", resolve);
    sockets.once("error", reject);
  });
  const address = sockets.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;

  const server = demoServer({
    book: options.memory?.book ?? emptyBook,
    policy: { shared, autoApproveLocal: localRule(options.autoApproveLocal ?? false) },
    shape: options.shape ?? 4,
    tickIntervalMs: options.tickIntervalMs ?? 30_000,
    rateLimit: authRateLimit(options.authRateLimit),
    environment,
  });
  sockets.on("connection", (socket) => server.accept(socket));

  return {
    url: `ws://127.0.0.1:${port}`,
    port,
    token: shared.mode === "token" ? shared.secret : undefined,
    password: shared.mode === "password" ? shared.secret : undefined,
    dropConnections: server.dropAll,
    requestChannelAccess: (ask) => server.change((book) => askForAccess(book, ask, environment)),
    faults: server.faults,
    owner: server.owner,
    memory: () => ({ book: server.book(), auth: authOf(shared) }),
    stop: async () => {
      server.sayGoodbye();
      const impatient = setTimeout(server.dropAll, goodbyeMs);
      await new Promise<void>((resolve) => sockets.close(() => resolve()));
      clearTimeout(impatient);
    },
  };
}

function localRule(rule: NonNullable<DemoGatewayOptions["autoApproveLocal"]>): (device: LocalDevice) => boolean {
  return typeof rule === "function" ? rule : () => rule;
}

function sharedSecret(auth: DemoAuth, secret: () => string): SharedSecret {
  if (auth.mode === "token") return { mode: "token", secret: auth.token ?? secret() };
  if (auth.mode === "password") return { mode: "password", secret: auth.password ?? secret() };
  return { mode: "none" };
}

function authOf(shared: SharedSecret): DemoAuth {
  if (shared.mode === "token") return { mode: "token", token: shared.secret };
  return shared.mode === "password" ? { mode: "password", password: shared.secret } : { mode: "none" };
}

/** Version 4, as a gateway names its requests. */
function asUuid(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes);
  hex.writeUInt8((hex.readUInt8(6) & 0x0f) | 0x40, 6);
  hex.writeUInt8((hex.readUInt8(8) & 0x3f) | 0x80, 8);
  const text = hex.toString("hex");
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join("-");
}
