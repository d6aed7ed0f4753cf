import { afterAll, afterEach, beforeAll, describe, vi } from "vitest";
import { createPhone, type SimulatedPhone } from "../../src/demo/simulated-phone.ts";
import { type RealGateway, startRealGateway } from "../support/real-gateway.ts";
import type { TroubledApp } from "../support/recovery-stage.ts";
import { knockAndWait, operatorOptions } from "./gateway-harness.ts";
import { recoveryOfCredentials } from "./recovery-credentials.ts";
import { recoveryOfPairing } from "./recovery-pairing.ts";
import { recoveryOfProof } from "./recovery-proof.ts";
import type { RecoveryTools } from "./recovery-tools.ts";

// A gateway that restarts on a busy machine takes its time, and nothing here is about speed.
vi.setConfig({ testTimeout: 120_000 });

let gateway: RealGateway;
let owner: SimulatedPhone;
const apps: TroubledApp[] = [];
const undos: (() => unknown)[] = [];

beforeAll(async () => {
  gateway = await startRealGateway({
    rateLimit: { maxAttempts: 8, windowMs: 60_000, lockoutMs: 2_000, exemptLoopback: false },
  });
  const { url, token } = gateway;
  const scopes = ["operator.read", "operator.pairing", "operator.admin"];
  owner = createPhone({ ...operatorOptions, url, token: token!, name: "Owner", scopes });
  await gateway.cli(["devices", "approve", (await knockAndWait(owner)).requestId]);
  await owner.knock();
});
afterEach(async () => {
  for (const { desk } of apps.splice(0)) desk.close();
  for (const undo of undos.splice(0)) await undo();
});
afterAll(async () => {
  await owner.close();
  await gateway.stop();
});

const list = async () =>
  (await owner.request("device.pair.list")) as Awaited<ReturnType<RecoveryTools["approve"]["list"]>>;
const one = async (requestId: string) => {
  await owner.request("device.pair.approve", { requestId });
};
const tools: RecoveryTools = {
  gateway: () => gateway,
  open: (app) => {
    apps.push(app);
    return app;
  },
  approve: {
    one,
    list,
    device: async (deviceId) => {
      const { pending } = await list();
      await one(pending.find((row) => row.deviceId === deviceId)!.requestId);
    },
  },
  owner: (method, params) => owner.request(method, params),
  undo: (one) => {
    undos.push(one);
  },
  firstKnock: async (phone) => {
    undos.push(() => phone.close());
    return (await knockAndWait(phone)).requestId;
  },
};

describe("each cause of trouble on the real gateway 2026.9.6", () => {
  recoveryOfPairing(tools);
  recoveryOfCredentials(tools);
  recoveryOfProof(tools);
});
