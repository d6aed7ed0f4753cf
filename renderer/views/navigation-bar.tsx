import { History, Inbox, type LucideIcon, MonitorSmartphone, Plus, Settings } from "lucide-react";
import type { View } from "../../src/app/snapshot.ts";
import { useSender } from "../send.ts";

const tabs: readonly { readonly view: View; readonly name: string; readonly icon: LucideIcon }[] = [
  { view: "requests", name: "Requests", icon: Inbox },
  { view: "devices", name: "Devices", icon: MonitorSmartphone },
  { view: "activity", name: "Activity", icon: History },
  { view: "settings", name: "Settings", icon: Settings },
];

interface NavigationBarProps {
  readonly current: View;
  readonly waiting: number;
  readonly onGo: (view: View) => void;
}

export function NavigationBar({ current, waiting, onGo }: NavigationBarProps) {
  const { send } = useSender();
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
      <button
        type="button"
        className="pair-button"
        aria-label="Pair a device"
        title="Pair a device"
        aria-current={current === "pair" ? "page" : undefined}
        onClick={() => void send({ type: "open", view: "pair" })}
      >
        <Plus size={18} aria-hidden />
      </button>
      <span id="waiting-count" className="hidden-text" role="status">
        {waiting > 0 && (waiting === 1 ? "1 request waits" : `${waiting} requests wait`)}
      </span>
    </header>
  );
}
