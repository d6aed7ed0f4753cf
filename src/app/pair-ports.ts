import type { Clock } from "../gateway/clock.ts";
import type { NetworkAddress } from "../pairing/pair-address.ts";
import type { RandomBytes } from "../short-code/ports.ts";
import type { ShortCodePage } from "../short-code/page-files.ts";
import type { NoticeBoard } from "./notice-board.ts";
import type { PairGateway } from "./pair-gateway.ts";

/** What the machine lends to pairing. */
export interface PairingParts {
  /** Addresses of this machine, now. */
  readonly networks: () => readonly NetworkAddress[];
  /** Whether something accepts connections at a gateway address, seen from here. Never rejects. */
  readonly answersAt: (address: string) => Promise<boolean>;
  /** Runs `openclaw` with these arguments and gives what it wrote; rejects when it isn't here or fails. */
  readonly runOpenclaw: (args: readonly string[]) => Promise<string>;
  /** The page of the six-digit code, as it was built. */
  readonly shortCodePage: () => Promise<ShortCodePage>;
  readonly randomBytes: RandomBytes;
  /** The demo: its phones are programs on this computer, so its own address is the one to begin with. */
  readonly ownAddressFirst?: boolean;
}

export interface PairDeskOptions {
  readonly clock: Clock;
  readonly notices: NoticeBoard;
  readonly parts: PairingParts;
  readonly gateways: () => readonly PairGateway[];
  readonly onChange: () => void;
}
