import type { Dialog } from "electron";
import type { HistoryPort } from "../../src/app/ports.ts";
import type { IntentResult } from "../../src/app/intent.ts";
import { exportHistory } from "../../src/pairing/history-search.ts";
import { writeAtomically } from "./atomic-file.ts";
import { diskWords } from "./disk.ts";

export interface ExportOptions {
  readonly dialog: Pick<Dialog, "showSaveDialog">;
  readonly history: Pick<HistoryPort, "rows">;
  readonly now: () => number;
}

/** Asks where to, and writes the whole history there as JSON, readable by this user alone. */
export async function exportActivity({ dialog, history, now }: ExportOptions): Promise<IntentResult> {
  const day = new Date(now()).toISOString().slice(0, 10);
  const { canceled, filePath } = await dialog.showSaveDialog({
    title: "Export the activity history",
    defaultPath: `pairtray-activity-${day}.json`,
    filters: [{ name: "JSON", extensions: ["json"] }],
  });
  if (canceled || !filePath) return { ok: true };
  try {
    await writeAtomically(filePath, Buffer.from(exportHistory(history.rows(), now()), "utf8"));
    return { ok: true };
  } catch (error) {
    return { ok: false, sentence: `The history could not be exported: ${diskWords(error)}.` };
  }
}
