import { connect } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import {
  pause,
  promised,
  send,
  setupCode,
  type Stage,
  stageShop,
  wrongDigits,
} from "../../support/short-code-stage.ts";

const { start, stopAll } = stageShop();
afterEach(stopAll);

describe("the plain-text way", () => {
  test("is off: the right digits give nothing, and use no try up", async () => {
    const { server } = await start();
    const sent = await send(server, { method: "POST", body: server.digits });
    expect(sent.status).toBe(403);
    expect(sent.text).toContain("off");
    expect(server.state()).toEqual({ kind: "waiting", triesLeft: 5 });
  });

  test("turned on: text with the code and the node command, after the user's yes; then nothing listens", async () => {
    const { server, states } = await start({ allowPlainText: true });
    const headers = { "user-agent": "curl/8.5.0", "content-type": "application/x-www-form-urlencoded" };
    const sent = await send(server, { method: "POST", headers, body: server.digits });
    expect(sent.status).toBe(200);
    expect(sent.headers["content-type"]).toContain("text/plain");
    expect(sent.text).toContain(`\n${setupCode}\n`);
    expect(sent.text).toContain(`openclaw node run --pair "oc-pair://${setupCode}"`);
    await server.stop();
    expect(states).toEqual(["asking", "sending", "ended: delivered"]);
  });

  test("wrong digits count, and say so in words", async () => {
    const { server } = await start({ allowPlainText: true });
    const sent = await send(server, { method: "POST", body: wrongDigits(server) });
    expect(sent).toMatchObject({ status: 403, text: "Wrong digits. 4 tries left.\n" });
    expect((await send(server, { method: "POST", body: server.digits })).status).toBe(429);
    expect((await send(server, { method: "POST", body: "hello" })).status).toBe(400);
    expect(server.state()).toMatchObject({ triesLeft: 4 });
  });

  test("an asker who hangs up while the user is asked gets nothing, and the question goes away", async () => {
    const aborted = promised<boolean>();
    const { server, states } = await start({
      allowPlainText: true,
      confirm: (_asker, signal) =>
        new Promise((resolve) => {
          signal.addEventListener("abort", () => {
            aborted.resolve(true);
            resolve(true);
          });
        }),
    });
    const { host, hostname, port } = new URL(server.url);
    const socket = connect({ host: hostname, port: Number(port) });
    socket.write(`POST / HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 6\r\n\r\n${server.digits}`);
    while (server.state().kind !== "asking") await pause(5);
    socket.destroy();
    await aborted.promise;
    expect(states.at(-1)).toBe("ended: gone");
  });

  /** A connection for plain text, with what it heard so far. */
  function terminal({ server }: Stage) {
    const { host, hostname, port } = new URL(server.url);
    const socket = connect({ host: hostname, port: Number(port) });
    const heard = { text: "", closed: false };
    socket.setEncoding("utf8");
    socket.on("data", (part: string) => (heard.text += part));
    socket.on("error", () => undefined);
    socket.on("close", () => (heard.closed = true));
    const post = (body: string) => `POST / HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 6\r\n\r\n${body}`;
    return { socket, heard, post };
  }

  test("with the right digits it waits for the user's word as long as that takes", async () => {
    const answer = promised<boolean>();
    const stage = await start({ allowPlainText: true, limits: { idleMs: 100 }, confirm: () => answer.promise });
    const { socket, heard, post } = terminal(stage);
    socket.write(post(stage.server.digits));
    await pause(500);
    expect(stage.states).toEqual(["asking"]);
    answer.resolve(true);
    while (!heard.closed) await pause(5);
    expect(heard.text).toContain(setupCode);
    expect(stage.states.at(-1)).toBe("ended: delivered");
  });

  test("and no longer than the set-up code lives", async () => {
    const stage = await start({
      allowPlainText: true,
      limits: { idleMs: 100, farewellMs: 100 },
      expiresAtMs: Date.now() + 600,
      confirm: () => new Promise(() => {}),
    });
    const { socket, heard, post } = terminal(stage);
    socket.write(post(stage.server.digits));
    while (!heard.closed) await pause(5);
    expect(stage.states).toEqual(["asking", "ended: expired"]);
    await stage.server.stop();
  });

  test("whoever moves no more before that is cut", async () => {
    const stage = await start({ allowPlainText: true, limits: { idleMs: 100 } });
    const { socket, heard, post } = terminal(stage);
    const begunMs = Date.now();
    socket.write(post(stage.server.digits.slice(0, 3)));
    while (!heard.closed) await pause(5);
    // Sooner than the limit of a whole request.
    expect(Date.now() - begunMs).toBeLessThan(3_000);
    expect(stage.server.state().kind).toBe("waiting");
  });

  test("a terminal at the short address is told how", async () => {
    const { server } = await start({ allowPlainText: true });
    expect((await send(server)).text).toContain(`curl -d 123456 ${server.url}`);
  });
});
