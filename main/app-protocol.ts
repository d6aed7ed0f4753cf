import { readFile } from "node:fs/promises";
import { extname, join, normalize, sep } from "node:path";
import type { Protocol } from "electron";

const appScheme = "app";
const appHost = "pairtray";
export const appOrigin = `${appScheme}://${appHost}`;
export const windowUrl = `${appOrigin}/index.html`;

/** Only what the window is made of; anything else in the folder isn't served. */
const contentTypes: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".woff2": "font/woff2",
};

/** Nothing comes from anywhere but the app, nothing goes anywhere, and no text ever becomes code. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'none'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join("; ");

const securityHeaders: Readonly<Record<string, string>> = {
  "Content-Security-Policy": contentSecurityPolicy,
  "X-Content-Type-Options": "nosniff",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Referrer-Policy": "no-referrer",
  "Cache-Control": "no-cache",
};

export interface AppFile {
  readonly path: string;
  readonly type: string;
}

/** Which file below `root` an address means, or undefined: another origin, a way out of the folder, an unknown type. */
export function resolveAppFile(root: string, address: string): AppFile | undefined {
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  if (url.protocol !== `${appScheme}:` || url.host !== appHost) return undefined;
  let name: string;
  try {
    name = decodeURIComponent(url.pathname);
  } catch {
    return undefined;
  }
  // Backslashes and NUL mean something to a file system and nothing to a URL.
  if (/[\\\0]/.test(name)) return undefined;
  const base = normalize(root + sep);
  const path = join(base, name === "/" ? "/index.html" : name);
  const type = contentTypes[extname(path)];
  return path.startsWith(base) && type ? { path, type } : undefined;
}

/** Must run before `app` is ready: only a standard, secure scheme gets an origin of its own. */
export function registerAppScheme(protocol: Pick<Protocol, "registerSchemesAsPrivileged">): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

export async function answer(root: string, address: string, method = "GET"): Promise<Response> {
  const file = method === "GET" ? resolveAppFile(root, address) : undefined;
  const body = file && (await readFile(file.path).catch(() => undefined));
  if (!body) return new Response("Not found", { status: 404, headers: securityHeaders });
  return new Response(new Uint8Array(body), { headers: { ...securityHeaders, "Content-Type": file.type } });
}

/** Serves the window's own files, and nothing else, at `app://pairtray/`. Returns its own undo. */
export function serveApp(protocol: Pick<Protocol, "handle" | "unhandle">, root: string): () => void {
  protocol.handle(appScheme, (request) => answer(root, request.url, request.method));
  return () => protocol.unhandle(appScheme);
}
