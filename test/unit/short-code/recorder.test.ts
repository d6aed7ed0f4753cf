import { once } from "node:events";
import { connect, createServer } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import type { ShortCodeServer } from "../../../src/short-code/server.ts";
import {
  bootstrapToken,
  device,
  pause,
  promised,
  send,
  setupCode,
  type Stage,
  startStage,
} from "../../support/short-code-stage.ts";

let undos: (() => unknown)[] = [];

async function start(changes: Parameters<typeof startStage>[0] = {}): Promise<Stage> {
  const stage = await startStage(changes);
  undos.push(() => stage.server.stop());
  return stage;
}

afterEach(async () => {
  for (const undo of undos.reverse()) await undo();
  undos = [];
});

/** Passes bytes on to the server and keeps all of them, in both directions. */
async function recordingProxy(server: ShortCodeServer): Promise<{ port: number; recording: () => string }> {
  const parts: Buffer[] = [];
  const proxy = createServer((client) => {
    const { hostname, port } = new URL(server.url);
    const upstream = connect({ host: hostname, port: Number(port) });
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      from.on("data", (part: Buffer) => {
        parts.push(part);
        to.write(part);
      });
      from.on("error", () => to.destroy());
      from.on("close", () => to.destroySoon());
    }
  });
  proxy.listen(0, "127.0.0.1");
  await once(proxy, "listening");
  undos.push(() => proxy.close());
  const bound = proxy.address();
  if (typeof bound !== "object" || bound === null) throw new Error("The proxy has no port.");
  return { port: bound.port, recording: () => Buffer.concat(parts).toString("latin1") };
}

describe("someone who records everything", () => {
  /** What must not occur, also not inside any run of base64 characters. */
  function secretsIn(recording: string, digits: string): string[] {
    const decoded = (recording.match(/[A-Za-z0-9+/_-]{8,}/g) ?? []).flatMap((run) =>
      [0, 1, 2, 3].map((offset) => Buffer.from(run.slice(offset), "base64url").toString("latin1")),
    );
    const everything = [recording, ...decoded].join("\n");
    return [setupCode, bootstrapToken, digits].filter((secret) => everything.includes(secret));
  }

  test("finds neither digits nor set-up code nor token, in a wrong try and a right one", async () => {
    const { server, clock } = await start();
    const proxy = await recordingProxy(server);
    const wrong = server.digits === "000000" ? "000001" : "000000";
    expect(await device(server, wrong, { via: proxy.port })).toMatchObject({ kind: "wrong" });
    clock.shift(1_000);
    expect(await device(server, server.digits, { via: proxy.port })).toMatchObject({
      kind: "handover",
      handover: { setupCode },
    });
    const recording = proxy.recording();
    for (const step of ["/start", "/finish", "/collect", "/receipt"]) expect(recording).toContain(`POST ${step} `);
    expect(secretsIn(recording, server.digits)).toEqual([]);
  });

  test("would find them on the plain-text way, so the search above can find", async () => {
    const { server } = await start({ allowPlainText: true });
    const proxy = await recordingProxy(server);
    await send(server, { method: "POST", body: server.digits, via: proxy.port });
    expect(secretsIn(proxy.recording(), server.digits)).toEqual([setupCode, bootstrapToken, server.digits]);
  });

  test("gains nothing by playing the recording again, or by taking over its run", async () => {
    const answer = promised<boolean>();
    const { server } = await start({ confirm: () => answer.promise });
    const proxy = await recordingProxy(server);
    const honest = device(server, server.digits, { via: proxy.port });
    while (server.state().kind !== "asking") await pause(5);
    const recording = proxy.recording();
    const run = /"run":"([^"]+)"/.exec(recording)?.[1] ?? "";
    const proof = /\{"run":"[^"]+","request":"[^"]+"\}/.exec(recording)?.[0] ?? "";
    const post = (path: string, body: string) =>
      send(server, { method: "POST", path, headers: { "content-type": "application/json" }, body });
    // The proof again: the run is over.
    expect((await post("/finish", proof)).status).toBe(404);
    // A receipt without the key: the laptop doesn't believe it.
    expect((await post("/receipt", JSON.stringify({ run, box: "A".repeat(80) }))).status).toBe(404);
    answer.resolve(true);
    // The box is nothing but a box.
    const box = await post("/collect", JSON.stringify({ run }));
    expect(secretsIn(box.text, server.digits)).toEqual([]);
    expect(await honest).toMatchObject({ kind: "handover" });
  });
});
