import react from "@vitejs/plugin-react";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import path from "node:path";
import { build } from "vite";

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
};

/** The window's content policy, as strict as main's own. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'";

export interface WindowSite {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** Builds renderer/ as it ships into `folder` and serves it on loopback. */
export async function serveWindow(folder: string): Promise<WindowSite> {
  await build({
    root: path.resolve(import.meta.dirname, "../../renderer"),
    configFile: false,
    logLevel: "error",
    plugins: [react()],
    build: { outDir: folder, emptyOutDir: true },
  });
  const server = createServer((request, response) => {
    if (request.url === "/favicon.ico") {
      // Only browsers ask for it; a 404 would stand in the console.
      response.writeHead(204).end();
      return;
    }
    const wanted = path.join(folder, path.normalize(new URL(request.url ?? "/", "http://window").pathname));
    const file = wanted.endsWith(path.sep) ? path.join(wanted, "index.html") : wanted;
    readFile(file).then(
      (content) => {
        const type = types[path.extname(file)] ?? "application/octet-stream";
        response.writeHead(200, { "content-type": type, "content-security-policy": policy }).end(content);
      },
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The window's server has no port.");
  return {
    url: `http://127.0.0.1:${address.port}/`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}
