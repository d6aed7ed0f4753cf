import { vi } from "vitest";
import type { Intent } from "../../src/app/intent.ts";
import type { AppSnapshot, DeviceView, RequestView } from "../../src/app/snapshot.ts";
import { createPhone, type PhoneOptions, type SimulatedPhone } from "../../src/demo/simulated-phone.ts";
import { liveDesk, type LiveDesk } from "./live-desk.ts";
import { type RealGateway, startRealGateway } from "./real-gateway.ts";

interface Listed {
  readonly pending: readonly { readonly deviceId: string }[];
  readonly paired: readonly ListedDevice[];
}

interface ListedDevice {
  readonly deviceId: string;
  readonly operatorLabel?: string;
  readonly tokens: readonly ListedToken[];
}

interface ListedToken {
  readonly role: string;
  readonly scopes: readonly string[];
  readonly rotatedAtMs?: number;
  readonly revokedAtMs?: number;
}

/** A desk that the owner let in at a real gateway of its own, phones that knock there, and the owner's command line. */
export interface OwnedDesk {
  readonly gateway: RealGateway;
  readonly live: LiveDesk;
  readonly gatewayId: string;
  readonly snapshot: () => AppSnapshot;
  readonly device: (deviceId: string) => DeviceView | undefined;
  readonly request: (deviceId: string) => RequestView | undefined;
  /** What `openclaw devices list --json` says. */
  readonly listed: () => Promise<Listed>;
  readonly paired: (deviceId: string) => Promise<ListedDevice | undefined>;
  readonly token: (deviceId: string, role: string) => Promise<ListedToken | undefined>;
  readonly phone: (options: Partial<PhoneOptions>) => SimulatedPhone;
  /** A phone that this desk let in, connected. */
  readonly pairedPhone: (options: Partial<PhoneOptions>) => Promise<SimulatedPhone>;
  readonly decide: (what: "approve" | "reject", who: SimulatedPhone) => Promise<void>;
  /** Does it as the window does, and doesn't wait for the moment to take it back. Rejects with the refusal. */
  readonly act: (intent: Intent) => Promise<void>;
  /** Approves this app's own request, as the owner. */
  readonly letAppIn: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export const operatorPhone: Partial<PhoneOptions> = {
  role: "operator",
  name: "Laptop",
  platform: "linux",
  clientName: "gateway-client",
  mode: "ui",
  scopes: ["operator.read", "operator.write"],
};

const patience = { timeout: 20_000, interval: 50 };

export async function ownedDesk(): Promise<OwnedDesk> {
  const gateway = await startRealGateway();
  const live = liveDesk([gateway]);
  const phones: SimulatedPhone[] = [];
  const snapshot = () => live.desk.snapshot();
  const gatewayId = snapshot().gateways[0]?.id ?? "";
  const device = (deviceId: string) => snapshot().devices.find((row) => row.deviceId === deviceId);
  const request = (deviceId: string) => snapshot().requests.find((row) => row.deviceId === deviceId);
  const listed = async () => JSON.parse(await gateway.cli(["devices", "list", "--json"])) as Listed;
  const paired = async (deviceId: string) => (await listed()).paired.find((row) => row.deviceId === deviceId);

  const act = async (intent: Intent) => {
    const result = await live.desk.handle(intent);
    if (!result.ok) throw new Error(result.sentence);
    await live.desk.sendWaiting();
  };
  const phone = (options: Partial<PhoneOptions>) => {
    const token = gateway.token === undefined ? {} : { token: gateway.token };
    const made = createPhone({
      url: gateway.url,
      ...token,
      name: "Pixel",
      platform: "android",
      role: "node",
      ...options,
    });
    phones.push(made);
    return made;
  };
  const decide = async (what: "approve" | "reject", who: SimulatedPhone) => {
    const { requestId, digest } = await vi.waitUntil(() => request(who.deviceId), patience);
    await act({ type: what, gatewayId, requestId, digest });
  };
  const letAppIn = async () => {
    const state = () => snapshot().gateways[0]?.state;
    const connected = () => state()?.kind === "connected";
    await vi.waitUntil(() => connected() || state()?.command?.includes("approve"), patience);
    if (!connected()) await gateway.cli(["devices", "approve", state()?.command?.split(" ").at(-1) ?? ""]);
    await vi.waitUntil(connected, patience);
  };

  const close = async () => {
    live.desk.close();
    await Promise.all(phones.map((one) => one.close()));
    await gateway.stop();
  };

  try {
    await letAppIn();
  } catch (error) {
    await close();
    throw error;
  }
  return {
    gateway,
    live,
    gatewayId,
    snapshot,
    device,
    request,
    listed,
    paired,
    token: async (deviceId, role) => (await paired(deviceId))?.tokens.find((row) => row.role === role),
    phone,
    async pairedPhone(options) {
      const made = phone(options);
      await made.knock();
      await decide("approve", made);
      const result = await made.knock();
      if (result.kind !== "hello") throw new Error(`${made.name} was approved, but: ${result.kind}`);
      await vi.waitUntil(() => device(made.deviceId), patience);
      return made;
    },
    decide,
    act,
    letAppIn,
    close,
  };
}
