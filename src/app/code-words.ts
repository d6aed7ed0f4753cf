import type { CodeLife } from "../pairing/code-life.ts";
import { shownName } from "../pairing/shown-text.ts";
import type { CodeState, PairWords } from "./pair-view.ts";
import { accessTitles } from "./pair-words.ts";

export interface CodeFace extends PairWords {
  readonly state: CodeState;
  readonly title: string;
}

/** The device's name as it may be shown. */
export function guestName(name: string | undefined): string {
  return shownName(name, "A device");
}

/** What is true of a code now, in words. `connected`: the gateway can be asked. */
export function codeFace(life: CodeLife, connected: boolean): CodeFace {
  switch (life.kind) {
    case "preparing":
      return { state: "preparing", title: "Making a code…", sentence: "The gateway is being asked for it." };
    case "failed": {
      const { sentence, step } = life;
      return { state: "failed", title: "No code was made", sentence, ...(step !== undefined && { step }) };
    }
    case "shown":
      if (!life.due) {
        return {
          state: "shown",
          title: "Scan this with the OpenClaw app",
          sentence: "Good once. Whoever scans it gets in.",
        };
      }
      return {
        state: "checking",
        title: "The code’s time is over",
        sentence: connected
          ? "Asking the gateway whether somebody used it…"
          : "The gateway isn’t connected: whether somebody used it will be known when it is back.",
      };
    case "claimed": {
      const name = guestName(life.guest.name);
      return {
        state: "claimed",
        title: `${name} is coming in…`,
        sentence: connected
          ? "It showed the code, and the gateway is yet to hand over its access."
          : "It showed the code. The gateway isn’t connected now: how it ended will be known when it is back.",
        // Seen on 2026.9.6: cut in the middle, the device is in the list, and the code stays good for it alone.
        step: "If nothing happens, let the device try again: the code is now good for it alone, until it expires.",
      };
    }
    case "delivered":
      return deliveredFace(life);
    case "uncertain":
      return {
        state: "uncertain",
        title: `Nobody knows whether ${guestName(life.guest.name)} got in`,
        sentence: "It used the code, but its connection broke before the gateway heard that its access arrived.",
        step: "If it doesn’t work there, remove it and make a new code.",
      };
    case "removed":
      return {
        state: "removed",
        title: `${guestName(life.guest.name)} was removed`,
        sentence: "The gateway no longer lists it: whatever it got is worth nothing.",
        step: life.open
          ? "Make a new code. This one is good for the removed device alone, until it expires."
          : "Make a new code.",
      };
    case "expired":
      return {
        state: "expired",
        title: "The code has expired",
        sentence: life.checked
          ? "The gateway confirms: nobody used it."
          : life.code.setupId === undefined
            ? "As far as the gateway’s list tells, nobody used it."
            : "So far nobody used it. The gateway’s clock is another one than this computer’s, so its end may be a little later.",
      };
  }
}

function deliveredFace(life: Extract<CodeLife, { kind: "delivered" }>): CodeFace {
  const name = guestName(life.guest.name);
  const access = life.access ?? life.code.access;
  const granted = access === undefined ? "" : ` with ${accessTitles[access].toLowerCase()}`;
  if (life.told) {
    return {
      state: "delivered",
      title: `${name} is connected`,
      sentence: `It came in${granted}. The code is used up.`,
    };
  }
  return {
    state: "delivered",
    title: `${name} is paired`,
    sentence:
      "This gateway doesn’t say who used a code. This device appeared in its list since, and no request let it in.",
    step: "If it isn’t yours, remove it.",
  };
}
