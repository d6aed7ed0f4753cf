import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { answer, contentSecurityPolicy, resolveAppFile } from "../../../main/app-protocol.ts";
import { mayLoad } from "../../../main/hardening.ts";

const root = "/app/out/renderer";

describe("which file an address means", () => {
  test("the page, at / and by name, and its assets", () => {
    expect(resolveAppFile(root, "app://pairtray/")?.path).toBe(`${root}/index.html`);
    expect(resolveAppFile(root, "app://pairtray/index.html")?.type).toContain("text/html");
    expect(resolveAppFile(root, "app://pairtray/assets/a-1.js?v=2#x")).toEqual({
      path: `${root}/assets/a-1.js`,
      type: "text/javascript; charset=utf-8",
    });
  });

  test.each([
    "app://pairtray/../../package.json",
    "app://pairtray/..%2f..%2fmain%2findex.js",
    "app://pairtray/%2e%2e/%2e%2e/secrets/a.js",
    "app://pairtray/..%5c..%5cindex.js",
    "app://pairtray/a%00.js",
    "app://pairtray/%ff.js",
    "app://other/index.html",
    "app://pairtray.evil/index.html",
    "app://pairtray:80/index.html",
    "file:///etc/passwd.html",
    "https://pairtray/index.html",
    "not an address",
    "app://pairtray/settings.json",
    "app://pairtray/assets",
  ])("refuses %s", (address) => {
    const file = resolveAppFile(root, address);
    expect(file === undefined || file.path.startsWith(`${root}/`)).toBe(true);
    if (!address.startsWith("app://pairtray/..") && !address.includes("%2e")) expect(file).toBeUndefined();
  });

  test("a folder whose name only starts like ours is not ours", () => {
    expect(resolveAppFile(root, "app://pairtray/..%2frenderer-evil%2fx.js")).toBeUndefined();
  });
});

describe("what is answered", () => {
  const folder = mkdtempSync(join(tmpdir(), "pairtray-"));
  writeFileSync(join(folder, "index.html"), "<p>hi</p>");

  test("the file, with every header", async () => {
    const response = await answer(folder, "app://pairtray/");
    expect(response.status).toBe(200);
    expect(await response.text()).toBe("<p>hi</p>");
    expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(response.headers.get("content-security-policy")).toBe(contentSecurityPolicy);
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    expect(response.headers.get("cross-origin-opener-policy")).toBe("same-origin");
  });

  test("404 with the policy for what isn't there, and for other methods", async () => {
    const missing = await answer(folder, "app://pairtray/gone.js");
    expect(missing.status).toBe(404);
    expect(missing.headers.get("content-security-policy")).toBe(contentSecurityPolicy);
    expect((await answer(folder, "app://pairtray/", "POST")).status).toBe(404);
  });
});

test("the policy starts from nothing and never says unsafe", () => {
  expect(contentSecurityPolicy).toMatch(/^default-src 'none'; /);
  expect(contentSecurityPolicy).not.toMatch(/unsafe|\*|https?:|wss?:|blob:/);
  for (const rule of ["connect-src 'none'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"]) {
    expect(contentSecurityPolicy).toContain(rule);
  }
});

test("the window's session loads its own pages and nothing from any network", () => {
  expect(mayLoad("app://pairtray/index.html")).toBe(true);
  expect(mayLoad("data:image/png;base64,AA")).toBe(true);
  for (const address of [
    "https://a.example/",
    "http://127.0.0.1/",
    "ws://127.0.0.1:1/",
    "file:///etc/passwd",
    "app://pairtray.evil/",
  ]) {
    expect(mayLoad(address)).toBe(false);
  }
});
