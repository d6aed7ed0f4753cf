import { MonitorSmartphone, Search, SearchX } from "lucide-react";
import { useCallback, useDeferredValue, useId, useMemo, useState } from "react";
import { hygieneOf, olderEntries } from "../../src/app/hygiene.ts";
import type { ArrivalView, DeviceView, GatewayView, Navigation, RequestView } from "../../src/app/snapshot.ts";
import {
  type DeviceFilter,
  type DeviceOrder,
  filterWords,
  findDevices,
  orderDevices,
  orderWords,
} from "../device-filter.ts";
import { Button } from "../parts/button.tsx";
import { Empty } from "../parts/empty.tsx";
import { Page } from "../parts/page.tsx";
import { PairButton } from "../parts/pair-button.tsx";
import { Select } from "../parts/select.tsx";
import { VirtualList } from "../parts/virtual-list.tsx";
import { DeviceRow } from "./device-row.tsx";
import { DevicesMenu } from "./devices-menu.tsx";
import { HygieneCards } from "./hygiene-cards.tsx";
import { OlderLine } from "./older-line.tsx";

const ROW_HEIGHT = 78;
/** Height of the toolbar, which stays on top and would hide what is scrolled to. */
const TOOLBAR_HEIGHT = 82;
const ROW_GAP = 8;

/** Before the list is drawn for the first time. */
const notYet: readonly DeviceView[] = [];

interface DevicesViewProps {
  readonly devices: readonly DeviceView[];
  readonly requests: readonly RequestView[];
  readonly gateways: readonly GatewayView[];
  readonly navigation: Navigation;
  readonly arrivals: readonly ArrivalView[] | undefined;
}

/** What stands on the row of a device that somebody should look at, by its key. */
function alarmMarks(arrivals: readonly ArrivalView[] = []): ReadonlyMap<string, string> {
  return new Map(arrivals.flatMap(({ key, alarm }) => (alarm ? [[key, alarm.mark] as const] : [])));
}

export function DevicesView({ devices, requests, gateways, navigation, arrivals }: DevicesViewProps) {
  // The list needs its scroller: it is drawn in a second step, before anything is painted.
  const [page, setPage] = useState<HTMLElement | null>(null);
  const [query, setQuery] = useState("");
  const [filter, setFilter] = useState<DeviceFilter>("all");
  const [order, setOrder] = useState<DeviceOrder>("name");
  const [openKey, setOpenKey] = useState<string>();
  const [wentTo, setWentTo] = useState(-1);
  // Stale is about 30 days: the moment the view was opened is exact enough.
  const [nowMs] = useState(Date.now);

  // A link from elsewhere opens its device, whatever was being searched for.
  if (navigation.view === "devices" && navigation.key && navigation.seq !== wentTo) {
    setWentTo(navigation.seq);
    setOpenKey(navigation.key);
    setQuery("");
    setFilter("all");
  }

  // What is typed and clicked stays ahead of the list: the list follows in slices, when there is time.
  const listed = useDeferredValue(devices, notYet);
  const wanted = useDeferredValue(query);
  const ordered = useMemo(() => orderDevices(listed, order), [listed, order]);
  // What is worth tidying up comes last, in a slice of its own.
  const settled = useDeferredValue(listed, notYet);
  const older = useMemo(() => olderEntries(settled), [settled]);
  const found = useMemo(
    () => findDevices(ordered, wanted, filter, nowMs, older),
    [ordered, wanted, filter, nowMs, older],
  );
  const cards = useMemo(() => hygieneOf(settled, gateways, older, nowMs), [settled, gateways, older, nowMs]);
  const marks = useMemo(() => alarmMarks(arrivals), [arrivals]);
  const toggle = useCallback((key: string) => setOpenKey((old) => (old === key ? undefined : key)), []);

  if (devices.length === 0) {
    return (
      <Page title="Devices">
        <Empty icon={MonitorSmartphone} title="No devices yet">
          <p>Devices that may use this gateway are listed here once they are paired.</p>
          <PairButton />
        </Empty>
      </Page>
    );
  }
  return (
    <Page title="Devices" ref={setPage}>
      <div className="toolbar" role="search">
        <SearchField value={query} onChange={setQuery} />
        <div className="toolbar-line">
          <Select label="Show" options={filterWords} value={filter} onChange={setFilter} />
          <Select label="Order" options={orderWords} value={order} onChange={setOrder} />
          <span className="count" role="status">
            {found.length === listed.length ? devices.length : `${found.length} of ${devices.length}`}
            <span className="hidden-text"> devices</span>
          </span>
          <DevicesMenu devices={devices} gateways={gateways} requests={requests} />
        </div>
      </div>
      {filter === "all" && wanted === "" && (
        <HygieneCards
          cards={cards}
          onShow={(which) => {
            setFilter(which);
            setOrder("seen");
          }}
        />
      )}
      {filter === "older" && found.length > 0 && <OlderLine devices={found} />}
      {listed === notYet ? null : found.length === 0 ? (
        <Empty icon={SearchX} title="Nothing found">
          <p>No device fits what you are looking for.</p>
          <Button
            onPress={() => {
              setQuery("");
              setFilter("all");
            }}
          >
            Show all devices
          </Button>
        </Empty>
      ) : (
        page && (
          <VirtualList
            items={found}
            scroller={page}
            keyOf={keyOf}
            estimate={ROW_HEIGHT}
            gap={ROW_GAP}
            covered={TOOLBAR_HEIGHT}
            goTo={navigation.view === "devices" ? navigation.key : undefined}
          >
            {(device, attributes) => (
              <DeviceRow
                key={device.key}
                device={device}
                open={openKey === device.key}
                laterName={older.get(device.key)?.name}
                alarm={marks.get(device.key)}
                attributes={attributes}
                onToggle={toggle}
              />
            )}
          </VirtualList>
        )
      )}
    </Page>
  );
}

function keyOf(device: DeviceView): string {
  return device.key;
}

function SearchField({ value, onChange }: { readonly value: string; readonly onChange: (value: string) => void }) {
  const id = useId();
  return (
    <div className="search">
      <Search size={16} aria-hidden />
      <label htmlFor={id} className="hidden-text">
        Search devices
      </label>
      <input
        id={id}
        type="search"
        placeholder="Name, platform, address, role…"
        spellCheck={false}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") onChange("");
        }}
      />
    </div>
  );
}
