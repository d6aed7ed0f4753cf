import { describe, expect, it } from "vitest";
import { accessSummary, roleWords, scopeSatisfied, scopeWords } from "../../../src/pairing/access-words.ts";

const known = [
  ["operator.admin", "high"],
  ["operator.pairing", "high"],
  ["operator.talk.secrets", "high"],
  ["operator.approvals", "elevated"],
  ["operator.write", "elevated"],
  ["operator.questions", "elevated"],
  ["operator.talk", "elevated"],
  ["operator.sessions.write", "elevated"],
  ["operator.read", "low"],
  ["operator.sessions.read", "low"],
] as const;

describe("scopeWords and roleWords", () => {
  it.each(known)("%s is %s, in a sentence of its own", (scope, risk) => {
    const words = scopeWords(scope);
    expect(words).toMatchObject({ name: scope, risk });
    expect(words.sentence).toMatch(/^[A-Z].*\.$/);
    expect(known.filter(([other]) => scopeWords(other).sentence === words.sentence)).toHaveLength(1);
  });

  it("calls nothing harmless that it doesn't know", () => {
    for (const scope of ["operator.root", "node.exec", "constructor", "__proto__", ""]) {
      expect(scopeWords(scope).risk).toBe("high");
      expect(roleWords(scope).risk).toBe("high");
    }
    expect(scopeWords("operator.\u202Eadmin\u0000").name).toBe("operator.admin");
    expect(scopeWords("operator.\u202Eadmin").risk).toBe("high");
    expect(scopeWords("\u200B").name).toBe("(unreadable name)");
  });

  it("knows both roles", () => {
    expect(roleWords("operator").risk).toBe("low");
    expect(roleWords("node").risk).toBe("elevated");
  });
});

describe("scopeSatisfied", () => {
  const rules: readonly (readonly [string, readonly string[], boolean])[] = [
    ["operator.read", ["operator.read"], true],
    ["operator.read", ["operator.write"], true],
    ["operator.talk", ["operator.write"], true],
    ["operator.sessions.write", ["operator.write"], true],
    ["operator.sessions.read", ["operator.read"], true],
    ["operator.sessions.read", ["operator.sessions.write"], true],
    ["operator.approvals", ["operator.write"], false],
    ["operator.write", ["operator.read"], false],
    ["operator.talk.secrets", ["operator.talk"], false],
    ["operator.talk", ["operator.read"], false],
    ["operator.pairing", ["operator.admin"], true],
    ["operator.from.the.future", ["operator.admin"], true],
    ["operator.from.the.future", ["operator.write"], false],
    ["node.exec", ["operator.admin"], false],
    ["operator.read", ["constructor", "__proto__"], false],
  ];
  it.each(rules)("%s with %j: %s", (scope, granted, satisfied) => {
    expect(scopeSatisfied(scope, granted)).toBe(satisfied);
  });
});

describe("accessSummary", () => {
  it("says little, and the worst first", () => {
    expect(accessSummary(["operator"], ["operator.read", "operator.admin"])).toEqual({
      words: "Full control",
      risk: "high",
    });
    expect(accessSummary(["operator"], ["operator.read"])).toEqual({ words: "Reads", risk: "low" });
    expect(accessSummary(["operator"], ["operator.read", "operator.write"])).toEqual({
      words: "Reads and acts",
      risk: "elevated",
    });
    expect(accessSummary(["operator", "node"], ["operator.write", "operator.approvals"]).words).toBe(
      "Approves commands, reads and acts, node",
    );
    expect(accessSummary(["operator"], []).words).toBe("Signs in only");
    expect(accessSummary([], [])).toEqual({ words: "No access", risk: "low" });
  });

  it("stays short for a device that has everything but admin", () => {
    const all = known.map(([scope]) => scope).filter((scope) => scope !== "operator.admin");
    const { words, risk } = accessSummary(["operator", "node"], all);
    expect(words).toBe("Pairs devices, reads voice secrets, 4 more");
    expect(risk).toBe("high");
    expect(accessSummary(["operator"], ["operator.root"])).toEqual({ words: "Unknown permission", risk: "high" });
  });
});
