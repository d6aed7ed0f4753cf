import { useClock } from "../clock.ts";
import { fullTime, timeAgo, timeLeft } from "../time-words.ts";

/** "2 minutes ago", kept true; the exact time on hover. */
export function Ago({ atMs }: { readonly atMs: number }) {
  const words = useClock((now) => timeAgo(atMs, now));
  return (
    <time dateTime={new Date(atMs).toISOString()} title={fullTime(atMs)}>
      {words}
    </time>
  );
}

/** How long a request still lives, by its own end. A timer is silent for screen readers: they read it when asked. */
export function Expiry({ atMs }: { readonly atMs: number }) {
  const words = useClock((now) => (atMs > now ? `Expires in ${timeLeft(atMs - now)}` : "Expired just now"));
  const soon = useClock((now) => atMs - now < 60_000);
  return (
    <span className="expiry" role="timer" data-soon={soon}>
      {words}
    </span>
  );
}

/** When the next try starts by itself. */
export function NextTry({ atMs }: { readonly atMs: number }) {
  const words = useClock((now) => (atMs > now ? `Next try in ${timeLeft(atMs - now)}` : "Trying now…"));
  return <span role="timer">{words}</span>;
}
