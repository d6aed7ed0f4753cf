import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { exportActivity } from "../../../main/storage/export-history.ts";
import { MemoryHistory } from "../../support/memory-history.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "pairtray-export-"));
});
afterEach(() => rm(folder, { recursive: true }));

const now = () => Date.UTC(2026, 10, 20, 12);

function setUp(answer: { canceled: boolean; filePath: string }) {
  const history = new MemoryHistory(now);
  history.append({ kind: "asked", gatewayId: "g", requestId: "r1", deviceId: "d", name: "Pixel 9", by: "gateway" });
  const asked: unknown[] = [];
  const dialog = {
    showSaveDialog: async (options: unknown) => {
      asked.push(options);
      return answer;
    },
  };
  return { asked, run: () => exportActivity({ dialog: dialog, history, now }) };
}

test("the whole history goes where the user says, as JSON that this user alone can read", async () => {
  const filePath = path.join(folder, "out.json");
  const { run, asked } = setUp({ canceled: false, filePath });
  expect(await run()).toEqual({ ok: true });
  expect(asked).toMatchObject([{ defaultPath: "pairtray-activity-2026-11-20.json" }]);
  const written = JSON.parse(await readFile(filePath, "utf8")) as { rows: unknown[]; breaks: unknown[] };
  expect(written.rows).toMatchObject([{ kind: "asked", name: "Pixel 9" }]);
  expect(written.breaks).toEqual([]);
  expect((await stat(filePath)).mode & 0o777).toBe(0o600);
});

test("nothing is written when the user cancels, and a disk that refuses is said", async () => {
  expect(await setUp({ canceled: true, filePath: "" }).run()).toEqual({ ok: true });
  const refused = await setUp({ canceled: false, filePath: path.join(folder, "out.json", "\0") }).run();
  expect(refused).toMatchObject({ ok: false });
});
