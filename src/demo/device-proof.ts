import { createHash, createPublicKey, verify } from "node:crypto";
import { buildDeviceAuthPayload, buildDeviceAuthPayloadV3 } from "@openclaw/gateway-client";
import type { DeviceParams } from "./connect-params.ts";

/** How far the signing clock may be off (the gateway's own allowance). */
export const signatureSkewMs = 120_000;

export type ProofFailure =
  | "device-id-mismatch"
  | "device-signature-stale"
  | "device-nonce-missing"
  | "device-nonce-mismatch"
  | "device-signature"
  | "device-public-key";

export const proofFailureText: Readonly<Record<ProofFailure, string>> = {
  "device-id-mismatch": "device identity mismatch",
  "device-signature-stale": "device signature expired",
  "device-nonce-missing": "device nonce required",
  "device-nonce-mismatch": "device nonce mismatch",
  "device-signature": "device signature invalid",
  "device-public-key": "device public key invalid",
};

/** An Ed25519 key in SPKI form is these bytes and then the 32 of the key (RFC 8410). */
const spkiPrefix = Buffer.from("302a300506032b6570032100", "hex");

/**
 * Checks that the device holds the key it shows, for this connection and now: id = SHA-256 of the key, the nonce of
 * this connection's challenge, a fresh time, and a signature over all that it claims. Undefined = proven.
 */
export function checkDeviceProof(params: DeviceParams, nonce: string, now: number): ProofFailure | undefined {
  const { device, client, auth } = params;
  const raw = Buffer.from(device.publicKey, "base64url");
  if (raw.length !== 32) return "device-public-key";
  if (createHash("sha256").update(raw).digest("hex") !== device.id) return "device-id-mismatch";
  if (Math.abs(now - device.signedAt) > signatureSkewMs) return "device-signature-stale";
  if (device.nonce.trim() === "") return "device-nonce-missing";
  if (device.nonce.trim() !== nonce) return "device-nonce-mismatch";
  const claims = {
    deviceId: device.id,
    clientId: client.id,
    clientMode: client.mode,
    role: params.role,
    scopes: params.scopes,
    signedAtMs: device.signedAt,
    token: auth.token ?? auth.deviceToken ?? auth.bootstrapToken ?? null,
    nonce,
  };
  // v2 doesn't bind the platform; the gateway still takes it from older clients.
  const payloads = [
    buildDeviceAuthPayloadV3({ ...claims, platform: client.platform, deviceFamily: client.deviceFamily ?? null }),
    buildDeviceAuthPayload(claims),
  ];
  const signature = Buffer.from(device.signature, "base64url");
  try {
    const key = createPublicKey({ key: Buffer.concat([spkiPrefix, raw]), format: "der", type: "spki" });
    const proven = payloads.some((payload) => verify(null, Buffer.from(payload, "utf8"), key, signature));
    return proven ? undefined : "device-signature";
  } catch {
    return "device-public-key";
  }
}
