import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shownName, shownText } from "../../../src/pairing/shown-text.ts";

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });
const count = (text: string) => [...graphemes.segment(text)].length;

describe("shownText", () => {
  it("leaves an honest name alone", () => {
    for (const name of [
      "Pixel 9",
      "Anna’s iPhone",
      "Büro-Mac №2",
      "電話",
      "هاتف سارة",
      "โทรศัพท์",
      "Điện thoại",
      "📱 Phone",
    ]) {
      expect(shownText(name, 64)).toBe(name.normalize("NFC"));
    }
  });

  it("strips what turns, hides or breaks the line", () => {
    expect(shownText("evil\u202Egnp.exe", 64)).toBe("evilgnp.exe");
    expect(shownText("a\u0000b\u001B[31mc\u0007", 64)).toBe("ab[31mc");
    expect(shownText("Pi\u200Bx\u2060e\uFEFFl\u00AD", 64)).toBe("Pixel");
    expect(shownText("one\r\n\ttwo\u2028three\u00A0\u3000four", 64)).toBe("one two three four");
    expect(shownText("\u3164\u115F\u2800\u034F", 64)).toBe("");
    expect(shownText("\uD800lone\uDC00", 64)).toBe("lone");
    expect(shownText("\uE000private\u{E0041}tag", 64)).toBe("privatetag");
  });

  it("keeps two marks on a letter and none on nothing", () => {
    const pile = "Z" + "\u0335\u0321\u0353".repeat(40) + "algo";
    const shown = shownText(pile, 64);
    expect(shown.endsWith("algo")).toBe(true);
    expect(shown.match(/\p{M}/gu)?.length).toBe(2);
    expect(shownText("\u0301\u0302 \u0303x", 64)).toBe("x");
  });

  it("counts letters as people do, and marks what was cut", () => {
    expect(shownText("e\u0323\u0302".repeat(64), 64)).toBe("ệ".repeat(64));
    expect(shownText("x".repeat(65), 64)).toBe(`${"x".repeat(63)}…`);
    expect(shownText("x".repeat(10_000), 64)).toHaveLength(64);
  });

  it("does not swallow markup: it is text, and stays text", () => {
    expect(shownText("<b>Phone</b> & co", 64)).toBe("<b>Phone</b> & co");
  });

  it("holds for any text: bounded, one line, visible, stable", () => {
    const nasty = fc.constantFrom(
      "\u202E",
      "\u200B",
      "\u0301",
      "\u0335",
      "\n",
      "\uD83D",
      "ᄀ",
      "क्",
      "𝔸",
      "👩‍💻",
      "\u{E0100}",
    );
    const text = fc.oneof(
      fc.string({ unit: "binary", maxLength: 100 }),
      fc
        .array(fc.oneof(nasty, fc.constantFrom("a", "Z", "ß", "日", "م", "ก", "é", "🇩🇪")), { maxLength: 60 })
        .map((p) => p.join("")),
    );
    fc.assert(
      fc.property(text, fc.integer({ min: 8, max: 64 }), (raw, length) => {
        const shown = shownText(raw, length);
        expect(count(shown)).toBeLessThanOrEqual(length);
        expect(shown.length).toBeLessThanOrEqual(length * 4 + 1);
        expect(shown).not.toMatch(/[\p{C}\p{DI}\u2028\u2029\n]/u);
        expect(shown).not.toMatch(/\p{M}{3}/u);
        expect(shown).toBe(shown.trim());
        expect(() => encodeURIComponent(shown)).not.toThrow();
        expect(shownText(shown, length)).toBe(shown);
      }),
      { numRuns: 150 },
    );
  });

  it("takes ten kilobytes of marks in no time", () => {
    const start = performance.now();
    for (let i = 0; i < 40; i += 1) shownText("a" + "\u0301".repeat(10_000), 64);
    expect(performance.now() - start).toBeLessThan(500);
  });
});

describe("shownName", () => {
  it("is never empty", () => {
    expect(shownName(undefined, "openclaw-android")).toBe("openclaw-android");
    expect(shownName("\u200B \u202E", "device-1")).toBe("device-1");
    expect(shownName("", "\u0000")).toBe("Unnamed device");
  });
});
