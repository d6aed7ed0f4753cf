import { describe, expect, it } from "vitest";
import { FakeClock } from "../../support/fake-clock.ts";
import { gatewayError, stageSession } from "../../support/fake-client.ts";

const refused = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });

describe("a session after sleep", () => {
  it("stays when the gateway answers, also with a refusal", async () => {
    const { session, clients, client } = stageSession();
    session.connect();
    client().hello();
    await session.wake();
    client().answer = () => Promise.reject(gatewayError("MISSING_SCOPE"));
    await session.wake();
    expect(clients).toHaveLength(1);
    expect(client().requests.map(({ timeoutMs }) => timeoutMs)).toEqual([4_000, 4_000]);
  });

  it("connects anew when a half-open socket doesn't", async () => {
    const { session, clients, client } = stageSession();
    session.connect();
    client().hello();
    client().answer = () =>
      Promise.reject(Object.assign(new Error("gateway request timeout"), { name: "GatewayClientRequestTimeoutError" }));
    await session.wake();
    expect(clients).toHaveLength(2);
    expect(session.state.kind).toBe("connecting");
  });

  it("ends a wait at once", async () => {
    const { session, clients, client } = stageSession();
    session.connect();
    client().error(refused);
    client().close(1006);
    await session.wake();
    expect(clients).toHaveLength(2);
  });

  it("sends nothing again that only a person can put right, or that the gateway wants to wait", async () => {
    for (const [error, waits] of [
      [gatewayError("AUTH_TOKEN_MISMATCH"), false],
      [gatewayError("AUTH_DEVICE_TOKEN_MISMATCH"), false],
      [gatewayError("AUTH_RATE_LIMITED", { retryAfterMs: 3_600_000 }), true],
    ] as const) {
      const { session, clock, clients, client } = stageSession();
      session.connect();
      client().refuse(error);
      await session.wake();
      clock.advance(60_000);
      await session.wake();
      expect(clients).toHaveLength(1);
      clock.advance(3_600_000);
      expect(clients).toHaveLength(waits ? 2 : 1);
      session.retryNow();
      expect(clients, "a person may").toHaveLength(2);
    }
  });

  it("goes on when the wait that the gateway asked for is over, though the timer slept with the machine", async () => {
    let asleepMs = 0;
    const clock = new FakeClock();
    const { session, clients, client } = stageSession({
      clock: { now: () => clock.now() + asleepMs, after: (ms, run) => clock.after(ms, run) },
    });
    session.connect();
    client().refuse(gatewayError("AUTH_RATE_LIMITED", { retryAfterMs: 300_000 }));
    asleepMs = 301_000;
    await session.wake();
    expect(clients).toHaveLength(2);
  });

  it("starts a try anew that began in the old network, once however often it is woken", async () => {
    const { session, clock, clients, client } = stageSession();
    session.connect();
    clock.advance(1_000);
    for (const pause of [0, 300, 700]) {
      clock.advance(pause);
      await session.wake();
    }
    expect(clients).toHaveLength(1);
    clock.advance(1_000);
    expect(clients).toHaveLength(2);
    expect(clients[0]!.stopped).toBe(1);
    clock.advance(60_000);
    expect(clients, "the new one has its time").toHaveLength(2);

    await session.wake();
    client().hello();
    clock.advance(60_000);
    expect(clients, "it came through").toHaveLength(2);
    expect(clock.waiting).toBe(0);
  });
});
