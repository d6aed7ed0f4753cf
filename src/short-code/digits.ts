import type { RandomBytes } from "./ports.ts";

const CODES = 1_000_000;
/** The largest multiple of a million that fits in 32 bits: what lies above would make low codes likelier. */
const FAIR_LIMIT = Math.floor(2 ** 32 / CODES) * CODES;

/** Six digits, each code equally likely ("000042" is one of them). */
export function drawDigits(random: RandomBytes): string {
  for (;;) {
    const bytes = random(4);
    const value = new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0);
    if (value < FAIR_LIMIT) return String(value % CODES).padStart(6, "0");
  }
}

/** What a person typed, as six digits; undefined if it isn't that. Blanks and dashes are how people group them. */
export function readDigits(typed: string): string | undefined {
  const digits = typed.slice(0, 64).replace(/[\s-]/g, "");
  return /^[0-9]{6}$/.test(digits) ? digits : undefined;
}
