/** Longest name shown, in graphemes (what a person counts as letters). */
const NAME_LENGTH = 64;
/** Marks kept on one letter: enough for Vietnamese and Thai, too few to climb over the neighbouring lines. */
const MARKS_PER_LETTER = 2;
/** Some scripts build one grapheme from any number of code units; no honest name needs more than these per grapheme. */
const UNITS_PER_GRAPHEME = 4;

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** White space of every kind, line breaks, and the Braille blank, which looks like a space and isn't one. */
const blanks = /[\s\p{Z}\u0085\u2800]+/gu;
/** JavaScript counts the zero-width no-break space among white space; to the eye it is nothing. */
const zeroWidthNoBreak = /\uFEFF/g;
/**
 * What can't be seen or isn't a character: controls, bidi and other format characters, lone surrogates, private use,
 * unassigned (all of \p{C}), default-ignorable ones (zero width, fillers, variation selectors), enclosing marks, and the
 * replacement and object characters.
 */
const unseen = /[\p{C}\p{DI}\p{Me}\uFFFC\uFFFD]/gu;
const orphanMarks = /(^| )\p{M}+/gu;
const pileUps = new RegExp(`(\\p{M}{${MARKS_PER_LETTER}})\\p{M}+`, "gu");

/**
 * Text from a stranger, made safe to show: one line, only visible characters, NFC, at most `maxLength` graphemes (an
 * ellipsis ends what was cut). Empty when nothing visible is left. It is still plain text: markup characters stay, so
 * whoever hands it to a place that reads markup (a notification server) has to escape it there.
 */
export function shownText(raw: string | undefined, maxLength: number): string {
  if (raw === undefined) return "";
  // Ten kilobytes of marks must not cost ten kilobytes of work; the slack leaves room for what is stripped.
  const bounded = raw.slice(0, maxLength * 64);
  const visible = bounded
    .replace(zeroWidthNoBreak, "")
    .replace(blanks, " ")
    .replace(unseen, "")
    .normalize("NFC")
    .replace(pileUps, "$1")
    .replace(orphanMarks, "$1")
    .replace(blanks, " ")
    .trim();
  return cut(visible, maxLength, bounded.length < raw.length);
}

function cut(text: string, maxLength: number, already: boolean): string {
  // As many code units are at most as many graphemes: the common case needs no segmenting.
  if (!already && text.length <= maxLength) return text;
  if (text === "") return "";
  const kept: string[] = [];
  const most = maxLength * UNITS_PER_GRAPHEME;
  let units = 0;
  let whole = !already;
  for (const { segment } of graphemes.segment(text)) {
    units += segment.length;
    if (kept.length === maxLength || units > most) {
      whole = false;
      break;
    }
    kept.push(segment);
  }
  if (whole) return text;
  if (kept.length === maxLength || units >= most) kept.pop();
  // A single monstrous grapheme: some of it is better than nothing of it.
  const start = kept.join("") || Array.from(text).slice(0, 8).join("");
  return `${start.trimEnd()}…`;
}

/**
 * A device's name as shown: at most 64 graphemes, never empty. `fallback` is what stands there when the device gave no
 * visible name (its client id or device id); it is made safe in the same way.
 */
export function shownName(raw: string | undefined, fallback: string): string {
  return shownText(raw, NAME_LENGTH) || shownText(fallback, NAME_LENGTH) || "Unnamed device";
}

/**
 * Controls, bidi overrides and isolates, zero-width spaces and tags: what no honest name contains. Joiners and variation
 * selectors are left out, as emoji and some scripts need them.
 */
const deceptive = /[\p{Cc}\u200B\u202A-\u202E\u2060-\u2069\uFEFF\u{E0000}-\u{E007F}]/u;

/** Whether a name carries characters whose only use there is to deceive. Trailing line breaks and tabs are forgiven. */
export function hidesCharacters(raw: string | undefined): boolean {
  return raw !== undefined && deceptive.test(raw.trim());
}
