import { afterAll, afterEach, beforeAll, describe } from "vitest";
import type { PhoneOptions, SimulatedPhone } from "../../src/demo/simulated-phone.ts";
import { type GatewayTraits, newest } from "../support/gateway-versions.ts";
import { contractOfConnecting } from "./contract-connecting.ts";
import { contractOfContainment } from "./contract-containment.ts";
import { contractOfDevices } from "./contract-devices.ts";
import { contractOfOverstep } from "./contract-overstep.ts";
import { contractOfPresence } from "./contract-presence.ts";
import { contractOfQueues } from "./contract-queues.ts";
import { contractOfRequests } from "./contract-requests.ts";
import { contractOfSetupCodes } from "./contract-setup-codes.ts";
import {
  type GatewayHarness,
  knockAndWait,
  type Operator,
  operatorOn,
  operatorOptions,
  phoneShop,
} from "./gateway-harness.ts";

/** What a group of the contract works with: one gateway, its admin, and phones that are hung up after each test. */
export interface ContractTools extends Omit<ReturnType<typeof phoneShop>, "hangUpAll"> {
  readonly traits: GatewayTraits;
  readonly gateway: () => GatewayHarness;
  /** Reads, pairs and administers. */
  readonly admin: () => Operator;
  /** Another operator, approved by the admin, with these scopes and an open session. */
  readonly operator: (name: string, scopes: string[]) => Promise<Operator>;
  /** A phone that is paired and connected. */
  readonly pairedPhone: (options?: Partial<PhoneOptions>) => Promise<SimulatedPhone>;
}

/**
 * The contract between PairTray and a gateway, as measured on openclaw 2026.9.6. It runs unchanged against the demo
 * gateway and the real one: what is green on both is what PairTray may rely on.
 */
export function gatewayContract(
  name: string,
  start: () => Promise<GatewayHarness>,
  traits: GatewayTraits = newest,
): void {
  describe(`the pairing contract on ${name}`, () => {
    let gateway: GatewayHarness | undefined;
    let admin: Operator | undefined;
    const running = () => gateway ?? fail("the gateway is not running");
    const shop = phoneShop(running);
    const adminShop = phoneShop(running);

    beforeAll(async () => {
      gateway = await start();
      admin = operatorOn(
        adminShop.phone({
          ...operatorOptions,
          name: "Admin desk",
          scopes: ["operator.read", "operator.pairing", "operator.admin"],
        }),
      );
      const { requestId } = await knockAndWait(admin.phone);
      await gateway.ownerApprove(requestId);
      const hello = await admin.phone.knock();
      if (hello.kind !== "hello") fail(`the approved admin got ${JSON.stringify(hello)}`);
    });
    afterEach(shop.hangUpAll);
    afterAll(async () => {
      await adminShop.hangUpAll();
      await gateway?.stop();
    });

    const approveAndConnect = async (phone: SimulatedPhone) => {
      const { requestId } = await knockAndWait(phone);
      await tools.admin().call("device.pair.approve", { requestId });
      const result = await phone.knock();
      if (result.kind !== "hello") fail(`${phone.name} was approved, but got ${JSON.stringify(result)}`);
    };
    const tools: ContractTools = {
      ...shop,
      traits,
      gateway: running,
      admin: () => admin ?? fail("there is no admin"),
      operator: async (operatorName, scopes) => {
        const operator = operatorOn(shop.phone({ ...operatorOptions, name: operatorName, scopes }));
        await approveAndConnect(operator.phone);
        return operator;
      },
      pairedPhone: async (options) => {
        const phone = shop.phone(options);
        await approveAndConnect(phone);
        return phone;
      },
    };

    contractOfConnecting(tools);
    contractOfRequests(tools);
    contractOfOverstep(tools);
    contractOfDevices(tools);
    contractOfPresence(tools);
    contractOfContainment(tools);
    contractOfSetupCodes(tools);
    contractOfQueues(tools);
  });
}

function fail(problem: string): never {
  throw new Error(problem);
}
