import { Inbox, type LucideIcon, MonitorSmartphone, Settings } from "lucide-react";
import type { View } from "../../src/app/snapshot.ts";

const tabs: readonly { readonly view: View; readonly name: string; readonly icon: LucideIcon }[] = [
  { view: "requests", name: "Requests", icon: Inbox },
  { view: "devices", name: "Devices", icon: MonitorSmartphone },
  { view: "settings", name: "Settings", icon: Settings },
];

interface NavigationBarProps {
  readonly current: View;
  readonly waiting: number;
  readonly onGo: (view: View) => void;
}

export function NavigationBar({ current, waiting, onGo }: NavigationBarProps) {
  return (
    <header className="top">
      <nav className="tabs" aria-label="Views">
        {tabs.map(({ view, name, icon: Icon }) => (
          <button
            key={view}
            type="button"
            className="tab"
            aria-current={view === current ? "page" : undefined}
            aria-describedby={view === "requests" && waiting > 0 ? "waiting-count" : undefined}
            onClick={() => onGo(view)}
          >
            <Icon size={16} aria-hidden />
            <span className="tab-name">{name}</span>
            {view === "requests" && waiting > 0 && (
              <span className="badge" aria-hidden>
                {waiting > 99 ? "99+" : waiting}
              </span>
            )}
          </button>
        ))}
      </nav>
      <span id="waiting-count" className="hidden-text" role="status">
        {waiting > 0 && (waiting === 1 ? "1 request waits" : `${waiting} requests wait`)}
      </span>
    </header>
  );
}
