import type { Intent, IntentResult } from "../src/app/intent.ts";
import type { NoticeBoard } from "../src/app/notice-board.ts";
import { whereToRead } from "../src/app/request-words.ts";

export interface OutsideClicksOptions {
  readonly act: (intent: Intent) => Promise<IntentResult>;
  readonly notices: Pick<NoticeBoard, "post">;
}

/**
 * For clicks in the tray and in notifications. Both are closed the moment they are clicked on, so what didn't go through
 * would look done: the window opens and says it, at the request's card.
 */
export function createOutsideClicks({ act, notices }: OutsideClicksOptions): (intent: Intent) => Promise<void> {
  return async (intent) => {
    const result = await act(intent);
    if (result.ok) return;
    const { sentence, step } = result;
    // A board keeps one of each sentence, so what was posted already is not said twice.
    notices.post({ tone: "warning", sentence, ...(step !== undefined && { step }) });
    await act(whereToRead(intent));
  };
}
