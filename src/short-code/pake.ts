import * as opaque from "@serenity-kit/opaque";
import { fromBase64Url } from "./base64url.ts";

/**
 * The password-authenticated key exchange: OPAQUE (RFC 9807) with the six digits as the password. Both ends learn a key
 * that nobody who recorded the exchange can compute, and both prove to each other that they have it. Someone who takes
 * part in it with wrong digits can check exactly one guess.
 *
 * The page has no `crypto.subtle` over plain http, so all of it runs in the library's WebAssembly.
 */

/** The two directions use different keys. */
export interface SessionKeys {
  readonly laptopToDevice: Uint8Array;
  readonly deviceToLaptop: Uint8Array;
}

/** The laptop's side of one code. Kept in memory as long as the code lives. */
export interface LaptopPake {
  /** Answers a device's first message. Throws if that is malformed. `finish` throws unless the device knew the digits. */
  answer(request: string): { response: string; finish: (request: string) => SessionKeys };
}

const USER = "pairtray-short-code";

/**
 * Slow hashing protects password files that get stolen. Here the record lies beside the digits themselves in the
 * laptop's memory for ten minutes, and a phone should answer at once: the least that Argon2 allows.
 */
const keyStretching = { "argon2id-custom": { iterations: 1, memory: 8, parallelism: 1 } };

/** The address is part of what both sides prove, so an exchange can't be relayed through a server at another one. */
function identifiers(origin: string): { client: string; server: string } {
  return { client: "pairtray new device", server: origin };
}

/** `origin`: what the device's browser calls the laptop, `http://192.168.1.5:8585`. */
export async function laptopPake(digits: string, origin: string): Promise<LaptopPake> {
  await opaque.ready;
  const serverSetup = opaque.server.createSetup();
  const start = opaque.client.startRegistration({ password: digits });
  const { registrationResponse } = opaque.server.createRegistrationResponse({
    serverSetup,
    userIdentifier: USER,
    registrationRequest: start.registrationRequest,
  });
  const { registrationRecord } = opaque.client.finishRegistration({
    clientRegistrationState: start.clientRegistrationState,
    registrationResponse,
    password: digits,
    keyStretching,
    identifiers: identifiers(origin),
  });
  return {
    answer: (request) => {
      const { serverLoginState, loginResponse } = opaque.server.startLogin({
        serverSetup,
        userIdentifier: USER,
        registrationRecord,
        startLoginRequest: request,
        identifiers: identifiers(origin),
      });
      return {
        response: loginResponse,
        finish: (finishLoginRequest) =>
          sessionKeys(
            opaque.server.finishLogin({ serverLoginState, finishLoginRequest, identifiers: identifiers(origin) })
              .sessionKey,
          ),
      };
    },
  };
}

/** The device's side of one try. `finish` gives nothing when the digits differ or the answer isn't the laptop's. */
export interface DevicePake {
  readonly request: string;
  finish(response: string): { request: string; keys: SessionKeys } | undefined;
}

/** Loads the WebAssembly; rejects where a browser forbids it (iOS Lockdown Mode). */
export async function preparePake(): Promise<void> {
  await opaque.ready;
}

export async function devicePake(digits: string, origin: string): Promise<DevicePake> {
  await opaque.ready;
  const { clientLoginState, startLoginRequest } = opaque.client.startLogin({ password: digits });
  return {
    request: startLoginRequest,
    finish: (loginResponse) => {
      const result = opaque.client.finishLogin({
        clientLoginState,
        loginResponse,
        password: digits,
        keyStretching,
        identifiers: identifiers(origin),
      });
      return result && { request: result.finishLoginRequest, keys: sessionKeys(result.sessionKey) };
    },
  };
}

/** OPAQUE's session key is 64 bytes out of a pseudo-random function: its halves are two independent keys. */
function sessionKeys(encoded: string): SessionKeys {
  const bytes = fromBase64Url(encoded);
  if (bytes.length !== 64) throw new Error("The key exchange gave a key of an unexpected length.");
  return { laptopToDevice: bytes.slice(0, 32), deviceToLaptop: bytes.slice(32) };
}
