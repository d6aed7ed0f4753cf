import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { openHistoryFile } from "../../../main/storage/history-file.ts";
import { systemClock } from "../../../src/gateway/clock.ts";
import { verifyChain } from "../../../src/pairing/history.ts";
import { tempFolder } from "../../support/temp-folder.ts";

const writer = fileURLToPath(new URL("../../support/history-writer.ts", import.meta.url));

interface Kill {
  readonly folder: string;
  readonly speed: "fast" | "slow";
  /** Where the children share what they compiled: twenty of them start twice as fast. */
  readonly cache: string;
}

/** Lets a child append rows and kills it with SIGKILL. Resolves to the number of the last row it said was on the disk. */
async function killedWriter({ folder, speed, cache }: Kill): Promise<number> {
  const env = { ...process.env, NODE_COMPILE_CACHE: cache };
  const child = spawn(process.execPath, [writer, folder, speed], { env, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  let complaints = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (said += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (complaints += text));
  const closed = once(child, "close");
  await Promise.race([once(child.stdout, "data"), closed]);
  await sleep(Math.random() * 40);
  child.kill("SIGKILL");
  await closed;
  expect(complaints).toBe("");
  return Number(said.trimEnd().split("\n").at(-1));
}

/** One kill and what the next start makes of it. True when the kill fell into the middle of a row. */
async function killAndOpen(kill: Kill): Promise<boolean> {
  const { folder } = kill;
  const acknowledged = await killedWriter(kill);
  expect(acknowledged).toBeGreaterThan(0);
  const left = readFileSync(join(folder, "history.jsonl"));
  const torn = left.at(-1) !== 0x0a;

  const told: string[] = [];
  const history = await openHistoryFile({ folder, clock: systemClock, onTrouble: (sentence) => told.push(sentence) });
  const rows = history.rows();
  expect(verifyChain(rows)).toEqual([]);
  const last = rows.findLast(({ kind }) => kind !== "damaged")!;
  // Each row waited for the one before: at most one was under way.
  expect([acknowledged, acknowledged + 1]).toContain(last.seq);
  if (torn) {
    expect(last.seq).toBe(acknowledged);
    expect(told).toHaveLength(1);
    const copy = /only half written and is lost\. What was there is kept as (.+)\.$/.exec(told[0]!)?.[1];
    expect(existsSync(copy!)).toBe(true);
    expect(rows.at(-1)).toMatchObject({ kind: "damaged", seq: acknowledged + 1 });
  } else expect(told).toEqual([]);
  await history.close();
  return torn;
}

describe("the history and kill -9", () => {
  it("loses at most the last row and says so, 20 kills at random moments", { timeout: 30_000 }, async () => {
    // Two files, each written on by the next child after every kill.
    const files = [tempFolder(), tempFolder()];
    const cache = tempFolder();
    const torn = await Promise.all(
      files.map(async (folder) => {
        let count = 0;
        for (let n = 0; n < 10; n += 1) {
          if (await killAndOpen({ folder, cache, speed: n % 2 ? "fast" : "slow" })) count += 1;
        }
        return count;
      }),
    );
    // Were no kill ever to fall into a row, this test would show nothing.
    expect(torn[0]! + torn[1]!).toBeGreaterThan(0);
    if (process.env["PAIRTRAY_TEST_FIGURES"]) console.log(`kills inside a row: ${torn.join(" + ")} of 20`);
  });
});
