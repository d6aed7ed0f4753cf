import type { CodeAccess, CodeGuest, IssuedCode } from "./setup-code.ts";

/** Where one set-up code stands. The code itself is never in here. */
export type CodeLife =
  | { readonly kind: "preparing" }
  /** `due`: its time is over, and the gateway is yet to say whether somebody used it. It is shown no longer. */
  | { readonly kind: "shown"; readonly code: IssuedCode; readonly due: boolean }
  /**
   * A device came with it; whether it got its tokens isn't known yet. `listed`: only a new entry in the list says so, and it
   * may be the guest of another code.
   */
  | {
      readonly kind: "claimed";
      readonly code: IssuedCode;
      readonly guest: CodeGuest;
      readonly sinceMs: number;
      readonly listed?: true;
    }
  /** `told`: false where no gateway said so, and the device was recognised in the list (before 2026.9). */
  | {
      readonly kind: "delivered";
      readonly code: IssuedCode;
      readonly guest: CodeGuest;
      readonly access?: CodeAccess;
      readonly told: boolean;
    }
  /** It is spent, and nobody knows whether the device got its tokens. */
  | { readonly kind: "uncertain"; readonly code: IssuedCode; readonly guest: CodeGuest }
  /**
   * The device that came with it was taken out of the list again. `open`: it had not got its tokens, and so the code stays
   * good for it, until it expires (2026.9.6 removes a device without ending its code).
   */
  | { readonly kind: "removed"; readonly code: IssuedCode; readonly guest: CodeGuest; readonly open: boolean }
  /** `checked`: the gateway confirmed that nobody had used it, at a time when nobody can any more. */
  | { readonly kind: "expired"; readonly code: IssuedCode; readonly checked: boolean }
  | { readonly kind: "failed"; readonly sentence: string; readonly step?: string };

export interface CodeOutcome {
  readonly setupId: string;
  readonly guest: CodeGuest;
  readonly access?: CodeAccess;
}

export type CodeEvent =
  | { readonly type: "made"; readonly code: IssuedCode }
  | { readonly type: "refused"; readonly sentence: string; readonly step?: string }
  | { readonly type: "completed"; readonly outcome: CodeOutcome }
  | { readonly type: "delivery-uncertain"; readonly outcome: CodeOutcome }
  /** A device appeared in the list that no request had announced: it came in by a code. */
  | { readonly type: "guest-listed"; readonly guest: CodeGuest; readonly nowMs: number }
  /** A device that stood in the list is missing from it. */
  | { readonly type: "guest-gone"; readonly deviceId: string }
  /** The gateway named this device as the guest of another code. */
  | { readonly type: "foreign-guest"; readonly deviceId: string }
  /** The clock moved on; also after the machine slept. */
  | { readonly type: "tick"; readonly nowMs: number }
  /** The gateway's answer about this code; neither means: it knows of no outcome. */
  | {
      readonly type: "status";
      readonly completion?: CodeOutcome;
      readonly uncertain?: CodeOutcome;
      readonly nowMs: number;
    }
  /** The gateway has no such question (or gives no answer that can be read). */
  | { readonly type: "status-unknown"; readonly nowMs: number };

/**
 * While a device is being let in, a gateway already calls the outcome uncertain, and corrects itself when its answer is
 * written out (2026.9.6: node-connect-reconcile). So that word counts only when it still holds after this long, in ms.
 */
export const DELIVERY_GRACE_MS = 1_500;

/** Nothing that comes later can change it. */
export function isOver(life: CodeLife): boolean {
  return life.kind === "delivered" || life.kind === "failed";
}

/** The code may be on the screen: nobody has used it, and its time isn't over. */
export function isShowing(life: CodeLife): boolean {
  return life.kind === "shown" && !life.due;
}

/** Its text may be needed again: a claim that only the list told of may turn out to be another code's. */
export function mayShowAgain(life: CodeLife): boolean {
  return life.kind === "claimed" && life.listed === true;
}

/** The gateway should be asked now what became of the code, before anything is said about it. */
export function wantsStatus(life: CodeLife): boolean {
  return (life.kind === "shown" && life.due) || life.kind === "claimed";
}

/** One code's life, step by step. An event that doesn't fit changes nothing: they come late, twice, or for another code. */
export function reduceCode(life: CodeLife, event: CodeEvent): CodeLife {
  switch (event.type) {
    case "made":
      return life.kind === "preparing" ? { kind: "shown", code: event.code, due: false } : life;
    case "refused": {
      const { sentence, step } = event;
      return life.kind === "preparing" ? { kind: "failed", sentence, ...(step !== undefined && { step }) } : life;
    }
    case "completed":
      return delivered(life, event.outcome);
    case "delivery-uncertain":
      return uncertain(life, event.outcome);
    case "guest-listed":
      return guestListed(life, event.guest, event.nowMs);
    case "guest-gone":
      return (life.kind === "claimed" || life.kind === "uncertain") && life.guest.deviceId === event.deviceId
        ? { kind: "removed", code: life.code, guest: life.guest, open: life.kind === "claimed" }
        : life;
    case "foreign-guest":
      return life.kind === "claimed" && life.listed && life.guest.deviceId === event.deviceId
        ? { kind: "shown", code: life.code, due: false }
        : life;
    case "tick":
      return life.kind === "shown" && !life.due && event.nowMs >= life.code.expiresAtMs ? { ...life, due: true } : life;
    case "status":
      return answered(life, event);
    case "status-unknown":
      return life.kind === "shown" && life.due ? { kind: "expired", code: life.code, checked: false } : life;
  }
}

/** The gateway's word that the tokens arrived wins over whatever was believed before. */
function delivered(life: CodeLife, { setupId, guest, access }: CodeOutcome): CodeLife {
  if (!("code" in life) || life.kind === "delivered" || life.code.setupId !== setupId) return life;
  return { kind: "delivered", code: life.code, guest, ...(access && { access }), told: true };
}

function uncertain(life: CodeLife, { setupId, guest }: CodeOutcome): CodeLife {
  if (!("code" in life) || life.kind === "delivered" || life.code.setupId !== setupId) return life;
  // Removing a device cuts its connection: that may be all that the gateway is unsure about.
  if (life.kind === "removed") return life;
  return { kind: "uncertain", code: life.code, guest };
}

function guestListed(life: CodeLife, guest: CodeGuest, nowMs: number): CodeLife {
  if (life.kind === "removed" && life.guest.deviceId === guest.deviceId && life.open) {
    return { kind: "claimed", code: life.code, guest, sinceMs: nowMs };
  }
  if (life.kind !== "shown" && life.kind !== "expired") return life;
  const { code } = life;
  // A gateway that can tell about its codes will: until then the device has only begun.
  if (code.setupId !== undefined) return { kind: "claimed", code, guest, sinceMs: nowMs, listed: true };
  return { kind: "delivered", code, guest, ...(code.access && { access: code.access }), told: false };
}

function answered(life: CodeLife, event: Extract<CodeEvent, { type: "status" }>): CodeLife {
  // What it answers may be from before the removal.
  if (life.kind === "removed") return life;
  if (event.completion) return delivered(life, event.completion);
  if (event.uncertain) {
    const outcome = event.uncertain;
    if (life.kind === "claimed") {
      return event.nowMs - life.sinceMs >= DELIVERY_GRACE_MS ? uncertain(life, outcome) : life;
    }
    const waiting = life.kind === "shown" || life.kind === "expired";
    if (!waiting || life.code.setupId !== outcome.setupId) return life;
    return { kind: "claimed", code: life.code, guest: outcome.guest, sinceMs: event.nowMs };
  }
  if (life.kind === "shown" && life.due) return { kind: "expired", code: life.code, checked: life.code.expiryKnown };
  // It came and never finished, and now it can't any more.
  if (life.kind === "claimed" && event.nowMs >= life.code.expiresAtMs) {
    return { kind: "uncertain", code: life.code, guest: life.guest };
  }
  return life;
}
