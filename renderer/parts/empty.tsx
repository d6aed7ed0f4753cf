import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

interface EmptyProps {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly children?: ReactNode;
}

/** A screen with nothing on it yet: what would be here, and how it gets here. */
export function Empty({ icon: Icon, title, children }: EmptyProps) {
  return (
    <div className="empty">
      <span className="empty-icon" aria-hidden="true">
        <Icon size={28} strokeWidth={1.5} />
      </span>
      <h2>{title}</h2>
      {children}
    </div>
  );
}
