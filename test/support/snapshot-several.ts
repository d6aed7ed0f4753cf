import type { AppSnapshot, DeviceView, GatewayView, Navigation, RequestView } from "../../src/app/snapshot.ts";
import { FORMER_GATEWAY } from "../../src/app/which-gateway.ts";
import { fiveDevices } from "./snapshot-devices.ts";
import { connected, gateway } from "./snapshot-gateways.ts";
import { blockedPhone, lockOut, onLostDevice, phone, refused } from "./snapshot-lock-outs.ts";
import { phoneRequest, watchRequest } from "./snapshot-requests.ts";
import { activity } from "./snapshot-review.ts";
import { snapshot } from "./snapshots.ts";

/** As src/app/name-gateway.ts makes them where there are several. */
function of<T extends RequestView | DeviceView>({ id, name }: GatewayView, view: T): T {
  const key = `${id}${view.key.slice(view.key.indexOf("/"))}`;
  return { ...view, key, gatewayId: id, facts: [{ label: "Gateway", value: name }, ...view.facts] };
}

/** Two gateways with everything that can be mixed. */
export function severalGateways(navigation: Navigation): AppSnapshot {
  const home = gateway();
  const attic = gateway(connected, {
    id: "attic",
    name: "Attic",
    colour: "orange",
    address: "wss://attic.example.net",
    canRemove: true,
    autoApproval: ["Lets in whoever shows a set-up code first, once, for about ten minutes."],
  });
  return snapshot({
    navigation,
    gateways: [home, attic],
    requests: [of(home, watchRequest()), of(attic, phoneRequest())],
    devices: fiveDevices.map((device, index) =>
      index % 2 ? of(attic, { ...device, letInBy: "Let in: trusted network" }) : of(home, device),
    ),
    lockOuts: [lockOut({ key: "attic/gone", gatewayId: "attic", deviceId: "gone", name: "Old tablet" })],
    activity: activity.map((row, index) =>
      index % 2
        ? { ...row, gatewayId: "attic", gateway: "Attic" }
        : index === 4
          ? { ...row, gatewayId: "removed", gateway: FORMER_GATEWAY }
          : row,
    ),
    activityList: { total: 6, matching: 6, problems: [] },
  });
}

const { deviceId, name } = phone;
const home = gateway(connected, { authMode: "token" });
const attic = gateway(connected, { id: "attic", name: "Attic", colour: "orange", authMode: "token" });
const atAttic = { ...of(attic, phone), connected: false };
const keysAt = (gatewayId: string) => ({ key: `${gatewayId}/${deviceId}`, gatewayId });
const orderAt = (gatewayId: string, change: Parameters<typeof lockOut>[0] = {}) =>
  lockOut({ ...keysAt(gatewayId), deviceId, name, ...change });

/** One phone that is paired with two gateways. */
export const phoneAtTwo = snapshot({
  navigation: { ...onLostDevice, key: `/${deviceId}` },
  gateways: [home, attic],
  devices: [of(home, phone), atAttic],
});

export const phoneAtTwoScenes: Readonly<Record<string, AppSnapshot>> = {
  "several-lost-plan": phoneAtTwo,
  "several-lost-barred": {
    ...phoneAtTwo,
    devices: [
      of(home, phone),
      { ...atAttic, canManage: false, cannotManage: "Only an administrator may remove other devices." },
    ],
  },
  "several-lost-open": {
    ...phoneAtTwo,
    devices: [atAttic],
    lockOuts: [orderAt("home"), orderAt("attic", { stage: "open", sentence: "Being locked out." })],
    blocked: [blockedPhone],
  },
  "several-lost-refused": {
    ...phoneAtTwo,
    devices: [atAttic],
    lockOuts: [orderAt("home"), { ...refused, ...keysAt("attic") }],
  },
  "several-lost-left": { ...phoneAtTwo, devices: [atAttic], lockOuts: [orderAt("home")], blocked: [blockedPhone] },
  "several-lost-gone": {
    ...phoneAtTwo,
    devices: [],
    lockOuts: [orderAt("home"), orderAt("attic", { sentence: "Locked out after 0.11 s." })],
    blocked: [blockedPhone],
  },
};
