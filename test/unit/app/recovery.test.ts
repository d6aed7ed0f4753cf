import { expect, test } from "vitest";
import { recoveryPage } from "../../../src/app/recovery.ts";
import { clockWords } from "../../../src/app/recovery-proof.ts";
import { autoApprovalWords } from "../../../src/app/self-approved.ts";
import { readAutoApproval } from "../../../src/gateway/auto-approval.ts";
import { stageDesk } from "../../support/desk-stage.ts";
import { gatewayError } from "../../support/fake-client.ts";

test("a clock that is off is said in words, and one that is right is not", () => {
  expect(clockWords(2_000)).toBeUndefined();
  expect(clockWords(-90_000)).toBe("The gateway's clock is 90 seconds behind this machine's.");
  expect(clockWords(600_000)).toBe("The gateway's clock is 10 minutes ahead of this machine's.");
  expect(clockWords(-3 * 3_600_000)).toContain("3 hours behind");
});

test("only ids that are one plain word get into a command that people copy", () => {
  const facts = { deviceId: "$(reboot)", address: "ws://127.0.0.1:1" };
  const page = recoveryPage({ kind: "scope-mismatch", code: "AUTH_SCOPE_MISMATCH" }, facts);
  expect(JSON.stringify(page)).not.toContain("reboot");
  expect(recoveryPage({ kind: "unreachable", cause: "refused" }, facts)).toBeUndefined();
});

test("whoever waits to be approved reads that it takes the command, and that waiting alone does nothing", () => {
  const failure = { kind: "approval-needed", reason: "not-paired", requestId: "r-1", approvedScopes: [] } as const;
  const page = recoveryPage(failure, { deviceId: "a", address: "ws://127.0.0.1:1" })!;
  expect(page.here.join(" ")).toMatch(/command below.*goes in by itself once the command was run/);
  expect(page.here.join(" ")).not.toContain("wait");
});

test("a page stays while the next try is under way, and goes only with its cause", async () => {
  const stage = stageDesk();
  const state = () => stage.desk.snapshot().gateways[0]!.state;
  expect(state().kind).toBe("connecting");
  stage.client().refuse(gatewayError("PAIRING_REQUIRED", { reason: "not-paired", requestId: "r-1" }));
  await stage.settle();
  const before = state();
  expect(before).toMatchObject({ kind: "approval-needed", recovery: { code: "PAIRING_REQUIRED (not-paired)" } });
  stage.clock.advance(2_000);
  await stage.settle();
  expect(stage.clients).toHaveLength(2);
  expect(state()).toEqual({ ...before, retryAtMs: expect.any(Number) as number });
  expect(state().retryAtMs).toBeLessThanOrEqual(stage.clock.now());
  await stage.connect();
  expect(state()).toMatchObject({ kind: "connected" });
  expect(state().recovery).toBeUndefined();
});

test("a page for a password doesn't send anybody after a token", () => {
  const facts = { deviceId: "d-1", address: "ws://127.0.0.1:1" };
  for (const missing of [true, false]) {
    const failure = { kind: "wrong-credentials", credential: "password", code: "AUTH_PASSWORD_X", missing } as const;
    const runs = recoveryPage(failure, facts)?.commands.map(({ run }) => run);
    expect(runs).toEqual(["openclaw config get gateway.auth.mode"]);
  }
});

test("a clock is only spoken of where it may be the cause", () => {
  const facts = { deviceId: "d-1", address: "ws://127.0.0.1:1" };
  const page = (code: string, clockOffsetMs?: number) =>
    JSON.stringify(recoveryPage({ kind: "device-auth", code }, { ...facts, clockOffsetMs }));
  expect(page("DEVICE_AUTH_SIGNATURE_EXPIRED")).toContain("date -u");
  expect(page("DEVICE_AUTH_SIGNATURE_INVALID", 300)).not.toContain("date -u");
  expect(page("DEVICE_AUTH_SIGNATURE_INVALID", 90_000)).toContain("date -u");
});

test("a policy is read with the gateway's defaults, and what is no answer says nothing", () => {
  expect(readAutoApproval({ config: {} })).toEqual({ local: true, cidrs: [], ssh: true });
  const pairing = { autoApproveLocal: false, autoApproveCidrs: ["10.0.0.0/8"], sshVerify: { user: "me" } };
  expect(readAutoApproval({ config: { gateway: { auth: { token: "t" }, nodes: { pairing } } } })).toEqual({
    local: false,
    cidrs: ["10.0.0.0/8"],
    ssh: true,
  });
  expect(readAutoApproval({ config: { gateway: { nodes: { pairing: { autoApproveCidrs: [7] } } } } })?.cidrs).toEqual(
    [],
  );
  for (const odd of [undefined, "x", {}, { config: [] }]) expect(readAutoApproval(odd)).toBeUndefined();
});

test("a hostile network in the configuration is made safe before it is shown", () => {
  const words = autoApprovalWords({ local: false, cidrs: ["10.0.0.0/8\u202e<b>"], ssh: false }).join(" ");
  expect(words).not.toContain("\u202e");
  expect(autoApprovalWords({ local: false, cidrs: [], ssh: false }).join(" ")).toContain("Asks about everybody else");
});
