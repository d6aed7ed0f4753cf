import type { Dialog } from "electron";
import { exportDevices } from "../../src/app/export-devices.ts";
import type { IntentResult } from "../../src/app/intent.ts";
import type { AppSnapshot } from "../../src/app/snapshot.ts";
import { writeAtomically } from "./atomic-file.ts";
import { diskWords } from "./disk.ts";

export interface ExportDevicesOptions {
  readonly dialog: Pick<Dialog, "showSaveDialog">;
  readonly snapshot: () => Pick<AppSnapshot, "devices" | "gateways">;
  readonly now: () => number;
}

/** Asks where to, and writes the devices and their access there, readable by this user alone. */
export async function saveDevices(
  { dialog, snapshot, now }: ExportDevicesOptions,
  format: "json" | "csv",
): Promise<IntentResult> {
  const { name, text } = exportDevices(snapshot(), format, now());
  const { canceled, filePath } = await dialog.showSaveDialog({
    title: "Export the devices",
    defaultPath: name,
    filters: [{ name: format.toUpperCase(), extensions: [format] }],
  });
  if (canceled || !filePath) return { ok: true };
  try {
    await writeAtomically(filePath, Buffer.from(text, "utf8"));
    return { ok: true };
  } catch (error) {
    return { ok: false, sentence: `The devices could not be exported: ${diskWords(error)}.` };
  }
}
