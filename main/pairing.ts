import { randomBytes } from "node:crypto";
import type { PairingParts } from "../src/app/pair-ports.ts";
import { answersAt } from "../src/gateway/probe.ts";
import { readShortCodePage } from "../src/short-code/page-files.ts";
import { machineNetworks } from "./networks.ts";
import { runOpenclaw } from "./openclaw-cli.ts";

/** What this machine lends to *Pair a device*. `pageFolder`: where the build put the page of the six-digit code. */
export function machinePairing(pageFolder: string, demo: boolean): PairingParts {
  return {
    networks: () => machineNetworks(),
    answersAt: (address) => answersAt(address),
    runOpenclaw: (args) => runOpenclaw(args),
    shortCodePage: () => readShortCodePage(pageFolder),
    randomBytes: (length) => randomBytes(length),
    ownAddressFirst: demo,
  };
}
