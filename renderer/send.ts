import { createContext, useCallback, useContext, useState } from "react";
import type { Intent, IntentResult } from "../src/app/intent.ts";

export type Send = (intent: Intent) => Promise<IntentResult>;

/** How views reach main; set once by the app. */
export const SendContext = createContext<Send>(() => Promise.reject(new Error("no bridge")));

export type Refusal = Extract<IntentResult, { ok: false }>;

export interface Sender {
  /** True from the click until main answered: a second click in between sends nothing. */
  readonly busy: boolean;
  /** Why main sent nothing, until the next try. */
  readonly refusal: Refusal | undefined;
  /** Resolves to true when main took it. */
  readonly send: (intent: Intent) => Promise<boolean>;
}

/** Sends one intent at a time for one thing on screen, and keeps main's refusal to show beside it. */
export function useSender(): Sender {
  const post = useContext(SendContext);
  const [state, setState] = useState<{ busy: boolean; refusal: Refusal | undefined }>({
    busy: false,
    refusal: undefined,
  });
  const { busy, refusal } = state;
  const send = useCallback(
    async (intent: Intent) => {
      setState({ busy: true, refusal: undefined });
      const result = await post(intent).catch((): Refusal => ({
        ok: false,
        sentence: "PairTray did not take that click.",
        step: "Try again. If it stays like this, quit PairTray and start it again.",
      }));
      setState({ busy: false, refusal: result.ok ? undefined : result });
      return result.ok;
    },
    [post],
  );
  return { busy, refusal, send };
}
