import { expect, test } from "vitest";
import { diagnosticReport } from "../../../src/app/diagnostics.ts";
import { deviceRow, requestRow, stageDesk } from "../../support/desk-stage.ts";

test("the report says how it stands, and holds no address, name, id or secret", async () => {
  const stage = stageDesk({
    OPENCLAW_GATEWAY_URL: "wss://attic-pi.example.net:18789",
    OPENCLAW_GATEWAY_TOKEN: "shared-secret-token",
  });
  stage.gateway.pending = [requestRow("request-77", "phone-77", stage.clock.now())];
  stage.gateway.paired = [deviceRow("tablet-88")];
  await stage.connect();
  const snapshot = stage.desk.snapshot();
  const report = diagnosticReport(snapshot, stage.clock.now() + 3_000);
  expect(report).toContain("gateway 1: [hidden] at wss://[hidden]");
  expect(report).toContain("state: connected");
  expect(report).toContain("version: 2026.9.6; protocol: 4");
  expect(report).toContain("waiting: 1; devices: 1");
  expect(report).toContain("list checked: 3 s ago");
  expect(report).toContain("tries: 1; connected for 3 s, after 0 ms");
  expect(report).toContain("signed in by: token [hidden]");
  expect(report).toContain("it can't: device.pair.approve");
  const secrets = [...stage.secrets.values()].flatMap((text) => text.match(/[\w+/-]{20,}/g) ?? []);
  for (const hidden of [
    "attic-pi",
    "example.net",
    "shared-secret",
    "request-77",
    "phone-77",
    "tablet-88",
    "Pixel",
    "Old tablet",
    ...secrets,
  ])
    expect(report).not.toContain(hidden);
});

test("a gateway that isn't there is told by its code, and a hostile version is hidden", async () => {
  const stage = stageDesk();
  stage
    .client()
    .refuse(
      Object.assign(new Error("no"), { gatewayCode: "INVALID_REQUEST", details: { code: "AUTH_TOKEN_MISSING" } }),
    );
  await stage.settle();
  const snapshot = stage.desk.snapshot();
  expect(diagnosticReport(snapshot, 0)).toContain("wrong-credentials, AUTH_TOKEN_MISSING");
  const named = { ...snapshot, gateways: snapshot.gateways.map((view) => ({ ...view, version: "Bearer abc def" })) };
  expect(diagnosticReport(named, 0)).not.toContain("Bearer");
});

test("the last failures stand in it with their codes and times; what a gateway invents as a code isn't", async () => {
  const stage = stageDesk();
  const refuse = async (code: string) => {
    stage
      .client()
      .refuse(Object.assign(new Error("no"), { gatewayCode: "INVALID_REQUEST", details: { code, retryable: true } }));
    await stage.settle();
    stage.clock.advance(60_000);
    await stage.settle();
  };
  for (let times = 0; times < 6; times += 1) await refuse("SOMETHING_NEW");
  await refuse("s3cret/Token at attic-pi.example.net");
  const report = diagnosticReport(stage.desk.snapshot(), stage.clock.now());
  const failed = report.split("\n").filter((line) => line.startsWith("  failed: "));
  expect(failed).toHaveLength(5);
  expect(failed.at(-1)).toContain("failed: UNKNOWN, ");
  expect(failed[0]).toContain("failed: SOMETHING_NEW, ");
  expect(report).not.toContain("attic-pi");
});
