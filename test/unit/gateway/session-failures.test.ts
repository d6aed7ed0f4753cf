import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gatewayError, stageSession } from "../../support/fake-client.ts";

const refused = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });

describe("a session that can't connect", () => {
  it("waits, tries again with a client of its own, and counts the tries", () => {
    const { session, clock, clients, client } = stageSession();
    session.connect();
    client().error(refused);
    client().close(1006);
    expect(session.state).toMatchObject({ kind: "failed", failure: { kind: "unreachable", cause: "refused" } });
    expect(clients[0]!.stopped).toBe(1);
    clock.advance(2_000);
    expect(clients).toHaveLength(2);
    expect(session.state).toEqual({ kind: "connecting", attempt: 2 });
    client().hello();
    client().close(1006);
    clock.advance(2_000);
    expect(session.state).toEqual({ kind: "connecting", attempt: 2 });
  });

  it("waits between 1 and 30 s, exactly as long as its state says", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), { minLength: 1, maxLength: 14 }),
        (draws) => {
          let draw = 0;
          const { session, clock, clients, client } = stageSession({ random: () => draws[draw++] ?? 0 });
          session.connect();
          for (const expectedTries of draws.map((_, index) => index + 1)) {
            client().error(refused);
            client().close(1006);
            const state = session.state;
            if (state.kind !== "failed" || state.retryAtMs === undefined) throw new Error("no retry planned");
            const wait = state.retryAtMs - clock.now();
            expect(wait).toBeGreaterThanOrEqual(1_000);
            expect(wait).toBeLessThanOrEqual(30_000);
            clock.advance(wait - 1);
            expect(clients).toHaveLength(expectedTries);
            clock.advance(1);
            expect(clients).toHaveLength(expectedTries + 1);
          }
        },
      ),
      { numRuns: 50 },
    );
  });

  it("waits longer from try to try, up to half a minute", () => {
    const { session, clock, client } = stageSession({ random: () => 0.999 });
    const waits = [1, 2, 3, 4, 5, 6].map(() => {
      session.connect();
      client().error(refused);
      return session.state.kind === "failed" ? Math.round(((session.state.retryAtMs ?? 0) - clock.now()) / 1_000) : 0;
    });
    expect(waits).toEqual([2, 4, 8, 16, 30, 30]);
  });

  it("connects at once when asked to, and then only once", () => {
    const { session, clock, clients, client } = stageSession();
    session.connect();
    client().error(refused);
    client().close(1006);
    session.retryNow();
    expect(clients).toHaveLength(2);
    expect(clock.waiting).toBe(0);
    clock.advance(60_000);
    expect(clients).toHaveLength(2);
    session.retryNow();
    expect(clients, "one that is under way is left alone").toHaveLength(2);
    client().hello();
    session.retryNow();
    expect(clients, "a live connection stays").toHaveLength(2);
    session.connect();
    expect(clients, "after sleep it is replaced").toHaveLength(3);
    expect(clients[1]!.stopped).toBe(1);
  });

  it("stops at wrong credentials until somebody acts", () => {
    for (const code of ["AUTH_TOKEN_MISMATCH", "AUTH_PASSWORD_MISMATCH", "AUTH_TOKEN_MISSING"]) {
      const { session, clock, clients, client } = stageSession();
      session.connect();
      client().refuse(gatewayError(code));
      expect(session.state).toMatchObject({ kind: "failed", failure: { kind: "wrong-credentials", code } });
      expect(session.state).not.toHaveProperty("retryAtMs");
      expect(clock.waiting).toBe(0);
      clock.advance(3_600_000);
      expect(clients).toHaveLength(1);
      session.retryNow();
      expect(clients).toHaveLength(2);
    }
  });

  it("stops at credentials that the published client itself would go on with", () => {
    for (const code of [
      "AUTH_REQUIRED",
      "AUTH_UNAUTHORIZED",
      "AUTH_TOKEN_NOT_CONFIGURED",
      "AUTH_PASSWORD_NOT_CONFIGURED",
    ]) {
      const { session, client } = stageSession();
      session.connect();
      client().refuse(gatewayError(code), false);
      expect(session.state).toMatchObject({ kind: "failed", failure: { kind: "wrong-credentials", code } });
      expect(client().stopped).toBe(1);
    }
  });

  it("leaves the one retry with the device token to the client", () => {
    const { session, states, clients, client } = stageSession();
    session.connect();
    client().refuse(gatewayError("AUTH_TOKEN_MISMATCH"), false);
    expect(states.map(({ kind }) => kind)).toEqual(["connecting"]);
    expect(client().stopped).toBe(0);
    client().hello();
    expect(session.state).toMatchObject({ kind: "connected", drifted: true });
    expect(clients).toHaveLength(1);
    client().close(1006);
    expect(session.state, "the old refusal is not the reason of a later close").toMatchObject({
      kind: "failed",
      failure: { kind: "unreachable", cause: "closed" },
    });
  });

  it("fails in the open when that one retry fails too, however it ends", () => {
    const { session, client } = stageSession();
    session.connect();
    client().refuse(gatewayError("AUTH_TOKEN_MISMATCH"), false);
    client().close(1006);
    expect(session.state).toMatchObject({ kind: "failed", failure: { kind: "unreachable", cause: "closed" } });

    const second = stageSession();
    second.session.connect();
    second.client().refuse(gatewayError("AUTH_TOKEN_MISMATCH"), false);
    second.client().refuse(gatewayError("AUTH_TOKEN_MISMATCH"));
    expect(second.session.state).toMatchObject({ kind: "failed", failure: { kind: "wrong-credentials" } });
  });

  it("throws a device token away that the gateway no longer accepts, says so, and stops", () => {
    const { session, clock, token, clients, client } = stageSession({ credentials: {} });
    token.value = { token: "old", scopes: [] };
    session.connect();
    client().options.hostDeps?.clearDeviceAuthToken?.({ deviceId: "d", role: "operator" });
    client().refuse(gatewayError("AUTH_DEVICE_TOKEN_MISMATCH"));
    expect(token.value).toBeUndefined();
    expect(session.state).toMatchObject({ kind: "failed", failure: { credential: "device-token" } });
    clock.advance(3_600_000);
    expect(clients).toHaveLength(1);
  });

  it("asks for the token when the one retry with the device token is refused, and tries nothing more", () => {
    const { session, clock, token, clients, client } = stageSession();
    token.value = { token: "old", scopes: [] };
    session.connect();
    client().refuse(gatewayError("AUTH_TOKEN_MISMATCH"), false);
    client().options.hostDeps?.clearDeviceAuthToken?.({ deviceId: "d", role: "operator" });
    client().refuse(gatewayError("AUTH_DEVICE_TOKEN_MISMATCH"));
    expect(session.state).toMatchObject({ kind: "failed", failure: { code: "AUTH_TOKEN_MISMATCH" } });
    clock.advance(3_600_000);
    expect(clients).toHaveLength(1);
    expect(clients[0]!.stopped).toBe(1);
  });

  it("polls while it waits to be approved, and goes on by itself", () => {
    const { session, states, clock, clients, client } = stageSession();
    session.connect();
    for (let poll = 1; poll <= 20; poll += 1) {
      client().refuse(gatewayError("PAIRING_REQUIRED", { reason: "not-paired", requestId: "req-1" }));
      expect(session.state).toMatchObject({
        kind: "failed",
        failure: { kind: "approval-needed", reason: "not-paired", requestId: "req-1" },
      });
      clock.advance(2_000);
      expect(clients, "as often at the twentieth time as at the first").toHaveLength(poll + 1);
    }
    client().hello();
    expect(session.state.kind).toBe("connected");
    expect(states.at(-1)?.kind).toBe("connected");
  });

  it("knocks seldom once nobody seems to approve it, and often again when a person asks", () => {
    const { session, clock, clients, client } = stageSession();
    /** Connections in this much time, all of them refused. */
    const knocks = (ms: number) => {
      const before = clients.length;
      const endMs = clock.now() + ms;
      while (clock.now() < endMs) {
        if (session.state.kind === "connecting") client().refuse(gatewayError("PAIRING_REQUIRED"));
        clock.advance(250);
      }
      return clients.length - before;
    };
    session.connect();
    expect(knocks(300_000)).toBeGreaterThan(140);
    expect(knocks(3_600_000)).toBeLessThanOrEqual(120);
    session.retryNow();
    expect(knocks(300_000)).toBeGreaterThan(140);
  });

  it("obeys a gateway that is starting, which tells so only when it closes", () => {
    const { session, clock, clients, client } = stageSession({ random: () => 0 });
    session.connect();
    const starting = gatewayError(
      "",
      { reason: "startup-sidecars" },
      { gatewayCode: "UNAVAILABLE", retryAfterMs: 700 },
    );
    client().close(1013, { connectError: starting });
    expect(session.state).toMatchObject({ kind: "failed", failure: { kind: "starting", retryAfterMs: 700 } });
    clock.advance(699);
    expect(clients).toHaveLength(1);
    clock.advance(1);
    expect(clients).toHaveLength(2);
  });

  it("is neither rushed nor put to sleep for ever by a hostile retryAfterMs", () => {
    for (const retryAfterMs of [-1e9, 0, 1, 1e12, Number.MAX_VALUE]) {
      const { session, clock, clients, client } = stageSession();
      session.connect();
      client().refuse(gatewayError("AUTH_RATE_LIMITED", { retryAfterMs }));
      clock.advance(200);
      expect(clients, String(retryAfterMs)).toHaveLength(1);
      clock.advance(3_600_000);
      expect(clients, String(retryAfterMs)).toHaveLength(2);
    }
  });

  it("says removed after 4001 and asks again", () => {
    const { session, clock, clients, client } = stageSession();
    session.connect();
    client().hello();
    client().close(4001);
    expect(session.state).toMatchObject({ kind: "failed", failure: { kind: "removed" } });
    clock.advance(2_000);
    expect(clients).toHaveLength(2);
  });

  it("says timeout when the client gave up on a silent gateway", () => {
    for (const before of [false, true]) {
      const { session, client } = stageSession();
      session.connect();
      if (before) client().hello();
      client().close(4000);
      expect(session.state).toMatchObject({ kind: "failed", failure: { kind: "unreachable", cause: "timeout" } });
    }
  });

  it("names an address that the client refuses, whether it throws or only reports", () => {
    const policy = new Error('SECURITY ERROR: Cannot connect to "8.8.8.8" over plaintext ws://.');
    const thrown = stageSession({}, (client) => {
      client.onStart = () => {
        throw policy;
      };
    });
    thrown.session.connect();
    expect(thrown.session.state).toEqual({ kind: "failed", failure: { kind: "insecure-address" } });

    const reported = stageSession({}, (client) => {
      client.onStart = () => {
        client.error(policy);
      };
    });
    reported.session.connect();
    expect(reported.session.state).toEqual({ kind: "failed", failure: { kind: "insecure-address" } });
    reported.clock.advance(3_600_000);
    expect(reported.clients).toHaveLength(1);
  });
});
