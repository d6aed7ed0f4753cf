import { xchacha20poly1305 } from "@noble/ciphers/chacha.js";
import { fromBase64Url, toBase64Url } from "./base64url.ts";
import type { SessionKeys } from "./pake.ts";
import type { RandomBytes } from "./ports.ts";

/** What the new device gets. The set-up code in it is a bearer secret: never stored, never logged. */
export interface Handover {
  readonly setupCode: string;
  readonly access?: "full" | "limited" | "node";
  /** How long the set-up code is still good, in ms. A span, as the device's clock may be wrong. */
  readonly goodForMs?: number;
}

const NONCE_LENGTH = 24;

/** Nobody can pass one box off as another: what it is and which run it belongs to are part of the seal. */
function purpose(what: "set-up code" | "receipt" | "check number", run: string): Uint8Array {
  return new TextEncoder().encode(`pairtray short code 1, ${what}, ${run}`);
}

function seal(key: Uint8Array, about: Uint8Array, text: string, random: RandomBytes): string {
  const nonce = random(NONCE_LENGTH);
  const box = xchacha20poly1305(key, nonce, about).encrypt(new TextEncoder().encode(text));
  const whole = new Uint8Array(NONCE_LENGTH + box.length);
  whole.set(nonce);
  whole.set(box, NONCE_LENGTH);
  return toBase64Url(whole);
}

/** Throws if the box is not whole or not from the holder of the key. */
function open(key: Uint8Array, about: Uint8Array, sealed: string): string {
  const whole = fromBase64Url(sealed);
  const box = xchacha20poly1305(key, whole.slice(0, NONCE_LENGTH), about).decrypt(whole.slice(NONCE_LENGTH));
  return new TextDecoder("utf-8", { fatal: true }).decode(box);
}

export function sealHandover(keys: SessionKeys, run: string, handover: Handover, random: RandomBytes): string {
  return seal(keys.laptopToDevice, purpose("set-up code", run), JSON.stringify(handover), random);
}

export function openHandover(keys: SessionKeys, run: string, sealed: string): Handover {
  return JSON.parse(open(keys.laptopToDevice, purpose("set-up code", run), sealed)) as Handover;
}

/**
 * Two digits that both ends of a run see, and nobody else: the user compares them, and so knows that the device asked about
 * is the one in their hand. Made of the tag of an empty box, which depends on key, purpose and run; the nonce is none that
 * `seal` would ever draw, and nothing but the number is kept of it.
 */
export function checkNumber(keys: SessionKeys, run: string): string {
  const cipher = xchacha20poly1305(keys.deviceToLaptop, new Uint8Array(NONCE_LENGTH), purpose("check number", run));
  const tag = cipher.encrypt(new Uint8Array(0));
  return String(new DataView(tag.buffer, tag.byteOffset, 4).getUint32(0) % 100).padStart(2, "0");
}

/** The device's word that it could open the box. */
export function sealReceipt(keys: SessionKeys, run: string, random: RandomBytes): string {
  return seal(keys.deviceToLaptop, purpose("receipt", run), "received", random);
}

/** Whether it is the receipt of that run's device; anything else is false. */
export function isReceipt(keys: SessionKeys, run: string, sealed: string): boolean {
  try {
    return open(keys.deviceToLaptop, purpose("receipt", run), sealed) === "received";
  } catch {
    return false;
  }
}
