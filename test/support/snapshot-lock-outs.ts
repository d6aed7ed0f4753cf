import type { AppSnapshot, DeviceView, LockOutView } from "../../src/app/snapshot.ts";
import { DAY, MINUTE, now } from "./snapshot-access.ts";
import { device, fiveDevices } from "./snapshot-devices.ts";
import { connected, gateway, gatewayStates } from "./snapshot-gateways.ts";
import { phoneRequest } from "./snapshot-requests.ts";
import { snapshot } from "./snapshots.ts";

export const phone = device();

export function lockOut(changes: Partial<LockOutView> = {}): LockOutView {
  const { key, gatewayId, deviceId, name } = phone;
  return {
    key,
    gatewayId,
    deviceId,
    name,
    stage: "gone",
    sentence: "Locked out after 0.04 s.",
    kept: true,
    orderedAtMs: now,
    ...changes,
  };
}

/** On a gateway that leaves open connections alone. */
export const lingering = lockOut({
  stage: "lingering",
  sentence: "Removed, but not cut off yet: the gateway has to be restarted.",
});

const others = fiveDevices.filter((row) => row.key !== phone.key);
export const onLostDevice = { seq: 0, view: "lost-device" } as const;
export const onLostPhone = { ...onLostDevice, key: phone.key };
export const blockedPhone = {
  deviceId: phone.deviceId,
  name: phone.name,
  blockedAtMs: now - 5 * MINUTE,
  why: "lost",
} as const;

const lastUsed = (days: number, tokens: DeviceView["tokens"]) =>
  tokens.map((token) => ({ ...token, lastUsedAtMs: now - days * DAY }));

/** The same machine twice, an administrator nobody uses, and a device that nobody has seen for long. */
export const untidyDevices = [
  ...fiveDevices.map((row) => ({ ...row, machineKey: row.name })),
  device({
    key: "home/dev-phone-old",
    deviceId: "phone-old",
    machineKey: phone.name,
    connected: false,
    lastSeenAtMs: now - 41 * DAY,
    pairedAtMs: now - 200 * DAY,
    tokens: lastUsed(41, phone.tokens),
  }),
  device({
    key: "home/dev-admin",
    deviceId: "admin",
    name: "Build server",
    shape: "server",
    access: "Full control",
    accessRisk: "high",
    connected: false,
    lastSeenAtMs: now - 20 * DAY,
    tokens: lastUsed(20, fiveDevices[0]!.tokens),
  }),
];

/** Open at a gateway that nobody watches any more. */
export const gatewayGone = lockOut({
  stage: "open",
  gatewayGone: true,
  sentence: "Not locked out: its gateway is no longer set up here.",
});

/** The gateway won't: nothing goes on by itself. */
export const refused = lockOut({
  stage: "open",
  refused: true,
  sentence: "Not locked out: the gateway refused.",
  problem: "The gateway refused to remove this device. PairTray's own access has changed there.",
});

/** Lost a device, and everything else that is about paired devices. */
export const deviceScenes: Readonly<Record<string, AppSnapshot>> = {
  "lost-choose": snapshot({
    navigation: onLostDevice,
    blocked: [{ ...blockedPhone, deviceId: "x", name: "Old tablet", refused: 13 }],
  }),
  "lost-plan": snapshot({ navigation: onLostPhone, requests: [phoneRequest({ deviceId: phone.deviceId })] }),
  "lost-plan-offline": snapshot({
    navigation: onLostPhone,
    gateways: [gateway(gatewayStates.unreachable)],
    devices: fiveDevices.map((row) => ({ ...row, connected: null, canManage: false })),
  }),
  "lost-plan-unknown": snapshot({ navigation: { ...onLostDevice, key: `/${"f".repeat(64)}` } }),
  "lost-open": snapshot({
    navigation: onLostPhone,
    gateways: [gateway(gatewayStates.unreachable)],
    lockOuts: [lockOut({ stage: "open", sentence: "Will be locked out as soon as the gateway can be reached." })],
    blocked: [blockedPhone],
  }),
  "lost-gateway-gone": snapshot({
    navigation: onLostPhone,
    gateways: [gateway(connected, { id: "pi", name: "Pi" })],
    devices: fiveDevices.map((row) => ({ ...row, gatewayId: "pi", key: `pi/${row.deviceId}` })),
    lockOuts: [gatewayGone],
    blocked: [blockedPhone],
  }),
  "lost-problem": snapshot({
    navigation: onLostPhone,
    lockOuts: [
      lockOut({
        stage: "open",
        sentence: "Being locked out.",
        problem: "PairTray lacks the scope operator.admin for this.",
        kept: false,
      }),
    ],
    blocked: [blockedPhone],
  }),
  "lost-refused": snapshot({ navigation: onLostPhone, lockOuts: [refused], blocked: [blockedPhone] }),
  "lost-plan-lingering": snapshot({
    navigation: onLostPhone,
    gateways: [{ ...gateway(connected), leavesOpen: true }],
  }),
  "lost-lingering": snapshot({
    navigation: onLostPhone,
    devices: others,
    gateways: [{ ...gateway(connected), leavesOpen: true }],
    lockOuts: [lingering],
    blocked: [blockedPhone],
  }),
  "lost-lingering-unseen": snapshot({
    navigation: onLostPhone,
    devices: others,
    gateways: [gateway(connected, { id: "pi", name: "Pi" })],
    lockOuts: [{ ...lingering, gatewayGone: true, restartUnseen: true }],
    blocked: [blockedPhone],
  }),
  "lost-gone": snapshot({
    navigation: onLostPhone,
    devices: others,
    gateways: [{ ...gateway(connected), authMode: "token" }],
    lockOuts: [lockOut()],
    blocked: [blockedPhone],
  }),
  "lost-returned": snapshot({
    navigation: onLostPhone,
    lockOuts: [
      lockOut({
        stage: "returned",
        sentence: "The device was removed, and then somebody approved it again. It has access.",
      }),
    ],
    blocked: [blockedPhone],
  }),
  "devices-untidy": snapshot({
    navigation: { seq: 0, view: "devices" },
    devices: untidyDevices,
    gateways: [{ ...gateway(connected), authMode: "none" }],
  }),
  "devices-undo": snapshot({
    navigation: { seq: 0, view: "devices" },
    devices: fiveDevices.map((row) =>
      row.key === phone.key ? { ...row, action: { state: "waiting", what: "remove", untilMs: now + 5_000 } } : row,
    ),
    undos: [{ id: "1", sentence: "“Pixel 9 Pro” will be removed.", sendsAtMs: now + 5_000 }],
  }),
};
