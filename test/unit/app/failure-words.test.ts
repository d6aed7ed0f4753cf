import { describe, expect, it } from "vitest";
import { failureFace, rpcWords, sessionFace } from "../../../src/app/failure-words.ts";
import type { ConnectFailure } from "../../../src/gateway/connect-failure.ts";
import type { RpcFailure } from "../../../src/gateway/rpc-failure.ts";

/** At least one of each kind; the type makes a kind that is added later a compile error here. */
const connectFailures: { readonly [K in ConnectFailure["kind"]]: readonly Extract<ConnectFailure, { kind: K }>[] } = {
  "approval-needed": [
    { kind: "approval-needed", reason: "not-paired", requestId: "req-1", approvedScopes: [] },
    { kind: "approval-needed", reason: "role-upgrade", approvedScopes: [] },
    { kind: "approval-needed", reason: "scope-upgrade", requestId: "req-2", approvedScopes: ["operator.read"] },
    { kind: "approval-needed", reason: "metadata-upgrade", approvedScopes: [] },
  ],
  "wrong-credentials": (["token", "password", "device-token", "bootstrap-token", "other"] as const).flatMap(
    (credential) =>
      [true, false].map((missing) => ({ kind: "wrong-credentials", credential, code: "AUTH_X", missing }) as const),
  ),
  "scope-mismatch": [{ kind: "scope-mismatch", code: "AUTH_SCOPE_MISMATCH" }],
  "device-auth": [{ kind: "device-auth", code: "DEVICE_AUTH_SIGNATURE_EXPIRED" }],
  "rate-limited": [{ kind: "rate-limited" }, { kind: "rate-limited", retryAfterMs: 60_000 }],
  "protocol-mismatch": [{ kind: "protocol-mismatch" }, { kind: "protocol-mismatch", expected: 5 }],
  starting: [{ kind: "starting" }],
  removed: [{ kind: "removed" }],
  unreachable: (["refused", "name", "timeout", "reset", "network", "closed"] as const).map(
    (cause) => ({ kind: "unreachable", cause }) as const,
  ),
  "not-a-gateway": [{ kind: "not-a-gateway" }, { kind: "not-a-gateway", httpStatus: 404 }],
  "insecure-address": [{ kind: "insecure-address" }],
  tls: [
    { kind: "tls", code: "CERT_HAS_EXPIRED" },
    { kind: "tls", code: "EPROTO" },
  ],
  "identity-shut": (["keyring", "disk"] as const).map((by) => ({ kind: "identity-shut", by }) as const),
  refused: [{ kind: "refused", code: "AUTH_MOON_PHASE" }],
};
const allFailures = Object.values(connectFailures).flat();

describe("the face of a failed connection", () => {
  it.each(allFailures.map((failure) => [JSON.stringify(failure), failure] as const))("%s", (_name, failure) => {
    const face = failureFace(failure);
    expect(face.title).toMatch(/^[A-Z].{5,60}$/);
    expect(face.sentence).toMatch(/^[A-Z].{10,200}\.$/);
    if (face.step !== undefined) expect(face.step).toMatch(/^[A-Z].{5,200}\.$/);
    expect(`${face.title}${face.sentence}${face.step ?? ""}`).not.toMatch(/undefined|null|\[object|NaN/);
  });

  it("offers a way on wherever nothing is planned by itself", () => {
    for (const failure of allFailures) {
      // The one is waited for; the other is looked for by the next start alone, and its face says so.
      if (failure.kind === "rate-limited" || failure.kind === "identity-shut") continue;
      expect(failureFace(failure).offers.length, failure.kind).toBeGreaterThan(0);
    }
  });

  it("offers other credentials only where they could help, and another address where that is what may be wrong", () => {
    const offers = (failure: ConnectFailure) => failureFace(failure).offers;
    for (const code of ["ERR_TLS_CERT_ALTNAME_INVALID", "EPROTO", "ERR_SSL_WRONG_VERSION_NUMBER"])
      expect(offers({ kind: "tls", code }), code).toEqual(["change-address", "retry"]);
    for (const code of ["CERT_HAS_EXPIRED", "CERT_NOT_YET_VALID", "DEPTH_ZERO_SELF_SIGNED_CERT", "FINGERPRINT"])
      expect(offers({ kind: "tls", code }), code).toEqual(["retry"]);
    expect(offers({ kind: "not-a-gateway", httpStatus: 404 })).toEqual(["change-address", "retry"]);
    expect(offers({ kind: "not-a-gateway", httpStatus: 502 })).toEqual(["retry"]);
    expect(offers({ kind: "insecure-address" })).toEqual(["change-address"]);
    expect(offers({ kind: "unreachable", cause: "name" })).toEqual(["retry", "change-address"]);
    expect(offers({ kind: "unreachable", cause: "refused" })).toEqual(["retry"]);
  });

  it("has the exact command to copy, with the id", () => {
    const [known, unknown] = connectFailures["approval-needed"];
    expect(failureFace(known!).command).toBe("openclaw devices approve req-1");
    expect(failureFace(unknown!).command).toBe("openclaw devices list");
  });

  it("asks for what is missing, and says what is wrong, by its name", () => {
    const missing = connectFailures["wrong-credentials"].find((one) => one.credential === "password" && one.missing)!;
    expect(failureFace(missing).title).toBe("The gateway asks for a password");
    const wrong = connectFailures["wrong-credentials"].find((one) => one.credential === "token" && !one.missing)!;
    expect(failureFace(wrong).title).toBe("The gateway doesn't accept the token");
    for (const failure of connectFailures["wrong-credentials"])
      expect(failureFace(failure)).toMatchObject({ kind: "wrong-credentials", offers: ["enter-credentials", "retry"] });
  });

  it("gives each cause a sentence of its own", () => {
    const sentences = connectFailures.unreachable.map((failure) => failureFace(failure).sentence);
    expect(new Set(sentences).size).toBe(sentences.length);
  });

  it("tells a proxy in front from something else at the address", () => {
    expect(failureFace({ kind: "not-a-gateway", httpStatus: 502 }).sentence).toContain("in front of the gateway");
    expect(failureFace({ kind: "not-a-gateway", httpStatus: 404 }).sentence).toContain("HTTP 404");
  });

  it("doesn't blame a certificate where there was none", () => {
    expect(failureFace({ kind: "tls", code: "EPROTO" }).title).not.toContain("certificate");
    expect(failureFace({ kind: "tls", code: "DEPTH_ZERO_SELF_SIGNED_CERT" }).title).toContain("certificate");
  });
});

describe("the face of a session", () => {
  const hello = { methods: new Set<string>(), events: new Set<string>(), scopes: [] };

  it("is one for each state, and says when it tries again", () => {
    expect(sessionFace({ kind: "closed" }, false)).toMatchObject({ kind: "stopped", offers: [] });
    expect(sessionFace({ kind: "connecting", attempt: 1 }, false).kind).toBe("connecting");
    expect(sessionFace({ kind: "connected", hello }, false).kind).toBe("connected");
    expect(sessionFace({ kind: "connected", hello }, true).kind).toBe("trouble");
    const failure: ConnectFailure = { kind: "unreachable", cause: "refused" };
    expect(sessionFace({ kind: "failed", failure, retryAtMs: 7 }, false)).toEqual({
      ...failureFace(failure),
      retryAtMs: 7,
    });
    expect(sessionFace({ kind: "failed", failure }, false)).not.toHaveProperty("retryAtMs");
  });
});

const rpcFailures: { readonly [K in RpcFailure["kind"]]: Extract<RpcFailure, { kind: K }> } = {
  gone: { kind: "gone" },
  "missing-scope": { kind: "missing-scope", scope: "operator.admin" },
  "unknown-method": { kind: "unknown-method" },
  "no-answer": { kind: "no-answer" },
  "not-connected": { kind: "not-connected" },
  refused: { kind: "refused", code: "INVALID_REQUEST", message: "label required" },
};

describe("why a decision did not go through", () => {
  it.each(Object.entries(rpcFailures))("%s", (_kind, failure) => {
    expect(rpcWords(failure).sentence).toMatch(/^[A-Z].{10,200}$/);
  });

  it("names the command that takes PairTray out, so that it can ask for all", () => {
    expect(rpcWords(rpcFailures["missing-scope"], "a1b2").step).toContain("`openclaw devices remove a1b2`");
    expect(rpcWords(rpcFailures["missing-scope"], "a; rm -rf b").step).toContain("`openclaw devices remove <id>`");
  });

  it("never claims that nothing happened when nobody knows", () => {
    expect(rpcWords(rpcFailures["no-answer"]).sentence).toContain("doesn't know whether it was done");
    expect(rpcWords(rpcFailures["not-connected"]).sentence).toContain("nothing was sent");
  });

  it("shows a gateway's words as plain, short, visible text", () => {
    const { sentence } = rpcWords({ kind: "refused", code: "X", message: `a\u202Eb\n\u001B[31mc${"d".repeat(300)}` });
    expect(sentence).not.toMatch(/[\p{C}]/u);
    expect(sentence.length).toBeLessThan(260);
    expect(rpcWords({ kind: "missing-scope", scope: `op\u202E${"x".repeat(500)}` }).sentence).not.toMatch(
      /\p{C}|x{81}/u,
    );
  });
});
