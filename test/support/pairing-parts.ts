import { randomBytes } from "node:crypto";
import type { PairingParts } from "../../src/app/pair-ports.ts";
import { emptyPage } from "./short-code-stage.ts";

/** A machine without any network, on which nothing answers and `openclaw` isn't installed; `change` is what the test is about. */
export function pairingParts(change: Partial<PairingParts> = {}): PairingParts {
  return {
    networks: () => [],
    answersAt: () => Promise.resolve(false),
    runOpenclaw: () => Promise.reject(Object.assign(new Error("spawn openclaw ENOENT"), { code: "ENOENT" })),
    shortCodePage: () => Promise.resolve(emptyPage),
    randomBytes: (length) => randomBytes(length),
    ...change,
  };
}
