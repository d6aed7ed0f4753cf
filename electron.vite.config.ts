import react from "@vitejs/plugin-react";
import { defineConfig } from "electron-vite";
import { shortCodePagePlugin } from "./scripts/lib/short-code-page.ts";

/**
 * Everything is bundled into one file a process: the packaged app carries no node_modules, starts faster,
 * and the published gateway client (which declares Node 22) runs on whatever Node the Electron at hand has.
 */
export default defineConfig({
  main: {
    plugins: [shortCodePagePlugin()],
    build: {
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: "main/index.ts" },
        output: { format: "cjs", entryFileNames: "[name].cjs", chunkFileNames: "[name]-[hash].cjs" },
      },
    },
  },
  preload: {
    build: {
      externalizeDeps: false,
      // A sandboxed preload must be one CommonJS file.
      rolldownOptions: {
        input: { preload: "main/preload.ts" },
        output: { format: "cjs", entryFileNames: "[name].cjs" },
      },
    },
  },
  renderer: {
    root: "renderer",
    plugins: [react()],
    build: { rolldownOptions: { input: { index: "renderer/index.html" } } },
  },
});
