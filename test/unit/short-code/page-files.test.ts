import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readShortCodePage } from "../../../src/short-code/page-files.ts";

test("a built page is read whole, or not at all", async () => {
  const folder = await mkdtemp(join(tmpdir(), "short-code-page-"));
  await writeFile(join(folder, "index.html"), "<p>");
  await writeFile(join(folder, "page.css"), "p {}");
  await expect(readShortCodePage(folder)).rejects.toThrow(/page\.js/);
  await writeFile(join(folder, "page.js"), "1;");
  expect(await readShortCodePage(folder)).toEqual({ html: "<p>", css: "p {}", js: "1;" });
  await rm(folder, { recursive: true });
});
