import type { Dialog } from "electron";
import { exportSettings } from "../../src/app/export-settings.ts";
import type { IntentResult } from "../../src/app/intent.ts";
import type { Settings } from "../../src/app/ports.ts";
import { writeAtomically } from "./atomic-file.ts";
import { diskWords } from "./disk.ts";

/** Asks where to, and writes the settings there, readable by this user alone. Never a secret. */
export async function saveSettings(dialog: Pick<Dialog, "showSaveDialog">, settings: Settings): Promise<IntentResult> {
  const { canceled, filePath } = await dialog.showSaveDialog({
    title: "Export the settings",
    defaultPath: "pairtray-settings.json",
    filters: [{ name: "JSON", extensions: ["json"] }],
  });
  if (canceled || !filePath) return { ok: true };
  try {
    await writeAtomically(filePath, Buffer.from(exportSettings(settings), "utf8"));
    return { ok: true };
  } catch (error) {
    return { ok: false, sentence: `The settings could not be exported: ${diskWords(error)}.` };
  }
}
