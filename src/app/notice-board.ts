import type { NoticeView } from "./snapshot.ts";

/** More than these nobody reads; the oldest goes. */
const MOST = 5;

/** Things to tell once, until they are dismissed. The same sentence is not told twice. */
export class NoticeBoard {
  #notices: readonly NoticeView[] = [];
  #next = 1;

  get notices(): readonly NoticeView[] {
    return this.#notices;
  }

  post(notice: Omit<NoticeView, "id">): void {
    const others = this.#notices.filter((known) => known.sentence !== notice.sentence);
    this.#notices = [...others, { ...notice, id: String(this.#next++) }].slice(-MOST);
  }

  dismiss(id: string): void {
    this.#notices = this.#notices.filter((notice) => notice.id !== id);
  }
}
