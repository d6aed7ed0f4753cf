import js from "@eslint/js";
import type { Linter } from "eslint";
import { defineConfig } from "eslint/config";
import importX from "eslint-plugin-import-x";
import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

/** The floors of the house: arrows only go down. `target` may not import from `from`. */
const floors = [
  {
    target: "./src/pairing",
    from: ["./src/gateway", "./src/app", "./src/demo", "./src/short-code", "./main", "./renderer"],
    message: "src/pairing is the ground floor: it imports nothing of ours.",
  },
  {
    target: "./src/gateway",
    from: ["./src/app", "./src/demo", "./src/short-code", "./main", "./renderer"],
    message: "src/gateway stands on src/pairing alone.",
  },
  {
    target: "./src/short-code",
    from: ["./src/gateway", "./src/app", "./src/demo", "./main", "./renderer"],
    message: "src/short-code stands on src/pairing alone.",
  },
  {
    target: "./src/demo",
    from: ["./src/app", "./main", "./renderer"],
    message: "The demo gateway knows the wire, not the app.",
  },
  { target: "./src/app", from: ["./main", "./renderer"], message: "src/app knows no Electron and no DOM." },
  {
    target: "./renderer",
    from: ["./main", "./src/gateway", "./src/demo"],
    message: "The window is a picture of the snapshot: it stands on src/app.",
  },
  { target: "./main", from: ["./renderer"], message: "main never imports the window." },
];

const noElectron: Linter.RulesRecord = {
  "no-restricted-imports": [
    "error",
    { paths: [{ name: "electron", message: "src/ runs under plain Node: hand Electron's parts in from main/." }] },
  ],
};

/** What crosses to the window goes through main/ipc.ts, where every message is validated and its sender checked. */
const rawIpc = "Raw IPC is main/ipc.ts and main/preload.ts alone: add to src/app/contract.ts instead.";
const noRawIpc: Linter.RulesRecord = {
  "no-restricted-syntax": [
    "error",
    { selector: "MemberExpression[object.name=/^ipc(Main|Renderer)$/]", message: rawIpc },
    {
      selector:
        "CallExpression[callee.property.name=/^(send|postMessage)$/][callee.object.property.name='webContents']",
      message: rawIpc,
    },
  ],
};

export default defineConfig(
  {
    ignores: [
      "out",
      "dist",
      ".cache",
      "node_modules",
      "test-results",
      "demo-pictures",
      "scripts/electron-stand-in",
      "test/bench/empty-app",
    ],
  },
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        project: ["./tsconfig.json", "./tsconfig.renderer.json", "./tsconfig.pages.json"],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    plugins: { "import-x": importX },
    rules: {
      "import-x/no-restricted-paths": ["error", { basePath: import.meta.dirname, zones: floors }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/no-unnecessary-condition": [
        "error",
        { allowConstantLoopConditions: "only-allowed-literals" },
      ],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "max-lines": ["warn", { max: 250, skipBlankLines: true, skipComments: true }],
      eqeqeq: "error",
    },
  },
  { files: ["src/**/*.ts"], rules: noElectron },
  { files: ["main/**/*.ts"], ignores: ["main/ipc.ts", "main/preload.ts"], rules: noRawIpc },
  {
    files: ["renderer/**/*.{ts,tsx}"],
    extends: [reactHooks.configs.flat.recommended],
  },
  {
    files: ["test/**/*.ts"],
    rules: { "@typescript-eslint/no-non-null-assertion": "off", "@typescript-eslint/require-await": "off" },
  },
);
