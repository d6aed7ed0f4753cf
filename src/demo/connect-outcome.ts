import type { AuthMethod, SharedSecret } from "./connect-auth.ts";
import type { LocalDevice } from "./demo-gateway-types.ts";
import type { PairingBook } from "./pairing-book.ts";
import type { WireError, WireEvent } from "./wire-error.ts";

/** What stays the same for every connection of one gateway. */
export interface ConnectPolicy {
  readonly shared: SharedSecret;
  readonly autoApproveLocal: (device: LocalDevice) => boolean;
}

export interface Cut {
  readonly deviceId: string;
  /** Only sessions of this role; all of the device where it is missing. */
  readonly role?: string;
}

export type ConnectOutcome = {
  readonly book: PairingBook;
  /** For the operators, before the answer goes out. */
  readonly events: readonly WireEvent[];
  readonly cut?: Cut;
} & (
  | { readonly ok: false; readonly error: WireError; readonly closeReason: string }
  | {
      readonly ok: true;
      readonly method: AuthMethod;
      /** The `auth` part of the greeting. */
      readonly auth: Readonly<Record<string, unknown>>;
      /** For the operators, once the answer is on its way. */
      readonly after: readonly WireEvent[];
    }
);
