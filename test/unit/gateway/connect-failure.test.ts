import { connect } from "node:net";
import { ConnectErrorDetailCodes } from "@openclaw/gateway-protocol/connect-error-details";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readConnectFailure } from "../../../src/gateway/connect-failure.ts";
import { gatewayError } from "../../support/fake-client.ts";
import { freePort } from "../../support/free-port.ts";

/** What each code of the published list means to PairTray. A code that the list gains has to be thought about here. */
const meaning: Record<string, object> = {
  AUTH_REQUIRED: { kind: "wrong-credentials", credential: "other", missing: true },
  AUTH_UNAUTHORIZED: { kind: "wrong-credentials", credential: "other", missing: false },
  AUTH_TOKEN_MISSING: { kind: "wrong-credentials", credential: "token", missing: true },
  AUTH_TOKEN_MISMATCH: { kind: "wrong-credentials", credential: "token", missing: false },
  AUTH_TOKEN_NOT_CONFIGURED: { kind: "wrong-credentials", credential: "token", missing: false },
  AUTH_PASSWORD_MISSING: { kind: "wrong-credentials", credential: "password", missing: true },
  AUTH_PASSWORD_MISMATCH: { kind: "wrong-credentials", credential: "password", missing: false },
  AUTH_PASSWORD_NOT_CONFIGURED: { kind: "wrong-credentials", credential: "password", missing: false },
  AUTH_BOOTSTRAP_TOKEN_INVALID: { kind: "wrong-credentials", credential: "bootstrap-token" },
  AUTH_DEVICE_TOKEN_MISMATCH: { kind: "wrong-credentials", credential: "device-token" },
  AUTH_SCOPE_MISMATCH: { kind: "scope-mismatch" },
  AUTH_RATE_LIMITED: { kind: "rate-limited" },
  AUTH_TAILSCALE_IDENTITY_MISSING: { kind: "refused" },
  AUTH_TAILSCALE_PROXY_MISSING: { kind: "refused" },
  AUTH_TAILSCALE_WHOIS_FAILED: { kind: "refused" },
  AUTH_TAILSCALE_IDENTITY_MISMATCH: { kind: "refused" },
  AUTH_IDENTITY_HEADER_REQUIRED: { kind: "refused" },
  AUTH_VERIFIED_USER_REQUIRED: { kind: "refused" },
  AUTHENTICATED_PROFILE_UNAVAILABLE: { kind: "refused" },
  CONTROL_UI_BUILD_MISMATCH: { kind: "refused" },
  CONTROL_UI_ORIGIN_NOT_ALLOWED: { kind: "refused" },
  CONTROL_UI_DEVICE_IDENTITY_REQUIRED: { kind: "refused" },
  PROTOCOL_MISMATCH: { kind: "protocol-mismatch" },
  CLIENT_VERSION_MISMATCH: { kind: "protocol-mismatch" },
  DEVICE_IDENTITY_REQUIRED: { kind: "device-auth" },
  DEVICE_AUTH_INVALID: { kind: "device-auth" },
  DEVICE_AUTH_DEVICE_ID_MISMATCH: { kind: "device-auth" },
  DEVICE_AUTH_SIGNATURE_EXPIRED: { kind: "device-auth" },
  DEVICE_AUTH_NONCE_REQUIRED: { kind: "device-auth" },
  DEVICE_AUTH_NONCE_MISMATCH: { kind: "device-auth" },
  DEVICE_AUTH_SIGNATURE_INVALID: { kind: "device-auth" },
  DEVICE_AUTH_PUBLIC_KEY_INVALID: { kind: "device-auth" },
  PAIRING_REQUIRED: { kind: "approval-needed" },
};

describe("the codes of the published protocol", () => {
  it("are all thought about", () => {
    expect(Object.keys(meaning).toSorted()).toEqual(Object.values(ConnectErrorDetailCodes).toSorted());
  });

  it.each(Object.entries(meaning))("%s", (code, expected) => {
    const failure = readConnectFailure(gatewayError(code));
    expect(failure).toMatchObject(expected);
    if ("code" in failure) expect(failure.code).toBe(code);
  });

  it("keep the name of one that comes later, and drop a name that is none", () => {
    expect(readConnectFailure(gatewayError("AUTH_MOON_PHASE"))).toEqual({ kind: "refused", code: "AUTH_MOON_PHASE" });
    for (const hostile of ["<b>x</b>", "a\u202Eb", "A".repeat(65), "two words", "DEVICE_AUTH_\u001B[2J"]) {
      expect(readConnectFailure(gatewayError(hostile))).toMatchObject({ code: "UNKNOWN" });
    }
  });
});

describe("details", () => {
  it("say what must be approved", () => {
    const details = { reason: "scope-upgrade", requestId: "3f2-a.b:c_d", approvedScopes: ["operator.read"] };
    expect(readConnectFailure(gatewayError("PAIRING_REQUIRED", details))).toEqual({
      kind: "approval-needed",
      reason: "scope-upgrade",
      requestId: "3f2-a.b:c_d",
      approvedScopes: ["operator.read"],
    });
  });

  it("never bring a request id that a shell could misread", () => {
    for (const requestId of ["x; rm -rf ~", "$(id)", "-rf", "a b", "`id`", "a\nb", 42, null, "x".repeat(200)]) {
      const failure = readConnectFailure(gatewayError("PAIRING_REQUIRED", { reason: "moon", requestId }));
      expect(failure).toEqual({ kind: "approval-needed", reason: "not-paired", approvedScopes: [] });
    }
  });

  it("say how long to wait and which protocol is wanted", () => {
    expect(readConnectFailure(gatewayError("AUTH_RATE_LIMITED", { retryAfterMs: 5_000 }))).toEqual({
      kind: "rate-limited",
      retryAfterMs: 5_000,
    });
    expect(readConnectFailure(gatewayError("AUTH_RATE_LIMITED", {}, { retryAfterMs: 7 }))).toMatchObject({
      retryAfterMs: 7,
    });
    expect(readConnectFailure(gatewayError("PROTOCOL_MISMATCH", { expectedProtocol: 5 }))).toEqual({
      kind: "protocol-mismatch",
      expected: 5,
    });
  });

  it("of a wrong type don't hide the others", () => {
    const error = gatewayError(
      "PROTOCOL_MISMATCH",
      { expectedProtocol: 5, retryAfterMs: "soon", httpStatus: {}, reason: 3 },
      { retryAfterMs: "soon", message: 12, name: {}, errors: "many" },
    );
    expect(readConnectFailure(error)).toEqual({ kind: "protocol-mismatch", expected: 5 });
  });
});

describe("a gateway that can't serve", () => {
  it("is starting only when it says so", () => {
    const unavailable = { gatewayCode: "UNAVAILABLE", code: "UNAVAILABLE", message: "m" };
    for (const reason of ["startup-sidecars", "gateway-restarting", "gateway-suspending"]) {
      expect(readConnectFailure({ ...unavailable, details: { reason }, retryAfterMs: 500 })).toEqual({
        kind: "starting",
        retryAfterMs: 500,
      });
    }
    expect(readConnectFailure({ ...unavailable, retryable: true })).toEqual({ kind: "starting" });
    expect(readConnectFailure(unavailable)).toEqual({ kind: "refused", code: "UNAVAILABLE" });
    expect(readConnectFailure({ ...unavailable, name: "GatewayProtocolRequestError" })).toEqual({
      kind: "not-a-gateway",
    });
  });
});

describe("errors of the network and of TLS", () => {
  it.each([
    ["ECONNREFUSED", "refused"],
    ["ENOTFOUND", "name"],
    ["EAI_AGAIN", "name"],
    ["ETIMEDOUT", "timeout"],
    ["ECONNRESET", "reset"],
    ["EPIPE", "reset"],
    ["EHOSTUNREACH", "network"],
    ["ENETUNREACH", "network"],
  ])("%s is %s", (code, cause) => {
    expect(readConnectFailure(Object.assign(new Error("m"), { code }))).toEqual({ kind: "unreachable", cause, code });
  });

  it("of several addresses name the one that tells most", () => {
    const errors = ["ENETUNREACH", "ECONNREFUSED"].map((code) => Object.assign(new Error("m"), { code }));
    const expected = { kind: "unreachable", cause: "refused", code: "ECONNREFUSED" };
    expect(readConnectFailure(new AggregateError(errors))).toEqual(expected);
    expect(readConnectFailure(Object.assign(new AggregateError(errors), { code: "ENETUNREACH" }))).toEqual(expected);
  });

  it("of several addresses, as Node itself makes it, are read too", async () => {
    const port = await freePort();
    const error = await new Promise<unknown>((resolve) => {
      connect({
        host: "two-addresses",
        port,
        autoSelectFamily: true,
        lookup: (_host, _options, answer) => {
          answer(null, [
            { address: "::1", family: 6 },
            { address: "127.0.0.1", family: 4 },
          ]);
        },
      }).on("error", resolve);
    });
    expect(error).toBeInstanceOf(AggregateError);
    expect(readConnectFailure(error)).toEqual({ kind: "unreachable", cause: "refused", code: "ECONNREFUSED" });
  });

  it.each([
    "DEPTH_ZERO_SELF_SIGNED_CERT",
    "SELF_SIGNED_CERT_IN_CHAIN",
    "CERT_HAS_EXPIRED",
    "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
    "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    "ERR_TLS_CERT_ALTNAME_INVALID",
    "ERR_SSL_WRONG_VERSION_NUMBER",
    "HOSTNAME_MISMATCH",
    "INVALID_CA",
    "EPROTO",
  ])("%s is TLS", (code) => {
    expect(readConnectFailure(Object.assign(new Error("m"), { code }))).toEqual({ kind: "tls", code });
  });

  it.each([
    ["gateway connect challenge timeout (waited 15000ms, limit 15000ms)", { kind: "unreachable", cause: "timeout" }],
    ["gateway closed (4000): connect timeout", { kind: "unreachable", cause: "timeout" }],
    ["Opening handshake has timed out", { kind: "unreachable", cause: "timeout" }],
    ["gateway tls fingerprint mismatch", { kind: "tls", code: "FINGERPRINT" }],
    ["Invalid Sec-WebSocket-Accept header", { kind: "not-a-gateway" }],
    ["Server sent a subprotocol but none was requested", { kind: "not-a-gateway" }],
    ["gateway connect challenge missing nonce", { kind: "not-a-gateway" }],
    ["gateway connect challenge timestamp invalid", { kind: "not-a-gateway" }],
    ["gateway closed (1006): ", { kind: "unreachable", cause: "closed" }],
    ["something new", { kind: "unreachable", cause: "closed" }],
  ])("in words: %s", (message, expected) => {
    expect(readConnectFailure(new Error(message))).toEqual(expected);
  });
});

it("never throws, whatever it is given", () => {
  const code = fc.constantFrom(...Object.values(ConnectErrorDetailCodes), "UNAVAILABLE", "X");
  const loose = fc.oneof(code, fc.anything());
  const error = fc.record(
    {
      name: loose,
      message: loose,
      code: loose,
      gatewayCode: loose,
      retryAfterMs: fc.anything(),
      retryable: fc.anything(),
      errors: fc.anything(),
      details: fc.oneof(
        fc.anything(),
        fc.record(
          { code: loose, reason: loose, requestId: fc.anything(), retryAfterMs: fc.anything() },
          { requiredKeys: [] },
        ),
      ),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.oneof(fc.anything(), error), (given) => {
      const failure = readConnectFailure(given);
      expect(typeof failure.kind).toBe("string");
      if ("code" in failure) expect(failure.code).toMatch(/^[\w.:-]{1,64}$/);
    }),
    { numRuns: 500 },
  );
});
