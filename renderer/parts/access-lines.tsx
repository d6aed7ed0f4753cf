import { Check, type LucideIcon, Minus, Plus } from "lucide-react";
import type { AccessLine } from "../../src/app/snapshot.ts";
import { RiskPill } from "./risk-pill.tsx";

type Change = AccessLine["change"];

const order: readonly Change[] = ["added", "kept", "removed"];
const icons: Readonly<Record<Change, LucideIcon>> = { added: Plus, kept: Check, removed: Minus };
const words: Readonly<Record<Change, string>> = { added: "Added", kept: "Kept", removed: "Removed" };

/** Sentence by sentence, the raw name beside each. */
export function AccessList({ lines }: { readonly lines: readonly AccessLine[] }) {
  return (
    // A definition list and not a list: the list items of this window are requests and devices.
    <dl className="access-list">
      {lines.map((line) => (
        <div key={line.name}>
          <dt>
            <code>{line.name}</code>
            {line.risk !== "low" && line.change !== "removed" && <RiskPill risk={line.risk} />}
          </dt>
          <dd>{line.sentence}</dd>
        </div>
      ))}
    </dl>
  );
}

interface AccessDifferenceProps {
  readonly lines: readonly AccessLine[];
  /** A device that has nothing yet: there is nothing to compare with. */
  readonly isNew: boolean;
}

/** What a request adds, keeps and takes away, by sign and word. */
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
        <AccessList lines={members} />
      </section>
    );
  });
}
