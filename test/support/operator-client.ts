import { createPhone, type SimulatedPhone } from "../../src/demo/simulated-phone.ts";
import type { RealGateway } from "./real-gateway.ts";

interface ListedDevices {
  readonly pending: readonly { readonly requestId: string; readonly deviceId: string; readonly displayName?: string }[];
  readonly paired: readonly { readonly deviceId: string; readonly scopes: readonly string[] }[];
}

/** Another operator with every right, let in by the owner's command line. Hang it up afterwards. */
export async function adminOperator(gateway: RealGateway): Promise<SimulatedPhone> {
  const operator = createPhone({
    url: gateway.url,
    ...(gateway.token !== undefined && { token: gateway.token }),
    name: "Other operator",
    platform: "linux",
    role: "operator",
    clientName: "gateway-client",
    mode: "ui",
    scopes: ["operator.read", "operator.pairing", "operator.admin"],
  });
  const knock = await operator.knock();
  if (knock.kind !== "pairing-required") throw new Error(`The operator was expected to wait, but: ${knock.kind}`);
  await gateway.cli(["devices", "approve", knock.requestId ?? ""]);
  const hello = await operator.knock();
  if (hello.kind !== "hello") throw new Error(`The operator was approved, but: ${hello.kind}`);
  return operator;
}

export async function listDevices(operator: SimulatedPhone): Promise<ListedDevices> {
  return (await operator.request("device.pair.list")) as ListedDevices;
}

/** Approves the request of the device that calls itself so, waiting up to 20 s for one that can be approved. */
export async function approveByName(operator: SimulatedPhone, name: RegExp): Promise<void> {
  const end = Date.now() + 20_000;
  let refusal: unknown;
  for (;;) {
    const { pending } = await listDevices(operator);
    const found = pending.find(({ displayName }) => name.test(displayName ?? ""));
    if (found) {
      try {
        await operator.request("device.pair.approve", { requestId: found.requestId });
        return;
      } catch (error) {
        // It may have been answered, or have become another one, since the list was read.
        refusal = error;
      }
    }
    if (Date.now() > end) {
      throw new Error(`No request to approve of a device that calls itself ${name.source}`, { cause: refusal });
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
