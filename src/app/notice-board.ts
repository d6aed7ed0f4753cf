import type { NoticeView } from "./snapshot.ts";

/** More than these nobody reads; the oldest goes, but for what is bad. */
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
    const all = [...others, { ...notice, id: String(this.#next++) }];
    const bad = all.filter(({ tone }) => tone === "bad").slice(-MOST);
    const room = MOST - bad.length;
    const rest = all.filter(({ tone }) => tone !== "bad").slice(-Math.max(1, room));
    this.#notices = all.filter((each) => bad.includes(each) || rest.includes(each));
  }

  dismiss(id: string): void {
    this.#notices = this.#notices.filter((notice) => notice.id !== id);
  }
}
