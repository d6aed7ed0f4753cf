const ago = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });
const moment = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

const steps: readonly (readonly [unit: Intl.RelativeTimeFormatUnit, ms: number])[] = [
  ["year", 365 * 86_400_000],
  ["month", 30 * 86_400_000],
  ["week", 7 * 86_400_000],
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
];

/** "2 minutes ago". Under a minute it says "just now": seconds would change the text all the time and help nobody. */
export function timeAgo(atMs: number, nowMs: number): string {
  const past = nowMs - atMs;
  for (const [unit, ms] of steps) {
    if (Math.abs(past) >= ms) return ago.format(-Math.trunc(past / ms), unit);
  }
  return "just now";
}

/** Date and time as this machine writes them. */
export function fullTime(atMs: number): string {
  return moment.format(atMs);
}

/** Time left in words, in ms: "4 min 12 s", "9 s"; "0 s" when it is over. */
export function timeLeft(leftMs: number): string {
  const seconds = Math.max(0, Math.ceil(leftMs / 1_000));
  const minutes = Math.floor(seconds / 60);
  if (minutes === 0) return `${seconds} s`;
  return `${minutes} min ${String(seconds % 60).padStart(2, "0")} s`;
}

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: "short" });

/** The time alone, for what ends within the hour. */
export function timeOfDay(atMs: number): string {
  return clock.format(atMs);
}
