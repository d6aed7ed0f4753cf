import { EventEmitter } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";

export interface BusCall {
  readonly destination: string;
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  readonly signature?: string;
  readonly body?: readonly unknown[];
}

export interface BusMessage {
  /** Unique name of whoever sent it, as stamped by the bus: can't be forged. */
  readonly sender: string;
  readonly interface: string;
  readonly member: string;
  readonly body: readonly unknown[];
}

/** One connection to the session bus. When it is lost it is lost: `keepBus` opens the next one. */
export interface SessionBus {
  /** Rejects with the callee's error, when the bus goes away, and after five seconds of silence. */
  call(call: BusCall): Promise<BusMessage>;
  /** Only signals that a match rule asked for, and those sent to us alone. Returns its own undo. */
  onSignal(listener: (signal: BusMessage) => void): () => void;
  onLost(listener: () => void): () => void;
  variant(signature: string, value: unknown): unknown;
  close(): void;
}

const answerWithinMs = 5_000;

/**
 * Where the session bus is, or undefined where there is none: then nothing may be sent, because D-Bus libraries fall back
 * to launching a bus of their own that nobody listens to.
 */
export function sessionBusAddress(env: NodeJS.ProcessEnv, exists = existsSync): string | undefined {
  const named = env["DBUS_SESSION_BUS_ADDRESS"];
  if (named) return named;
  const runtime = env["XDG_RUNTIME_DIR"];
  const socket = runtime && join(runtime, "bus");
  return socket && exists(socket) ? `unix:path=${socket}` : undefined;
}

/** Rejects when nothing answers at the address. The library is loaded here, long after the tray stands. */
export async function connectSessionBus(busAddress: string): Promise<SessionBus> {
  const { Message, MessageType, sessionBus, Variant } = await import("@jellybrick/dbus-next");
  const bus = sessionBus({ busAddress });
  const lost = new AbortController();
  const lose = () => lost.abort();
  const signals = new EventEmitter();
  signals.setMaxListeners(0);

  // The library tells nobody when its stream ends, only its inner connection knows.
  const inner: unknown = (bus as unknown as { _connection?: unknown })._connection;
  if (inner instanceof EventEmitter) inner.on("end", lose);
  bus.on("error" as "connect", lose);
  bus.on("message", (message) => {
    if (message.type === MessageType.SIGNAL) signals.emit("signal", message);
  });

  function orLost<T>(answer: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const fail = () => reject(new Error("The session bus went away."));
      if (lost.signal.aborted) {
        fail();
        return;
      }
      const timer = setTimeout(() => reject(new Error("No answer on the session bus.")), answerWithinMs);
      lost.signal.addEventListener("abort", fail, { once: true });
      void answer.then(resolve, reject).finally(() => {
        clearTimeout(timer);
        lost.signal.removeEventListener("abort", fail);
      });
    });
  }

  try {
    await orLost(new Promise<void>((resolve) => void bus.once("connect", resolve)));
  } catch (error) {
    bus.disconnect();
    throw error;
  }
  return {
    async call(call) {
      const reply = await orLost(bus.call(new Message({ ...call, body: [...(call.body ?? [])] })));
      if (!reply) throw new Error(`${call.member} was not answered.`);
      return reply;
    },
    onSignal(listener) {
      signals.on("signal", listener);
      return () => signals.off("signal", listener);
    },
    onLost(listener) {
      lost.signal.addEventListener("abort", listener, { once: true });
      return () => lost.signal.removeEventListener("abort", listener);
    },
    variant: (signature, value) => new Variant(signature, value),
    close() {
      lost.abort();
      bus.disconnect();
    },
  };
}
