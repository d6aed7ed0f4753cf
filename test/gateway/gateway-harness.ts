import { createPhone, type PhoneOptions, type SimulatedPhone } from "../../src/demo/simulated-phone.ts";

/** How long anything may take that a gateway does at once: a busy machine needs more than that. */
export const PATIENCE_MS = 20_000;

/** A gateway under contract: started fresh, token mode, nothing approved silently. */
export interface GatewayHarness {
  readonly url: string;
  readonly token: string;
  /** The owner approves at the gateway's own machine. */
  ownerApprove(requestId: string): Promise<void>;
  stop(): Promise<void>;
}

interface RecordedEvent {
  readonly event: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** An operator with an open session that writes down every pairing event it hears. */
export interface Operator {
  readonly phone: SimulatedPhone;
  readonly events: readonly RecordedEvent[];
  /** An RPC; rejects with the gateway's error. */
  call(method: string, params?: unknown): Promise<Readonly<Record<string, unknown>>>;
  /** The error of an RPC that must fail: `{code, message, details}`. */
  failure(method: string, params?: unknown): Promise<{ code: unknown; message: string; details: unknown }>;
  /** The first recorded event that fits, waiting up to 20 s for it. */
  heard(event: string, fits?: (payload: RecordedEvent["payload"]) => boolean): Promise<RecordedEvent["payload"]>;
  pending(): Promise<readonly Readonly<Record<string, unknown>>[]>;
  paired(): Promise<readonly Readonly<Record<string, unknown>>[]>;
}

export const operatorOptions = {
  platform: "linux",
  role: "operator",
  clientName: "gateway-client",
  mode: "ui",
} as const satisfies Partial<PhoneOptions>;

export function operatorOn(phone: SimulatedPhone): Operator {
  const events: RecordedEvent[] = [];
  const waiting = new Set<() => void>();
  phone.onEvent((event, payload) => {
    if (!/\.pair\./.test(event)) return;
    events.push({ event, payload: payload as RecordedEvent["payload"] });
    for (const look of waiting) look();
  });
  const call = async (method: string, params: unknown = {}) =>
    (await phone.request(method, params)) as Readonly<Record<string, unknown>>;
  const list = async (key: "pending" | "paired") =>
    (await call("device.pair.list"))[key] as readonly Readonly<Record<string, unknown>>[];
  return {
    phone,
    events,
    call,
    failure: async (method, params) => {
      const answer = await call(method, params).then(
        (payload) => ({ payload }),
        (error: unknown) => ({ error }),
      );
      if (!("error" in answer)) {
        throw new Error(`${method} was expected to fail, but answered ${JSON.stringify(answer.payload)}`);
      }
      const error = answer.error as { gatewayCode?: unknown; message: string; details?: unknown };
      return { code: error.gatewayCode, message: error.message, details: error.details };
    },
    heard: (event, fits = () => true) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = events.find((recorded) => recorded.event === event && fits(recorded.payload));
          if (!found) return;
          clearTimeout(late);
          waiting.delete(look);
          resolve(found.payload);
        };
        const late = setTimeout(() => {
          waiting.delete(look);
          reject(new Error(`${event} was not heard within 20 s; heard: ${events.map((e) => e.event).join(", ")}`));
        }, PATIENCE_MS);
        waiting.add(look);
        look();
      }),
    pending: () => list("pending"),
    paired: () => list("paired"),
  };
}

/** Makes phones for one test, and hangs all of them up again. */
export function phoneShop(gateway: () => GatewayHarness) {
  const sold: SimulatedPhone[] = [];
  const phone = (options: Partial<PhoneOptions> = {}) => {
    const { url, token } = gateway();
    const made = createPhone({ url, token, name: "Pixel 9", platform: "android", deviceFamily: "Android", ...options });
    sold.push(made);
    return made;
  };
  return {
    phone,
    /** The same, without the shared token: it has only what the gateway gives it. */
    strangerPhone: (options: Partial<PhoneOptions> = {}) => {
      const made = createPhone({
        url: gateway().url,
        name: "Pixel 9",
        platform: "android",
        deviceFamily: "Android",
        ...options,
      });
      sold.push(made);
      return made;
    },
    hangUpAll: async () => {
      await Promise.all(sold.splice(0).map((made) => made.close()));
    },
  };
}

/** Knocks and must be told to wait for approval. */
export async function knockAndWait(
  phone: SimulatedPhone,
): Promise<{ requestId: string; details: Readonly<Record<string, unknown>>; reason: string }> {
  const result = await phone.knock();
  if (result.kind !== "pairing-required" || result.requestId === undefined) {
    throw new Error(`${phone.name} was expected to wait for approval, but: ${result.kind}`);
  }
  return { requestId: result.requestId, details: result.details, reason: result.reason };
}

/** The next close of a greeted connection. */
export function closeOf(phone: SimulatedPhone): Promise<number> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`${phone.name} was not closed within 20 s`)), PATIENCE_MS);
    const undo = phone.onClose((code) => {
      clearTimeout(late);
      undo();
      resolve(code);
    });
  });
}
