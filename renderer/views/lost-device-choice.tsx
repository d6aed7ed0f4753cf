import { ChevronRight, Search } from "lucide-react";
import { type ReactNode, useDeferredValue, useId, useMemo, useState } from "react";
import type { DeviceView } from "../../src/app/snapshot.ts";
import { findDevices, orderDevices } from "../device-filter.ts";
import { DeviceIcon } from "../parts/device-icon.tsx";
import { quietLine } from "../parts/facts.tsx";
import { GatewayMark } from "../parts/gateway-mark.tsx";
import { Page } from "../parts/page.tsx";
import { VirtualList } from "../parts/virtual-list.tsx";
import { Presence } from "./presence.tsx";

const ROW_HEIGHT = 62;
const ROW_GAP = 6;

const keyOf = (device: DeviceView) => device.key;

interface LostDeviceChoiceProps {
  readonly devices: readonly DeviceView[];
  readonly head: ReactNode;
  readonly onChoose: (key: string) => void;
  /** What was locked out already, and what is blocked. */
  readonly children: ReactNode;
}

/** Which device is lost? The one that was seen last stands first: it is the one that is missed first. */
export function LostDeviceChoice({ devices, head, onChoose, children }: LostDeviceChoiceProps) {
  const id = useId();
  const [page, setPage] = useState<HTMLElement | null>(null);
  const [query, setQuery] = useState("");
  const wanted = useDeferredValue(query);
  const others = useMemo(() => orderDevices(devices, "seen").filter((device) => !device.isSelf), [devices]);
  const found = useMemo(() => findDevices(others, wanted, "all", 0), [others, wanted]);
  return (
    <Page title="Lost a device" ref={setPage}>
      {head}
      <div className="lost-intro">
        <h2>Which device is lost?</h2>
        <p className="quiet">You see what will happen before anything does.</p>
      </div>
      {others.length > 0 && (
        <div className="search">
          <Search size={16} aria-hidden />
          <label htmlFor={id} className="hidden-text">
            Search devices
          </label>
          <input
            id={id}
            type="search"
            placeholder="Name, platform, address…"
            spellCheck={false}
            value={query}
            onChange={(event) => setQuery(event.target.value)}
          />
        </div>
      )}
      {page && found.length > 0 && (
        <VirtualList
          items={found}
          scroller={page}
          keyOf={keyOf}
          estimate={ROW_HEIGHT}
          gap={ROW_GAP}
          covered={0}
          goTo={undefined}
        >
          {(device, attributes) => (
            <li {...attributes} key={device.key} className="card lost-row" aria-labelledby={`${id}-${device.key}`}>
              <button type="button" className="card-head" data-heading onClick={() => onChoose(device.key)}>
                <DeviceIcon shape={device.shape} />
                <span className="card-who">
                  <bdi id={`${id}-${device.key}`} className="card-name">
                    {device.name}
                  </bdi>
                  <span className="card-quiet">
                    <Presence device={device} />
                    <span> {quietLine(["", device.access])}</span>
                    <GatewayMark id={device.gatewayId} />
                  </span>
                </span>
                <ChevronRight className="chevron" size={16} aria-hidden />
              </button>
            </li>
          )}
        </VirtualList>
      )}
      {found.length === 0 && (
        <p className="quiet centered">
          {others.length === 0
            ? "PairTray knows no other device at present."
            : "No device fits what you are looking for."}
        </p>
      )}
      {children}
    </Page>
  );
}
