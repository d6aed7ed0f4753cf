import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { build, type Plugin } from "vite";
import { pageFiles, type ShortCodePage } from "../../src/short-code/page-files.ts";
import { projectRoot } from "./project-paths.ts";

/** Builds the page of the six-digit code in memory: one script, one style sheet, one document. Takes under a second. */
export async function buildShortCodePage(root = projectRoot): Promise<ShortCodePage> {
  const folder = join(root, "src", "short-code", "page");
  const results = await build({
    configFile: false,
    root,
    logLevel: "warn",
    build: {
      write: false,
      target: ["chrome100", "firefox100", "safari15"],
      rolldownOptions: { input: join(folder, "page.ts"), output: { format: "iife", codeSplitting: false } },
    },
  });
  const outputs = Array.isArray(results)
    ? results.flatMap((result) => result.output)
    : "output" in results
      ? results.output
      : [];
  const [script, ...more] = outputs;
  if (script?.type !== "chunk" || more.length > 0) throw new Error("The page's script did not build into one file.");
  const [html, css] = await Promise.all(["index.html", "page.css"].map((name) => readFile(join(folder, name), "utf8")));
  return { html: html ?? "", css: css ?? "", js: script.code };
}

/** Puts the page beside the bundle that serves it: `short-code/` in the output folder. */
export function shortCodePagePlugin(): Plugin {
  // A bundled config file doesn't know where this file was.
  let root = projectRoot;
  return {
    name: "pairtray-short-code-page",
    configResolved(config) {
      root = config.root;
    },
    async generateBundle() {
      const page = await buildShortCodePage(root);
      for (const part of ["html", "css", "js"] as const) {
        this.emitFile({ type: "asset", fileName: `short-code/${pageFiles[part]}`, source: page[part] });
      }
    },
  };
}
