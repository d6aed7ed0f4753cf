import type { ReactNode } from "react";

export type Tone = "neutral" | "accent" | "good" | "warning" | "bad";

/** A state in a few words, with an icon, so that colour is never the only sign. */
export function Pill({
  tone,
  icon,
  children,
}: {
  readonly tone: Tone;
  readonly icon?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <span className={`pill pill-${tone}`}>
      {icon}
      {children}
    </span>
  );
}
