import { parseArgs } from "node:util";
import type { KnockResult } from "../src/demo/knock-result.ts";
import { createPhone, type SimulatedPhone } from "../src/demo/simulated-phone.ts";
import { readSetupCode } from "../src/demo/setup-code-text.ts";
import { requestByShortCode } from "../src/short-code/client.ts";
import type { DeviceResult } from "../src/short-code/device.ts";
import { endSentence, triesWords, waitWords } from "../src/short-code/plain-words.ts";

const help = `A simulated phone for a gateway: real keys, real signatures, nothing kept.

  npm run phone -- [options]

  --url <ws://…>        the gateway (default: OPENCLAW_GATEWAY_URL, else ws://127.0.0.1:18789)
  --token <token>       its shared token (default: OPENCLAW_GATEWAY_TOKEN)
  --password <text>     or its password (default: OPENCLAW_GATEWAY_PASSWORD)
  --setup-code <code>   pair with a set-up code instead; it names the gateway itself
  --code <482913>       pair with the six digits that PairTray shows, at the address beside them:
  --at <http://…>       192.168.1.5:8585
  --knock               knock once and end, instead of knocking until it is let in and staying connected

  --name <name>         what it calls itself (default: Pixel 9)
  --platform <name>     android, ios, macos, linux, … (default: android)
  --family <name>       device family (default: by platform)
  --role <role>         node or operator (default: node)
  --scopes <a,b>        what an operator asks for (default: operator.read)
  --commands <a,b>      what a node says it can run
  --help

Ends with 0 when it was let in, 2 when it has to wait for approval (with --knock), 3 when it was refused,
4 when it was locked out after it was in, 1 for wrong use.`;

const exitCodes = { letIn: 0, wrongUse: 1, waiting: 2, refused: 3, lockedOut: 4 } as const;
const retryMs = 1_000;
/** The gateway's close code when it takes a device's access away. */
const LOCKED_OUT = 4001;

/** Undefined: help is wanted, and nothing else happens (six digits stay unspent). */
async function readCommandLine() {
  const { values } = parseArgs({
    options: {
      url: { type: "string" },
      token: { type: "string" },
      password: { type: "string" },
      "setup-code": { type: "string" },
      code: { type: "string" },
      at: { type: "string" },
      knock: { type: "boolean", default: false },
      name: { type: "string", default: "Pixel 9" },
      platform: { type: "string", default: "android" },
      family: { type: "string" },
      role: { type: "string", default: "node" },
      scopes: { type: "string" },
      commands: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return undefined;
  const { role } = values;
  if (role !== "node" && role !== "operator") throw new Error("--role must be node or operator.");
  if (values.scopes !== undefined && role !== "operator") throw new Error("--scopes needs --role operator.");
  if ((values.code === undefined) !== (values.at === undefined)) throw new Error("--code and --at belong together.");
  const setupCode =
    values.code === undefined || values.at === undefined
      ? values["setup-code"]
      : await codeForDigits(values.code, values.at);
  const url = setupCode === undefined ? gatewayUrl(values.url) : readSetupCode(setupCode).url;
  const token = values.token ?? process.env["OPENCLAW_GATEWAY_TOKEN"];
  const password = values.password ?? process.env["OPENCLAW_GATEWAY_PASSWORD"];
  const family = values.family ?? families[values.platform];
  const phone = {
    url,
    // A set-up code must prove itself: with the shared token beside it nobody could tell which one opened the door.
    ...(setupCode === undefined && token !== undefined && { token }),
    ...(setupCode === undefined && password !== undefined && { password }),
    name: values.name,
    platform: values.platform,
    ...(family !== undefined && { deviceFamily: family }),
    role,
    ...(values.scopes !== undefined && { scopes: list(values.scopes) }),
    ...(values.commands !== undefined && { commands: list(values.commands) }),
  } as const;
  return { once: values.knock, setupCode, phone };
}

/** Trades the six digits; what doesn't work is an error in plain words. The code itself is never printed. */
async function codeForDigits(code: string, at: string): Promise<string> {
  const result = await requestByShortCode({
    code,
    at,
    onAsking: (check) =>
      console.log(
        `the digits are right; the laptop asks whether the new device shows ${check}: say yes there if it does`,
      ),
  });
  if (result.kind !== "handover") throw new NoCode(refusalWords(result));
  console.log(`set-up code received (${result.handover.access ?? "unknown"} access)`);
  return result.handover.setupCode;
}

/** The laptop gave no set-up code: no wrong use, but a refusal. */
class NoCode extends Error {}

function refusalWords(result: Exclude<DeviceResult, { kind: "handover" }>): string {
  switch (result.kind) {
    case "wrong":
      return `Wrong digits. ${triesWords(result.triesLeft)}`;
    case "wait":
      return `Wait ${waitWords(result.retryAfterMs)}, then try again. ${triesWords(result.triesLeft)}`;
    case "ended":
      return endSentence(result.reason ?? "stopped");
    case "unreachable":
      return "Nothing answers there any more: the code is over, or the address is another one.";
  }
}

const families: Readonly<Record<string, string>> = {
  android: "Android",
  ios: "iPhone",
  ipados: "iPad",
  macos: "Mac",
  linux: "Linux",
  windows: "Windows",
};

const list = (text: string) =>
  text
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");

function gatewayUrl(given: string | undefined): string {
  const text = given ?? process.env["OPENCLAW_GATEWAY_URL"] ?? "ws://127.0.0.1:18789";
  if (!URL.canParse(text) || !["ws:", "wss:"].includes(new URL(text).protocol)) {
    throw new Error(`--url must be a ws:// or wss:// address, not "${text}".`);
  }
  return text;
}

function describe(result: KnockResult): string {
  if (result.kind === "hello") return "let in";
  if (result.kind === "pairing-required")
    return `waits for approval (${result.reason}, ${result.requestId ?? "no id"})`;
  if (result.code === "AUTH_BOOTSTRAP_TOKEN_INVALID") return "refused: this set-up code was used already, or is over";
  return `refused: ${result.code}: ${result.message}`;
}

/** Codes that another knock in a second can change. */
const passing = new Set(["UNREACHABLE", "UNAVAILABLE", "AUTH_RATE_LIMITED"]);

function exitCodeOf(result: KnockResult): number {
  if (result.kind === "hello") return exitCodes.letIn;
  return result.kind === "pairing-required" ? exitCodes.waiting : exitCodes.refused;
}

/** Knocks until it is let in, stays, and ends when it is locked out or refused for good. */
async function stay(phone: SimulatedPhone, setupCode: string | undefined): Promise<number> {
  let tellLost: (code: number) => void = () => undefined;
  phone.onClose((code, reason) => {
    console.log(`closed with ${code} (${reason})`);
    tellLost(code);
  });
  // A set-up code is good once: whoever came in with it comes back with the token it got.
  let spent = false;
  let said = "";
  for (;;) {
    const lost = new Promise<number>((resolve) => (tellLost = resolve));
    const result = setupCode === undefined || spent ? await phone.knock() : await phone.redeem(setupCode);
    const words = describe(result);
    if (words !== said) console.log(words);
    said = words;
    if (result.kind === "hello") {
      console.log("connected; Ctrl+C hangs up");
      spent = true;
      if ((await lost) === LOCKED_OUT) return exitCodes.lockedOut;
      // The gateway went away or was restarted: a real phone knocks until it is back.
    }
    if (result.kind === "refused" && !passing.has(result.code)) return exitCodes.refused;
    await new Promise((resolve) => setTimeout(resolve, retryMs));
  }
}

async function main(): Promise<number> {
  const options = await readCommandLine();
  if (!options) {
    console.log(help);
    return exitCodes.letIn;
  }
  const phone = createPhone(options.phone);
  console.log(`${phone.name} (${options.phone.platform}, ${options.phone.role}) knocks at ${options.phone.url}`);
  console.log(`device ${phone.deviceId}`);
  process.once("SIGINT", () => void phone.close().then(() => process.exit(exitCodes.letIn)));
  if (!options.once) return await stay(phone, options.setupCode);
  const result = options.setupCode === undefined ? await phone.knock() : await phone.redeem(options.setupCode);
  console.log(describe(result));
  await phone.close();
  return exitCodeOf(result);
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  if (!(error instanceof NoCode)) console.error("npm run phone -- --help tells what it takes.");
  process.exitCode = error instanceof NoCode ? exitCodes.refused : exitCodes.wrongUse;
}
