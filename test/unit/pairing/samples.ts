import type { PairedDevice } from "../../../src/pairing/paired-device.ts";
import type { PairingRequest } from "../../../src/pairing/pairing-request.ts";

/** 32 bytes as base64url, the same byte throughout. */
export const keyOf = (byte: number) => Buffer.alloc(32, byte).toString("base64url");

export function aRequest(change: Partial<PairingRequest> = {}): PairingRequest {
  return {
    requestId: "request-1",
    deviceId: "device-1",
    publicKey: keyOf(1),
    displayName: "Pixel 9",
    platform: "android",
    deviceFamily: "Android",
    clientId: "openclaw-android",
    clientMode: "ui",
    remoteIp: "192.168.1.20",
    roles: ["operator"],
    scopes: ["operator.read"],
    silent: false,
    isRepair: false,
    askedAtMs: 1_000_000,
    ...change,
  };
}

export function aDevice(change: Partial<PairedDevice> = {}): PairedDevice {
  const roles = change.roles ?? ["operator"];
  const scopes = change.scopes ?? ["operator.read"];
  return {
    deviceId: "device-1",
    publicKey: keyOf(1),
    displayName: "Pixel 9",
    platform: "android",
    deviceFamily: "Android",
    clientId: "openclaw-android",
    clientMode: "ui",
    remoteIp: "192.168.1.20",
    roles,
    scopes,
    createdAtMs: 500_000,
    approvedAtMs: 500_000,
    tokens: roles.map((role) => ({
      role,
      scopes: scopes.filter((scope) => scope.startsWith(`${role}.`)),
      createdAtMs: 500_000,
    })),
    ...change,
  };
}
