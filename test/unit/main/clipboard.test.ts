import { describe, expect, test } from "vitest";
import { CLEAR_AFTER_MS, createSecretClipboard } from "../../../main/clipboard.ts";
import { FakeClock } from "../../support/fake-clock.ts";

function setUp(promised: boolean) {
  let text = "";
  let refuses = false;
  const clock = new FakeClock();
  const clipboard = {
    readText: () => (promised ? Promise.resolve(text) : text),
    writeText: (next: string) => {
      if (refuses) throw new Error("another program holds the clipboard");
      text = next;
      return promised ? Promise.resolve() : undefined;
    },
    clear: () => (text = ""),
  };
  return {
    clock,
    secret: createSecretClipboard(clipboard, clock),
    text: () => text,
    refuse: () => (refuses = true),
    userCopies: (next: string) => (text = next),
    settle: () => new Promise((resolve) => setTimeout(resolve)),
  };
}

describe.each([
  ["at once", false],
  ["by promise", true],
])("a secret in a clipboard that answers %s", (_how, promised) => {
  test("is there for a minute and no longer", async () => {
    const { secret, clock, text, settle } = setUp(promised);
    await secret.copy("code");
    clock.advance(CLEAR_AFTER_MS - 1);
    await settle();
    expect(text()).toBe("code");
    clock.advance(1);
    await settle();
    expect(text()).toBe("");
  });

  test("what the user copied meanwhile stays", async () => {
    const { secret, clock, text, userCopies, settle } = setUp(promised);
    await secret.copy("code");
    userCopies("a recipe");
    clock.advance(CLEAR_AFTER_MS);
    await settle();
    expect(text()).toBe("a recipe");
  });

  test("copied again, the minute begins anew", async () => {
    const { secret, clock, text, settle } = setUp(promised);
    await secret.copy("code");
    clock.advance(40_000);
    await secret.copy("command with code");
    clock.advance(40_000);
    await settle();
    expect(text()).toBe("command with code");
    clock.advance(20_000);
    await settle();
    expect(text()).toBe("");
  });

  test("a second copy that fails leaves the first one's end as it was", async () => {
    const { secret, clock, text, refuse, settle } = setUp(promised);
    await secret.copy("code");
    refuse();
    await expect(secret.copy("command with code")).rejects.toThrow("holds the clipboard");
    clock.advance(CLEAR_AFTER_MS);
    await settle();
    expect(text()).toBe("");
  });

  test("quitting takes it out at once, and nothing else", async () => {
    const { secret, text, userCopies } = setUp(promised);
    await secret.clearNow();
    await secret.copy("code");
    await secret.clearNow();
    expect(text()).toBe("");
    userCopies("a recipe");
    await secret.clearNow();
    expect(text()).toBe("a recipe");
  });
});
