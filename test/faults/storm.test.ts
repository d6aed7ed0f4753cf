import { expect, test, vi } from "vitest";
import { startDemoGateway } from "../../src/demo/demo-gateway.ts";
import { systemClock } from "../../src/gateway/clock.ts";
import { newDeviceIdentity } from "../../src/gateway/device-identity.ts";
import { Session } from "../../src/gateway/session.ts";
import { startTcpProxy } from "../support/tcp-proxy.ts";

const CLIENTS = 100;

test("a hundred clients and one restart: all come back, spread out, none hammers", { timeout: 120_000 }, async () => {
  let gateway = await startDemoGateway({ autoApproveLocal: true });
  const proxy = await startTcpProxy({ port: gateway.port });
  const sessions = Array.from({ length: CLIENTS }, (_, n) => {
    const session: Session = new Session({
      url: proxy.url,
      credentials: gateway.token === undefined ? {} : { token: gateway.token },
      identity: newDeviceIdentity(),
      tokens: { load: () => undefined, store: () => undefined, clear: () => undefined },
      scopes: ["operator.read"],
      app: { displayName: `Client ${n}`, version: "0.1.0", platform: "linux" },
      clock: systemClock,
      random: Math.random,
      onState: () => undefined,
      onEvent: () => undefined,
      onGap: () => undefined,
      log: () => undefined,
    });
    session.connect();
    return session;
  });
  const connected = () => sessions.filter(({ state }) => state.kind === "connected").length;
  await vi.waitUntil(() => connected() === CLIENTS, { timeout: 30_000 });

  const memory = gateway.memory();
  const { port } = gateway;
  const before = proxy.opened();
  const perSecond: number[] = [];
  await gateway.stop();
  const downAt = Date.now();
  let last = before;
  const count = setInterval(() => {
    perSecond.push(proxy.opened() - last);
    last = proxy.opened();
  }, 1_000);
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  gateway = await startDemoGateway({ autoApproveLocal: true, memory, port });
  await vi.waitUntil(() => connected() === CLIENTS, { timeout: 60_000 });
  clearInterval(count);
  const tries = proxy.opened() - before;
  console.log(
    `All ${CLIENTS} back ${Date.now() - downAt} ms after the gateway went (away 3 s), ${tries} tries, by second ${perSecond.join(" ")}`,
  );
  // Each tries a few times at most, and no second sees more than one try of each.
  expect(tries).toBeLessThanOrEqual(CLIENTS * 4);
  expect(Math.max(...perSecond)).toBeLessThanOrEqual(CLIENTS);
  for (const session of sessions) session.close();
  await proxy.close();
  await gateway.stop();
});
