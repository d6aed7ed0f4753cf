import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { Words } from "./words.tsx";

type CalloutTone = "info" | "good" | "warning" | "bad";

const icons = { info: Info, good: CircleCheck, warning: TriangleAlert, bad: CircleAlert };
const words: Readonly<Record<CalloutTone, string>> = {
  info: "Note",
  good: "Done",
  warning: "Warning",
  bad: "Problem",
};

interface CalloutProps {
  readonly tone: CalloutTone;
  readonly sentence: string;
  /** What to do next. */
  readonly step?: string | undefined;
  /** "alert" is spoken at once, "status" when there is time. Without one it is read in its place. */
  readonly role?: "alert" | "status";
  readonly children?: ReactNode;
}

/** A sentence that deserves a frame: what happened, what to do. */
export function Callout({ tone, sentence, step, role, children }: CalloutProps) {
  const Icon = icons[tone];
  return (
    <div className={`callout callout-${tone}`} role={role}>
      <Icon className="callout-icon" size={16} aria-label={words[tone]} role="img" />
      <div className="callout-text">
        <p>
          <Words text={sentence} />
        </p>
        {step && (
          <p className="quiet">
            <Words text={step} />
          </p>
        )}
      </div>
      {children}
    </div>
  );
}
