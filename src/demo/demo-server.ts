import type { RawData, WebSocket } from "ws";
import { z } from "zod";
import type { AuthRateLimit } from "./auth-rate-limit.ts";
import { decideConnect } from "./connect-decision.ts";
import type { ConnectPolicy, Cut } from "./connect-outcome.ts";
import { parseConnectParams } from "./connect-params.ts";
import { type DemoSession, demoSession } from "./demo-session.ts";
import { helloOk } from "./hello.ts";
import type { DemoOwner } from "./demo-gateway-types.ts";
import { type Answer, callMethod } from "./method.ts";
import { methodTable } from "./method-table.ts";
import { type BookEnvironment, forgetExpired, type PairingBook } from "./pairing-book.ts";
import { presenceRows } from "./presence.ts";
import { type FaultInjector, faultInjector } from "./wire-faults.ts";
import { invalidRequest, type WireError, type WireEvent } from "./wire-error.ts";

export interface DemoServerParts {
  readonly book: PairingBook;
  readonly policy: ConnectPolicy;
  readonly shape: 3 | 4;
  readonly tickIntervalMs: number;
  readonly rateLimit: AuthRateLimit;
  readonly environment: BookEnvironment;
}

/** The one place that holds the book and the open sessions; all decisions are made by pure functions elsewhere. */
export interface DemoServer {
  readonly accept: (socket: WebSocket) => void;
  readonly book: () => PairingBook;
  readonly change: (step: (book: PairingBook) => PairingBook) => void;
  readonly faults: FaultInjector;
  readonly owner: DemoOwner;
  readonly dropAll: () => void;
  /** Tells everyone that the gateway ends, as a real one does, and closes. */
  readonly sayGoodbye: () => void;
}

const requestFrame = z.object({
  type: z.literal("req"),
  id: z.string().min(1).max(256),
  method: z.string().min(1).max(256),
  params: z.unknown(),
});
type RequestFrame = z.infer<typeof requestFrame>;

const handshakeMs = 15_000;
const firstFrameBytes = 64 * 1024;

export function demoServer(parts: DemoServerParts): DemoServer {
  const { environment, policy, shape, tickIntervalMs } = parts;
  const table = methodTable(shape);
  const authMode = policy.shared.mode;
  const startedAt = environment.now();
  const sessions = new Set<DemoSession>();
  const faults = faultInjector(() => [...sessions].filter((session) => session.identity?.role === "operator"));
  let book = parts.book;

  const ticking = setInterval(() => {
    for (const session of sessions) if (session.identity) session.sendEvent("tick", { ts: environment.now() });
  }, tickIntervalMs);

  const tell = (events: readonly WireEvent[] = []) => {
    for (const { event, payload } of events) {
      for (const session of sessions) if (session.hears("operator.pairing")) session.sendEvent(event, payload);
    }
  };

  /** Whoever may read hears of every arrival and departure. */
  const tellPresence = () => {
    const presence = presenceRows(sessions, shape, environment.now());
    for (const session of sessions) if (session.hears("operator.read")) session.sendEvent("presence", { presence });
  };

  const cutOff = (cut: Cut | undefined, except?: DemoSession) => {
    if (!cut) return;
    for (const session of sessions) {
      const { identity } = session;
      if (session === except || identity?.caller.deviceId !== cut.deviceId) continue;
      // 4001 with these words for removal, revocation and rotation alike (measured).
      if (cut.role === undefined || cut.role === identity.role) session.close(4001, "device removed");
    }
  };

  /** Greets the session, or says why not. */
  const greet = (session: DemoSession, frame: RequestFrame): { error: WireError; reason: string } | undefined => {
    const now = environment.now();
    if (frame.method !== "connect") {
      const words = "invalid handshake: first request must be connect";
      return { error: invalidRequest(words), reason: words };
    }
    const params = parseConnectParams(frame.params);
    if ("problem" in params) {
      const words = `invalid connect params: ${params.problem}`;
      return { error: invalidRequest(words), reason: "invalid connect params" };
    }
    const locked = parts.rateLimit.refusal(now);
    if (locked) return { error: locked, reason: locked.message };

    const outcome = decideConnect(book, policy, params, session.nonce, environment);
    book = outcome.book;
    tell(outcome.events);
    if (!outcome.ok) {
      const code = outcome.error.details?.["code"];
      parts.rateLimit.note(typeof code === "string" ? code : "REFUSED", now);
      return { error: outcome.error, reason: outcome.closeReason };
    }
    parts.rateLimit.note(undefined, now);
    const deviceId = params.device?.id ?? "";
    const byDeviceToken = outcome.method === "device-token";
    session.identity = { role: params.role, caller: { deviceId, byDeviceToken, scopes: params.scopes } };
    const version = shape === 4 ? "2026.9.6-demo" : "2026.5.7-demo";
    const gateway = { shape, authMode, tickIntervalMs, uptimeMs: now - startedAt, version };
    session.sendAnswer(frame.id, helloOk(gateway, session.connId, outcome.auth));
    tell(outcome.after);
    tellPresence();
    cutOff(outcome.cut, session);
    return undefined;
  };

  /** Calls a method, keeps the next book and tells the operators; answering and cutting off are left to the caller. */
  const act = ({ caller, role }: NonNullable<DemoSession["identity"]>, method: string, params: unknown): Answer => {
    book = forgetExpired(book, environment.now());
    const isConnected = (deviceId: string) =>
      [...sessions].some((other) => other.identity?.caller.deviceId === deviceId);
    const presence = () => presenceRows(sessions, shape, environment.now());
    const context = { book, caller, environment, isConnected, presence, authMode };
    const result = callMethod(table, { role }, method, params, context);
    if (!result.ok) return result;
    if (result.book) book = result.book;
    tell(result.events);
    return result;
  };

  const answer = (session: DemoSession, frame: RequestFrame) => {
    if (!session.identity || faults.isSwallowed(frame.method)) return;
    const result = act(session.identity, frame.method, frame.params);
    if (!result.ok) {
      session.sendError(frame.id, result.error);
      return;
    }
    session.sendAnswer(frame.id, faults.rewritten(frame.method, result.payload));
    cutOff(result.cut);
  };

  return {
    accept: (socket) => {
      const session = demoSession(socket, environment.id(), environment.secret());
      sessions.add(session);
      const late = setTimeout(() => session.close(1008, "handshake timeout"), handshakeMs);
      const end = () => {
        clearTimeout(late);
        sessions.delete(session);
        if (session.identity) tellPresence();
      };
      socket.on("close", end);
      // A client that breaks the WebSocket rules ends its own connection, not the gateway.
      socket.on("error", () => socket.terminate());
      socket.on("message", (data, isBinary) => {
        const frame = readFrame(data, isBinary, session.identity === undefined);
        if (!frame) session.close(1008, "invalid request frame");
        else if (session.identity) answer(session, frame);
        else {
          const refusal = greet(session, frame);
          if (refusal) {
            session.sendError(frame.id, refusal.error);
            session.close(1008, refusal.reason);
          } else clearTimeout(late);
        }
      });
      session.sendEvent("connect.challenge", { nonce: session.nonce, ts: environment.now() });
    },
    book: () => book,
    change: (step) => (book = step(forgetExpired(book, environment.now()))),
    faults,
    owner: {
      pending: () =>
        forgetExpired(book, environment.now()).pending.map(({ requestId, deviceId, displayName }) => ({
          requestId,
          deviceId,
          displayName,
        })),
      approve: (requestId) => {
        const caller = { deviceId: "owner", byDeviceToken: false, scopes: ["operator.admin", "operator.pairing"] };
        const result = act({ caller, role: "operator" }, "device.pair.approve", { requestId });
        if (!result.ok) throw new Error(result.error.message);
        cutOff(result.cut);
      },
    },
    dropAll: () => sessions.forEach((session) => session.drop()),
    sayGoodbye: () => {
      clearInterval(ticking);
      for (const session of sessions) {
        if (session.identity) session.sendEvent("shutdown", { reason: "gateway stopping" });
        session.close(1012, "service restart");
      }
    },
  };
}

function readFrame(data: RawData, isBinary: boolean, isFirst: boolean): RequestFrame | undefined {
  if (isBinary) return undefined;
  const bytes = Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Uint8Array);
  if (isFirst && bytes.length > firstFrameBytes) return undefined;
  try {
    return requestFrame.parse(JSON.parse(bytes.toString("utf8")));
  } catch {
    return undefined;
  }
}
