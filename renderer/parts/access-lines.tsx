import { Check, type LucideIcon, Minus, Plus } from "lucide-react";
import type { AccessLine } from "../../src/app/snapshot.ts";
import { RiskPill } from "./risk-pill.tsx";

type Change = AccessLine["change"];

const order: readonly Change[] = ["added", "kept", "removed"];
const icons: Readonly<Record<Change, LucideIcon>> = { added: Plus, kept: Check, removed: Minus };
const words: Readonly<Record<Change, string>> = { added: "Added", kept: "Kept", removed: "Removed" };

interface AccessSentencesProps {
  readonly lines: readonly AccessLine[];
  readonly showRisk: boolean;
}

/** A sentence a line, the raw name after it. No list: the list items of this window are requests and devices. */
export function AccessSentences({ lines, showRisk }: AccessSentencesProps) {
  return lines.map((line) => (
    <p key={line.name} className="access-line">
      <span className="access-sentence">{line.sentence}</span> <code>{line.name}</code>{" "}
      {showRisk && line.risk !== "low" && <RiskPill risk={line.risk} />}
    </p>
  ));
}

interface AccessDifferenceProps {
  readonly lines: readonly AccessLine[];
  /** A device that has nothing yet: there is nothing to compare with. */
  readonly isNew: boolean;
}

/** What a request adds, keeps and takes away, by sign and word. Only what is added can be a new risk. */
export function AccessDifference({ lines, isNew }: AccessDifferenceProps) {
  return order.map((change) => {
    const members = lines.filter((line) => line.change === change);
    if (members.length === 0) return null;
    const Icon = icons[change];
    return (
      <section key={change} className={`access access-${change}`} data-change={change}>
        <h3>
          <Icon className="access-sign" size={16} strokeWidth={2.75} aria-hidden />
          {isNew && change === "added" ? "Asks for" : words[change]}
        </h3>
        <AccessSentences lines={members} showRisk={change === "added"} />
      </section>
    );
  });
}
