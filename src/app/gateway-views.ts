import type { Authority } from "../pairing/authority.ts";
import type { Inbox } from "../pairing/inbox.ts";
import { nameIndex, type NameIndex } from "../pairing/name-likeness.ts";
import type { ActionBook } from "./action-book.ts";
import { deviceView, type DeviceFacts } from "./device-view.ts";
import { memoByKey } from "./memo.ts";
import type { PairedDevice } from "../pairing/paired-device.ts";
import type { ReadingBook } from "./reading-book.ts";
import { requestView, type RequestFacts } from "./request-view.ts";
import type { DeviceView, RequestView } from "./snapshot.ts";

const DEVICE = "device/";

/** The rows of the last look, and where each stands. */
interface Listed {
  readonly list: readonly DeviceView[];
  readonly places: ReadonlyMap<string, number>;
  /** Devices with an action then. */
  readonly clicked: ReadonlySet<string>;
}

/** What all rows are made from. */
interface Shared {
  readonly devices: Inbox["devices"];
  readonly stale: boolean;
  readonly authority: Authority;
}

/** The cards and rows of one gateway. What didn't change keeps its identity, also among ten thousand. */
export class GatewayViews {
  readonly #gatewayId: string;
  readonly #gatewayHost: string | undefined;
  readonly #actions: ActionBook;
  readonly #reading: ReadingBook;
  readonly #requestViews = memoByKey<RequestFacts, RequestView>(requestView);
  readonly #deviceViews = memoByKey<DeviceFacts, DeviceView>(deviceView);
  #last: (Listed & Shared) | undefined;
  #names: { readonly devices: Inbox["devices"]; readonly index: NameIndex } | undefined;

  constructor(gatewayId: string, gatewayHost: string | undefined, actions: ActionBook, reading: ReadingBook) {
    this.#gatewayId = gatewayId;
    this.#gatewayHost = gatewayHost;
    this.#actions = actions;
    this.#reading = reading;
  }

  requests(inbox: Inbox, authority: Authority): readonly RequestView[] {
    // Nobody asks: nothing to compare names with.
    if (inbox.pending.size === 0) return [];
    const shared = {
      gatewayId: this.#gatewayId,
      gatewayHost: this.#gatewayHost,
      names: this.#nameIndex(inbox),
      authority,
      stale: inbox.stale,
    };
    this.#requestViews.keepOnly((key) => inbox.pending.has(key));
    return [...inbox.pending].map(([requestId, pending]) =>
      this.#requestViews(requestId, {
        ...shared,
        pending,
        device: inbox.devices.get(pending.request.deviceId),
        action: this.#actions.get(`request/${requestId}`),
        firstRead: this.#reading.firstRead({
          deviceId: pending.request.deviceId,
          requestId,
          superseded: pending.superseded,
        }),
      }),
    );
  }

  devices(inbox: Inbox, authority: Authority): readonly DeviceView[] {
    const { devices, stale } = inbox;
    const last = this.#last;
    if (last?.devices === devices && last.stale === stale && last.authority === authority) {
      this.#last = { ...last, ...this.#withActions(last, inbox, authority) };
      return this.#last.list;
    }
    this.#deviceViews.keepOnly((key) => devices.has(key));
    const list = [...devices].map(([deviceId, device]) => this.#deviceView(inbox, authority, deviceId, device));
    const places = new Map(list.map(({ deviceId }, place) => [deviceId, place]));
    const clicked = new Set(list.filter(({ action }) => action.state !== "idle").map(({ deviceId }) => deviceId));
    this.#last = { devices, stale, authority, list, places, clicked };
    return list;
  }

  /** The same list where nothing but clicks happened since: only what was or is clicked is looked at. */
  #withActions({ list, places, clicked }: Listed, inbox: Inbox, authority: Authority): Listed {
    const now = new Set<string>();
    for (const key of this.#actions.keys()) {
      if (key.startsWith(DEVICE) && places.has(key.slice(DEVICE.length))) now.add(key.slice(DEVICE.length));
    }
    let copy: DeviceView[] | undefined;
    for (const deviceId of new Set([...clicked, ...now])) {
      const place = places.get(deviceId);
      const view = this.device(inbox, authority, deviceId);
      if (place === undefined || !view || view === list[place]) continue;
      copy ??= [...list];
      copy[place] = view;
    }
    return { list: copy ?? list, places, clicked: now };
  }

  /** One device as it stands in the list now. */
  device(inbox: Inbox, authority: Authority, deviceId: string): DeviceView | undefined {
    const device = inbox.devices.get(deviceId);
    return device && this.#deviceView(inbox, authority, deviceId, device);
  }

  #deviceView({ stale }: Inbox, authority: Authority, deviceId: string, device: PairedDevice): DeviceView {
    const action = this.#actions.get(`${DEVICE}${deviceId}`);
    return this.#deviceViews(deviceId, { gatewayId: this.#gatewayId, authority, stale, device, action });
  }

  #nameIndex({ devices }: Inbox): NameIndex {
    if (this.#names?.devices === devices) return this.#names.index;
    const index = nameIndex(devices.values());
    this.#names = { devices, index };
    return index;
  }
}
