import { say } from "./views.ts";

const SHOWN_FOR_MS = 2_000;

/**
 * Copies a field's text. Over plain http there is no clipboard API, so it is selected and copied the old way; where even
 * that is forbidden it stays selected, and the button says what to do.
 */
export async function copyFrom(button: HTMLButtonElement, field: HTMLTextAreaElement): Promise<void> {
  const words = button.textContent;
  const copied = (await copyNew(field.value)) || copyOld(field);
  button.textContent = copied ? "Copied" : "Selected: copy it now";
  say(button.textContent);
  await new Promise((resolve) => setTimeout(resolve, SHOWN_FOR_MS));
  button.textContent = words;
}

async function copyNew(text: string): Promise<boolean> {
  // The DOM's types promise it everywhere; insecure origins don't have it.
  const clipboard = navigator.clipboard as Clipboard | undefined;
  if (!clipboard) return false;
  try {
    await clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

function copyOld(field: HTMLTextAreaElement): boolean {
  field.focus();
  field.setSelectionRange(0, field.value.length);
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the only way on an insecure origin
  return document.execCommand("copy");
}
