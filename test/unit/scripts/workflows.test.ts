import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { projectRoot } from "../../../scripts/lib/project-paths.ts";
import { openclawVersions } from "../../../scripts/lib/real-gateway-install.ts";

test("CI, the docs and the installer name the same gateways", () => {
  const workflow = readFileSync(join(projectRoot, ".github", "workflows", "gateways.yml"), "utf8");
  const listed = /version: (\[.*\])/.exec(workflow)?.[1] ?? "[]";
  expect((JSON.parse(listed) as string[]).toSorted()).toEqual(openclawVersions.toSorted());
  const table = readFileSync(join(projectRoot, "docs", "gateway-versions.md"), "utf8");
  const rows = [...table.matchAll(/^\| (\S+) +\|.*<!-- seen -->/gm)].map(([, version]) => version);
  expect(rows.toSorted()).toEqual(openclawVersions.toSorted());
});
