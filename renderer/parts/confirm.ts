import { createContext, useContext } from "react";

/** A question before something that can't be taken back. */
export interface Question {
  readonly title: string;
  /** What will happen, in sentences. */
  readonly sentences: readonly string[];
  /** Name of the button that does it. */
  readonly verb: string;
  /** Whose row asked; the question closes when that device is gone. */
  readonly deviceKey: string;
  readonly onConfirm: () => void;
}

export const ConfirmContext = createContext<(question: Question) => void>(() => undefined);

/** Asks the question in a dialog; the safe answer has the focus. */
export function useConfirm(): (question: Question) => void {
  return useContext(ConfirmContext);
}
