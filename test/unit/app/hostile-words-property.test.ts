import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { helloPayload } from "../../support/fake-client.ts";
import { requestRow, stageDesk } from "../../support/desk-stage.ts";
import { attend, freshAttention } from "../../../src/app/attention.ts";
import { trayModel } from "../../../src/app/tray-model.ts";

/** What a requester may say of itself: text of every kind, the deceptive kinds more often than chance would bring them. */
const piece = fc.oneof(
  fc.string({ unit: "binary", maxLength: 12 }),
  fc.constantFrom(
    "\u202E",
    "\u2066",
    "\u200B",
    "\u0000",
    "\u001B[31m",
    "\r\n",
    "\u{E0041}",
    "<b>",
    "&amp;",
    "”",
    "Approve",
  ),
);
const words = fc.oneof(
  fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join("")),
  fc.constantFrom("A".repeat(10_000), "\u0301".repeat(10_000), "\u202E".repeat(10_000), "<img src=x onerror=alert(1)>"),
);

/** Controls, bidi, zero width, tags: none of them may reach a screen. Line breaks stand only where PairTray puts them. */
const deceptive = /[\p{Cc}\u200B\u202A-\u202E\u2060-\u2069\uFEFF\u{E0000}-\u{E007F}]/u;

function textsOf(value: unknown): string[] {
  if (typeof value === "string") return value.split("\n");
  if (Array.isArray(value)) return value.flatMap(textsOf);
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

async function staged(said: string) {
  const stage = stageDesk();
  const nowMs = stage.clock.now();
  const row = (id: string, name: string) =>
    requestRow(id, "phone", nowMs, {
      displayName: name,
      platform: said,
      deviceFamily: said,
      scopes: [said || "x"],
      browserOrigin: said,
    });
  stage.gateway.pending = [row("r1", "Honest name")];
  stage.gateway.answers.set("node.pair.list", async () => ({
    pending: [
      {
        requestId: "n",
        nodeId: "node",
        displayName: said,
        caps: [said],
        commands: [said || "x"],
        requiredApproveScopes: [said],
      },
    ],
  }));
  stage.gateway.answers.set("channels.pairing.list", async () => ({
    requests: [
      {
        requestId: "m",
        channel: said || "x",
        channelLabel: said,
        accountId: "a",
        senderId: said || "x",
        senderLabel: said,
        metadata: { name: said },
      },
    ],
  }));
  stage.client().hello({
    ...helloPayload,
    features: { methods: ["node.pair.list", "channels.pairing.list"], events: [] },
    auth: { method: "token", role: "operator", scopes: ["operator.admin", "operator.pairing"] },
  });
  await stage.settle();
  const first = stage.request("r1")!;
  await stage.desk.handle({ type: "seen", gatewayId: first.gatewayId, requestId: "r1", digest: first.digest });
  stage.gateway.pending = [row("r1", said)];
  stage.clock.advance(15_000);
  await stage.settle();
  await stage.desk.handle({
    type: "watch-activity",
    on: true,
    text: "",
    about: "everything",
    by: "anybody",
    most: 100,
  });
  return stage;
}

describe("whatever a requester calls itself", () => {
  it(
    "nothing deceptive and nothing endless reaches a card, a notification, the tray or the history",
    { timeout: 60_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(words, async (said) => {
          const stage = await staged(said);
          const snapshot = stage.desk.snapshot();
          const shown = snapshot.requests.map(
            ({ name, facts, roles, scopes, warnings, changes, cannotDecide, offers }) => ({
              name,
              facts,
              roles,
              scopes,
              warnings,
              changes,
              cannotDecide,
              offers,
            }),
          );
          const { wanted } = attend(freshAttention, snapshot, stage.clock.now(), {
            notifications: true,
            showNames: true,
          });
          const told = wanted.map(({ title, body }) => [title, body]);
          const { tooltip, menu } = trayModel(snapshot);
          const labels = menu.flatMap((item) => (item.kind === "separator" ? [] : [item.label]));
          const activity = snapshot.activity.map(({ what, name, detail }) => [what, name, detail]);
          for (const text of textsOf([shown, told, tooltip, labels, activity])) {
            expect(text).not.toMatch(deceptive);
            expect(text.length).toBeLessThan(2_100);
          }
          for (const { name } of snapshot.requests) expect(name).not.toBe("");
          // The meaning stays: the same request, still not low, and its answer still bound to what is shown now.
          const view = stage.request("r1")!;
          expect(view.risk).toBe("high");
          if (view.name !== "Honest name") expect(view.changes?.[0]).toContain(`“${view.name}”`);
          const hidden = { notifications: true, showNames: false };
          const quiet = attend(freshAttention, snapshot, stage.clock.now(), hidden).wanted.map(({ title, body }) => [
            title,
            body,
          ]);
          expect(textsOf(quiet)).toEqual(
            textsOf(
              attend(
                freshAttention,
                { requests: snapshot.requests.map((each) => ({ ...each, name: "Other" })) },
                stage.clock.now(),
                hidden,
              ).wanted.map(({ title, body }) => [title, body]),
            ),
          );
        }),
        { numRuns: 100 },
      );
    },
  );
});
