import type { SimulatedPhone } from "../../src/demo/simulated-phone.ts";
import type { RealGateway } from "../support/real-gateway.ts";
import type { TroubledApp } from "../support/recovery-stage.ts";

interface PendingRow {
  readonly requestId: string;
  readonly deviceId: string;
}

/** What the cases of recovery share: one real gateway, and an owner who sets it up for each. */
export interface RecoveryTools {
  readonly gateway: () => RealGateway;
  /** Closes it after the test. */
  readonly open: (app: TroubledApp) => TroubledApp;
  readonly approve: {
    /** Approves one request over the owner's own connection: for what stood before a case begins. */
    readonly one: (requestId: string) => Promise<void>;
    /** Approves whatever this device asks for now. */
    readonly device: (deviceId: string) => Promise<void>;
    readonly list: () => Promise<{ readonly pending: readonly PendingRow[] }>;
  };
  /** An RPC of the owner's. */
  readonly owner: (method: string, params: unknown) => Promise<unknown>;
  /** Runs after the test. */
  readonly undo: (run: () => unknown) => void;
  /** Knocks, must be told to wait, and is hung up after the test; the id of its request. */
  readonly firstKnock: (phone: SimulatedPhone) => Promise<string>;
}
