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

/** The cards and rows of one gateway. What didn't change keeps its identity, also among ten thousand. */
export class GatewayViews {
  readonly #gatewayId: string;
  readonly #gatewayHost: string | undefined;
  readonly #actions: ActionBook;
  readonly #reading: ReadingBook;
  readonly #requestViews = memoByKey<RequestFacts, RequestView>(requestView);
  readonly #deviceViews = memoByKey<DeviceFacts, DeviceView>(deviceView);
  #names: { readonly devices: Inbox["devices"]; readonly index: NameIndex } | undefined;

  constructor(gatewayId: string, gatewayHost: string | undefined, actions: ActionBook, reading: ReadingBook) {
    this.#gatewayId = gatewayId;
    this.#gatewayHost = gatewayHost;
    this.#actions = actions;
    this.#reading = reading;
  }

  requests(inbox: Inbox, authority: Authority): readonly RequestView[] {
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
    this.#deviceViews.keepOnly((key) => inbox.devices.has(key));
    return [...inbox.devices].map(([deviceId, device]) => this.#deviceView(inbox, authority, deviceId, device));
  }

  /** One device as it stands in the list now. */
  device(inbox: Inbox, authority: Authority, deviceId: string): DeviceView | undefined {
    const device = inbox.devices.get(deviceId);
    return device && this.#deviceView(inbox, authority, deviceId, device);
  }

  #deviceView({ stale }: Inbox, authority: Authority, deviceId: string, device: PairedDevice): DeviceView {
    const action = this.#actions.get(`device/${deviceId}`);
    return this.#deviceViews(deviceId, { gatewayId: this.#gatewayId, authority, stale, device, action });
  }

  #nameIndex({ devices }: Inbox): NameIndex {
    if (this.#names?.devices === devices) return this.#names.index;
    const index = nameIndex(devices.values());
    this.#names = { devices, index };
    return index;
  }
}
