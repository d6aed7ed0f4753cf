import { join } from "node:path";
import { type HistoryFileOptions, openHistoryFile } from "../../main/storage/history-file.ts";
import { FakeClock } from "./fake-clock.ts";
import { entries } from "./history-samples.ts";
import { tempFolder } from "./temp-folder.ts";

export const fileOf = (folder: string) => join(folder, "history.jsonl");

export async function open(folder: string, over: Partial<HistoryFileOptions> = {}) {
  const told: string[] = [];
  const clock = new FakeClock(1_700_000_000_000);
  const onTrouble = (sentence: string) => void told.push(sentence);
  const history = await openHistoryFile({ folder, clock, onTrouble, ...over });
  return { history, told, clock, kinds: () => history.rows().map(({ kind }) => kind) };
}

/** A folder with a history of so many rows, closed in order. */
export async function written(count: number, folder = tempFolder()): Promise<string> {
  const { history } = await open(folder);
  entries(count).forEach((one) => history.append(one));
  await history.close();
  return folder;
}
