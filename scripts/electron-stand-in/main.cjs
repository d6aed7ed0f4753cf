// Stands in for Electron's own default app, which the fallback binary does not carry: `electron <folder or file> [args]`
// loads that app the way a developer's Electron does. Copied into the binary's resources/app by scripts/lib.
"use strict";
const { app } = require("electron");
const { existsSync, readFileSync, statSync } = require("node:fs");
const { createRequire } = require("node:module");
const { dirname, extname, join, resolve } = require("node:path");
const { pathToFileURL } = require("node:url");

function fail(message) {
  process.stderr.write(`${message}\n`);
  app.exit(1);
}

/** Splits argv like Electron does: `-r module` before the app, then the app, and the rest is the app's own. */
function readArguments(argv) {
  const preload = [];
  for (let at = 0; at < argv.length; at += 1) {
    const word = argv[at];
    if (word === "-r" || word === "--require") preload.push(argv[(at += 1)]);
    else if (!word.startsWith("-")) return { preload, target: word };
  }
  return { preload, target: undefined };
}

/** The package.json that rules a file: what `type` it gives decides between import and require. */
function findPackage(folder) {
  for (let here = folder; ; here = dirname(here)) {
    const path = join(here, "package.json");
    if (existsSync(path)) return { folder: here, data: JSON.parse(readFileSync(path, "utf8")) };
    if (here === dirname(here)) return { folder, data: {} };
  }
}

async function load(target) {
  const path = resolve(target);
  const isFolder = statSync(path).isDirectory();
  const { folder, data } = findPackage(isFolder ? path : dirname(path));
  const entry = isFolder
    ? createRequire(join(path, "package.json")).resolve(resolve(path, data.main ?? "index.js"))
    : path;

  const name = data.productName ?? data.name;
  if (name) app.setName(name);
  if (data.version) app.setVersion(data.version);
  app.setDesktopName(data.desktopName ?? `${app.getName()}.desktop`);
  app.setAppPath(folder);

  const isModule = extname(entry) === ".mjs" || (extname(entry) === ".js" && data.type === "module");
  if (isModule) await import(pathToFileURL(entry).href);
  else createRequire(entry)(entry);
}

Object.defineProperty(process, "defaultApp", { configurable: false, enumerable: true, value: true });
const { preload, target } = readArguments(process.argv.slice(1));
for (const module of preload) require(resolve(module));
if (target === undefined) {
  fail("Which app? Start as: electron <folder of the app> [its arguments]");
} else {
  load(target).catch((error) => fail(`The app at ${resolve(target)} can't be loaded:\n${error?.stack ?? error}`));
}
