import { expect, it } from "vitest";
import { requestBody, requestsWords } from "../../../src/app/request-words.ts";
import type { AccessLine, RequestView } from "../../../src/app/snapshot.ts";
import { roleWords, scopeWords } from "../../../src/pairing/access-words.ts";
import { requestOf } from "./snapshots.ts";

const added = (words: Omit<AccessLine, "change">): AccessLine => ({ ...words, change: "added" });
const upgrade = (roles: string[], scopes: string[]): RequestView => ({
  ...requestOf(1),
  kind: "upgrade",
  roles: roles.map((role) => added(roleWords(role))),
  scopes: scopes.map((scope) => added(scopeWords(scope))),
});

it("says what is added, the role of an operator where nothing else is", () => {
  expect(requestBody(upgrade(["operator"], []))).toContain("Use the gateway as you do");
  expect(requestBody(upgrade(["operator"], ["operator.admin"]))).toContain("Change anything on this gateway");
  expect(requestBody(upgrade(["operator"], ["operator.admin"]))).not.toContain("Use the gateway as you do");
  expect(requestBody(upgrade([], []))).toContain("Asks for nothing new.");
});

it("counts devices that ask to pair, and says of nothing else that it does", () => {
  expect(requestsWords([requestOf(1)])).toBe("1 device asks to pair");
  expect(requestsWords([requestOf(1), requestOf(2)])).toBe("2 devices ask to pair");
  expect(requestsWords([{ ...requestOf(1), kind: "direct-message" }])).toBe("Somebody asks to write to your agents");
  expect(requestsWords([{ ...requestOf(1), kind: "upgrade" }, requestOf(2)])).toBe("2 requests are waiting");
  const again = { ...requestOf(1), requestId: "again" };
  expect(requestsWords([requestOf(1), again]), "two requests of one device").toBe("2 requests are waiting");
});
