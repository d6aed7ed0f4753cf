import type { Clock } from "../gateway/clock.ts";
import type { MutedDevice } from "../pairing/muted-devices.ts";
import type { GatewayAdmin } from "./gateway-admin.ts";
import type { GatewayDesk } from "./gateway-desk.ts";
import type { LockOutBook } from "./lock-out-book.ts";
import type { NearbyDesk } from "./nearby-desk.ts";
import type { NoticeBoard } from "./notice-board.ts";
import type { GatewayLinks } from "./open-gateway.ts";
import type { PairingParts } from "./pair-ports.ts";
import type { HistoryPort, ListPort, SettingsStore } from "./ports.ts";
import type { MachineView } from "./snapshot.ts";

export interface DeskOptions {
  readonly clock: Clock;
  readonly machine: MachineView;
  readonly settings: SettingsStore;
  readonly notices: NoticeBoard;
  readonly lockOutBook: LockOutBook;
  readonly history: HistoryPort;
  readonly muted: ListPort<MutedDevice>;
  readonly pairing: PairingParts;
  readonly nearby: NearbyDesk;
  /** The gateways to watch now; called again after the user named one. */
  readonly openGateways: (links: GatewayLinks, running: readonly GatewayDesk[]) => readonly GatewayDesk[];
  readonly gatewayAdmin: GatewayAdmin;
  readonly log: (line: string) => void;
}
