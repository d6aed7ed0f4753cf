import type { Clock } from "../gateway/clock.ts";
import type { Session, SessionState, StoredToken } from "../gateway/session.ts";
import type { GatewayLabel } from "./gateway-marks.ts";
import type { ArrivalBook } from "./arrival-book.ts";
import type { LockOutBook } from "./lock-out-book.ts";
import type { NoticeBoard } from "./notice-board.ts";
import type { HistoryPort } from "./ports.ts";
import type { UndoBook } from "./undo-book.ts";

/** What a session reports; the desk hands these in when the session is made. */
interface SessionListeners {
  readonly onState: (state: SessionState) => void;
  readonly onEvent: (event: string, payload: unknown) => void;
  readonly onGap: () => void;
}

export interface GatewayDeskOptions {
  readonly id: string;
  readonly label: GatewayLabel;
  readonly address: string;
  /** Set aside by the user: it stays closed. */
  readonly paused?: boolean;
  /** The certificate that the user trusts. */
  readonly pinned?: string | undefined;
  /** The certificate that was announced for this address on the network: a hint to compare with, never trust. */
  readonly announced?: () => string | undefined;
  /** This app's own device id. */
  readonly deviceId: string;
  readonly clock: Clock;
  readonly notices: NoticeBoard;
  readonly history: HistoryPort;
  /** What was done to devices and can still be taken back. */
  readonly undo: UndoBook;
  /** Orders to lock devices out, and the keys that are blocked. */
  readonly lockOutBook: LockOutBook;
  /** Devices that are no news. */
  readonly arrivalBook: ArrivalBook;
  /** The gateway renewed this app's own token. */
  readonly keepOwnToken: (token: StoredToken) => void;
  /** Makes the session; called once. */
  readonly connect: (listeners: SessionListeners) => Session;
  readonly onChange: () => void;
}
