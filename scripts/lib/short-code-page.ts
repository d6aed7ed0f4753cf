import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "vite";
import type { ShortCodePage } from "../../src/short-code/page-files.ts";
import { projectRoot } from "./project-paths.ts";

const folder = join(projectRoot, "src", "short-code", "page");

/** Builds the page of the six-digit code in memory: one script, one style sheet, one document. Takes under a second. */
export async function buildShortCodePage(): Promise<ShortCodePage> {
  const results = await build({
    configFile: false,
    root: projectRoot,
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
