import { createContext, useContext } from "react";

/** A question before something that can't be taken back. */
export interface Question {
  readonly title: string;
  /** What will happen, in sentences. */
  readonly sentences: readonly string[];
  /** Name of the button that does it. */
  readonly verb: string;
  /** Whose row asked; the question closes when that device is gone. Absent where it is about several. */
  readonly deviceKey?: string;
  /** What has to be typed before the button works: for what nobody should do by a slip. */
  readonly mustType?: { readonly text: string; readonly label: string };
  readonly onConfirm: () => void;
}

export const ConfirmContext = createContext<(question: Question) => void>(() => undefined);

/** Asks the question in a dialog; the safe answer has the focus. */
export function useConfirm(): (question: Question) => void {
  return useContext(ConfirmContext);
}
