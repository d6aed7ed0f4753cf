import { join } from "node:path";
import JSON5 from "json5";
import { z } from "zod";
import { DEFAULT_PORT, readAddress } from "../pairing/typed-address.ts";
import type { Credentials } from "./session.ts";

/** Characters. A configuration is some kilobytes; JSON5 takes minutes for what is a mistake. */
const LONGEST_CONFIG = 2_000_000;

/** Where a gateway is and how to get in. The credentials are secrets: main keeps them, the window never sees them. */
export interface GatewayLocation {
  readonly url: string;
  readonly credentials: Credentials;
  readonly source: "environment" | "openclaw.json" | "user";
}

export type Found =
  | { readonly kind: "found"; readonly location: GatewayLocation }
  | { readonly kind: "none" }
  /** There is a configuration, but it can't be used: the sentence says why. */
  | { readonly kind: "unusable"; readonly sentence: string };

export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  /** Returns undefined when the file isn't there; throws when it can't be read. */
  readonly readFile: (path: string) => string | undefined;
}

const secretText = z.string().min(1).max(4096).optional().catch(undefined);
const config = z.object({
  gateway: z
    .object({
      mode: z.string().optional().catch(undefined),
      port: z.number().int().min(1).max(65_535).optional().catch(undefined),
      tls: z
        .object({ enabled: z.boolean().optional().catch(undefined) })
        .optional()
        .catch(undefined),
      auth: z
        .object({ mode: z.string().optional().catch(undefined), token: secretText, password: secretText })
        .optional()
        .catch(undefined),
      remote: z.object({ url: secretText, token: secretText, password: secretText }).optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
});

function given(value: string | undefined): string | undefined {
  const text = value?.trim();
  return text === "" ? undefined : text;
}

/**
 * The configuration may name an environment variable instead of the text: `${NAME}`, and `$${NAME}` for those very letters
 * (OpenClaw's rules). A name without a value makes the whole text unavailable: half a token is a wrong token.
 */
function resolved(value: string | undefined, env: Surroundings["env"]): string | undefined {
  const reference = /\$(\$?)\{([A-Z_][A-Z0-9_]*)\}/g;
  const valueOf = (name: string | undefined) => (name === undefined ? undefined : given(env[name]));
  const references = [...(value ?? "").matchAll(reference)];
  if (references.some(([, escaped, name]) => escaped === "" && valueOf(name) === undefined)) return undefined;
  return given(
    value?.replace(reference, (_, escaped: string, name: string) =>
      escaped === "" ? (valueOf(name) ?? "") : `\${${name}}`,
    ),
  );
}

/** `~` is the home folder in these two variables (OpenClaw's rule). */
function fromHome(path: string | undefined, home: string): string | undefined {
  return path?.replace(/^~(?=$|[/\\])/, () => home);
}

function credentials(token: string | undefined, password: string | undefined): Credentials {
  if (token !== undefined) return { token };
  return password === undefined ? {} : { password };
}

/** Where OpenClaw keeps its configuration, by its own rules. */
export function configPath({ env, home: userHome }: Pick<Surroundings, "env" | "home">): string {
  const home = given(env["OPENCLAW_HOME"]) ?? userHome;
  return (
    fromHome(given(env["OPENCLAW_CONFIG_PATH"]), home) ??
    join(fromHome(given(env["OPENCLAW_STATE_DIR"]), home) ?? join(home, ".openclaw"), "openclaw.json")
  );
}

/**
 * Finds the gateway of this machine without a question: the environment first (a URL given there brings its own
 * credentials and never picks up the configuration's), then openclaw.json.
 */
export function findGateway(surroundings: Surroundings): Found {
  const { env } = surroundings;
  const envToken = given(env["OPENCLAW_GATEWAY_TOKEN"]);
  const envPassword = given(env["OPENCLAW_GATEWAY_PASSWORD"]);
  const envUrl = given(env["OPENCLAW_GATEWAY_URL"]);
  if (envUrl !== undefined) {
    const address = readAddress(envUrl);
    if ("sentence" in address) return { kind: "unusable", sentence: `OPENCLAW_GATEWAY_URL: ${address.sentence}` };
    return {
      kind: "found",
      location: { url: address.url, credentials: credentials(envToken, envPassword), source: "environment" },
    };
  }
  const path = configPath(surroundings);
  const unreadable = (why: string): Found => ({ kind: "unusable", sentence: `${path} can't be read (${why}).` });
  let gateway: z.infer<typeof config>["gateway"];
  try {
    const text = surroundings.readFile(path);
    if (text === undefined) return { kind: "none" };
    if (text.length > LONGEST_CONFIG) return unreadable("it is far too long for a configuration");
    const read = config.safeParse(JSON5.parse(text));
    if (!read.success) return unreadable("it is not an OpenClaw configuration");
    ({ gateway } = read.data);
  } catch (error) {
    return unreadable(error instanceof Error && "code" in error ? String(error.code) : "it is not JSON5");
  }
  const own = (token: string | undefined, password: string | undefined): Credentials =>
    envToken !== undefined || envPassword !== undefined
      ? credentials(envToken, envPassword)
      : credentials(resolved(token, env), resolved(password, env));
  const remoteUrl = resolved(gateway?.remote?.url, env);
  if (gateway?.mode === "remote" && remoteUrl !== undefined) {
    const address = readAddress(remoteUrl);
    if ("sentence" in address) return { kind: "unusable", sentence: `${path}: ${address.sentence}` };
    const { token, password } = gateway.remote ?? {};
    return {
      kind: "found",
      location: { url: address.url, credentials: own(token, password), source: "openclaw.json" },
    };
  }
  const scheme = gateway?.tls?.enabled === true ? "wss" : "ws";
  const port = gateway?.port ?? DEFAULT_PORT;
  const passwordMode = gateway?.auth?.mode === "password";
  return {
    kind: "found",
    location: {
      url: `${scheme}://127.0.0.1:${port}`,
      credentials: own(passwordMode ? undefined : gateway?.auth?.token, gateway?.auth?.password),
      source: "openclaw.json",
    },
  };
}
