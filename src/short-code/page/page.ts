import { type DeviceResult, tryDigits } from "../device.ts";
import { readDigits } from "../digits.ts";
import { preparePake } from "../pake.ts";
import { endSentence, nodeCommand, triesWords, waitWords } from "../plain-words.ts";
import type { Handover } from "../sealed.ts";
import { copyFrom } from "./copy.ts";
import { element, say, show } from "./views.ts";

/** What the new device's browser runs. Everything it shows is set as text. */

const form = element("form", HTMLFormElement);
const input = element("#digits", HTMLInputElement);
const button = element("form button", HTMLButtonElement);
const trouble = element("#trouble", HTMLElement);
let busy = false;

form.addEventListener("submit", (event) => {
  event.preventDefault();
  void submit();
});

input.addEventListener("input", () => {
  setTrouble("");
  // The sixth digit is the last thing to do: nobody should have to look for a button then.
  if (readDigits(input.value) !== undefined) void submit();
});

for (const copy of document.querySelectorAll<HTMLButtonElement>("[data-copy]")) {
  copy.addEventListener(
    "click",
    () => void copyFrom(copy, element(`#${copy.dataset["copy"] ?? ""}`, HTMLTextAreaElement)),
  );
}

// Loaded while the digits are being typed, so that the sixth one is answered at once.
preparePake().catch(() => {
  showOver(
    "This browser can’t run the key exchange (WebAssembly is off, as in Lockdown Mode).",
    "Scan the QR code instead.",
  );
});

async function submit(): Promise<void> {
  if (busy) return;
  const digits = readDigits(input.value);
  if (digits === undefined) {
    setTrouble("The code is six digits.");
    input.focus();
    return;
  }
  setBusy(true);
  try {
    const result = await tryDigits(digits, {
      origin: location.origin,
      post,
      random: (length) => crypto.getRandomValues(new Uint8Array(length)),
      pause: sleep,
      onAsking: (check) => {
        element("#check", HTMLElement).textContent = check;
        show("asking");
      },
    });
    await showResult(result);
  } catch {
    showOver("This browser can’t run the key exchange.", "Scan the QR code instead.");
  }
  setBusy(false);
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function post(path: string, body: object): Promise<{ status: number; value: unknown }> {
  const response = await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    cache: "no-store",
    credentials: "omit",
    redirect: "error",
  });
  const value: unknown = await response.json().catch(() => undefined);
  return { status: response.status, value };
}

async function showResult(result: DeviceResult): Promise<void> {
  switch (result.kind) {
    case "handover":
      showHandover(result.handover);
      return;
    case "wrong":
      input.value = "";
      await pause(`Wrong digits. ${triesWords(result.triesLeft)}`, result.retryAfterMs);
      return;
    case "wait":
      await pause(`Someone has just tried. ${triesWords(result.triesLeft)}`, result.retryAfterMs);
      return;
    case "ended":
      showOver(result.reason ? endSentence(result.reason) : "This try is over. Load the page again to start anew.");
      return;
    case "unreachable":
      showOver("The laptop no longer answers: the code was used or closed, or the network is gone.");
  }
}

/** The laptop takes no try before that; the button counts down. */
async function pause(message: string, ms: number): Promise<void> {
  setTrouble(message);
  for (let rest = ms; rest > 0; rest -= 1_000) {
    button.textContent = `Wait ${waitWords(rest)}`;
    await sleep(Math.min(1_000, rest));
  }
  // Free before the field takes the focus, or the first digit typed would meet a closed door.
  setBusy(false);
  input.focus();
}

function showHandover({ setupCode, access, goodForMs }: Handover): void {
  input.value = "";
  const minutes = goodForMs === undefined ? undefined : Math.max(1, Math.floor(goodForMs / 60_000));
  const accessWords = { full: "Full access", limited: "Limited access", node: "Node only" };
  const facts = [
    ...(access ? [accessWords[access]] : []),
    "good once",
    ...(minutes === undefined ? [] : [`for ${minutes} ${minutes === 1 ? "minute" : "minutes"}`]),
  ];
  const line = facts.join(", ");
  element("#good-for", HTMLElement).textContent = `${line.charAt(0).toUpperCase()}${line.slice(1)}.`;
  element("#setup-code", HTMLTextAreaElement).value = setupCode;
  element("#node-command", HTMLTextAreaElement).value = nodeCommand(setupCode);
  show("done");
}

function showOver(reason: string, hint?: string): void {
  input.value = "";
  element("#over-reason", HTMLElement).textContent = reason;
  if (hint !== undefined) element("#over-hint", HTMLElement).textContent = hint;
  show("over");
}

function setBusy(value: boolean): void {
  busy = value;
  button.disabled = value;
  input.readOnly = value;
  button.textContent = value ? "Checking" : "Continue";
  if (value) say("Checking the digits");
}

function setTrouble(message: string): void {
  trouble.textContent = message;
  input.setAttribute("aria-invalid", String(message !== ""));
}
