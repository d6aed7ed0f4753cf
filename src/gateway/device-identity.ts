import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign } from "node:crypto";
import { z } from "zod";

/** An Ed25519 device identity. The private key is a secret: it lives in the keyring and in main's memory, nowhere else. */
export interface DeviceIdentity {
  /** sha-256 of the raw public key, hex: the gateway checks that it fits the key. */
  readonly deviceId: string;
  readonly publicKeyPem: string;
  readonly privateKeyPem: string;
}

/** What keeps a stored secret shut: the keyring that sealed it is away or locked, or its file can't be read. */
export type ShutBy = "keyring" | "disk";

/** An identity that exists and can't be opened at present. Another one in its place would be a stranger to the gateway. */
export interface ShutIdentity {
  readonly shutBy: ShutBy;
}

/** The 32 raw bytes of an Ed25519 public key, base64url: the form that the wire wants. */
export function rawPublicKey(publicKeyPem: string): string {
  const jwk = createPublicKey(publicKeyPem).export({ format: "jwk" });
  if (jwk.crv !== "Ed25519" || !jwk.x) throw new Error("The device identity is not an Ed25519 key");
  return jwk.x;
}

/** Signs what the gateway asked to be signed; base64url. */
export function signPayload(privateKeyPem: string, payload: string): string {
  return sign(null, Buffer.from(payload, "utf8"), createPrivateKey(privateKeyPem)).toString("base64url");
}

export function deviceIdOf(publicKeyPem: string): string {
  return createHash("sha256")
    .update(Buffer.from(rawPublicKey(publicKeyPem), "base64url"))
    .digest("hex");
}

export function newDeviceIdentity(): DeviceIdentity {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const publicKeyPem = publicKey.export({ type: "spki", format: "pem" }).toString();
  const privateKeyPem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  return { deviceId: deviceIdOf(publicKeyPem), publicKeyPem, privateKeyPem };
}

const stored = z.object({ privateKeyPem: z.string() });

/**
 * A stored identity, from the JSON text that `storeText` made.
 * @returns undefined when the text isn't a whole Ed25519 identity (the caller sets it aside and says so)
 */
export function readIdentity(text: string): DeviceIdentity | undefined {
  try {
    const { privateKeyPem } = stored.parse(JSON.parse(text));
    // By way of a private key: a public one alone would be taken too, and fail at the first signature.
    const publicKey = createPublicKey(createPrivateKey(privateKeyPem));
    const publicKeyPem = publicKey.export({ type: "spki", format: "pem" }).toString();
    return { deviceId: deviceIdOf(publicKeyPem), publicKeyPem, privateKeyPem };
  } catch {
    return undefined;
  }
}

export function storeText(identity: DeviceIdentity): string {
  return JSON.stringify({ privateKeyPem: identity.privateKeyPem });
}
