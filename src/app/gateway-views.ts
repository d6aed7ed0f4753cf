import type { Authority } from "../pairing/authority.ts";
import type { Inbox } from "../pairing/inbox.ts";
import { nameIndex, type NameIndex } from "../pairing/name-likeness.ts";
import type { ActionBook } from "./action-book.ts";
import { deviceView, type DeviceFacts } from "./device-view.ts";
import { memoByKey } from "./memo.ts";
import { requestView, type RequestFacts } from "./request-view.ts";
import type { DeviceView, RequestView } from "./snapshot.ts";

/** The cards and rows of one gateway. What didn't change keeps its identity, also among ten thousand. */
export class GatewayViews {
  readonly #gatewayId: string;
  readonly #gatewayHost: string | undefined;
  readonly #actions: ActionBook;
  readonly #requestViews = memoByKey<RequestFacts, RequestView>(requestView);
  readonly #deviceViews = memoByKey<DeviceFacts, DeviceView>(deviceView);
  #names: { readonly devices: Inbox["devices"]; readonly index: NameIndex } | undefined;

  constructor(gatewayId: string, gatewayHost: string | undefined, actions: ActionBook) {
    this.#gatewayId = gatewayId;
    this.#gatewayHost = gatewayHost;
    this.#actions = actions;
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
      }),
    );
  }

  devices(inbox: Inbox, authority: Authority): readonly DeviceView[] {
    const shared = { gatewayId: this.#gatewayId, authority, stale: inbox.stale };
    this.#deviceViews.keepOnly((key) => inbox.devices.has(key));
    return [...inbox.devices].map(([deviceId, device]) =>
      this.#deviceViews(deviceId, { ...shared, device, action: this.#actions.get(`device/${deviceId}`) }),
    );
  }

  #nameIndex({ devices }: Inbox): NameIndex {
    if (this.#names?.devices === devices) return this.#names.index;
    const index = nameIndex(devices.values());
    this.#names = { devices, index };
    return index;
  }
}
