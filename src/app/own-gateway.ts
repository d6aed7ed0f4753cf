import { configPath, type Found, findGateway, type GatewayLocation, type Surroundings } from "../gateway/location.ts";
import type { NoticeBoard } from "./notice-board.ts";

/**
 * The gateway that the environment or openclaw.json names, read anew at each look. A file that is broken or gone for the
 * moment (somebody is editing it) changes nothing: what was known stays, and a broken one is said.
 */
export class OwnGateway {
  readonly #surroundings: Surroundings;
  readonly #notices: NoticeBoard;
  /** A configuration is only parsed again when its text is another one. */
  #read: { readonly text: string | undefined; readonly found: Found } | undefined;
  #location: GatewayLocation | undefined;
  #told: string | undefined;

  constructor(surroundings: Surroundings, notices: NoticeBoard) {
    this.#surroundings = surroundings;
    this.#notices = notices;
  }

  look(): GatewayLocation | undefined {
    const found = this.#find();
    if (found.kind === "found") this.#location = found.location;
    this.#tell(found.kind === "unusable" ? found.sentence : undefined);
    return this.#location;
  }

  #find(): Found {
    const surroundings = this.#surroundings;
    let text: string | undefined;
    try {
      text = surroundings.readFile(configPath(surroundings));
    } catch {
      // It says why.
      return findGateway(surroundings);
    }
    if (this.#read?.text !== text || !this.#read) {
      this.#read = { text, found: findGateway({ ...surroundings, readFile: () => text }) };
    }
    return this.#read.found;
  }

  #tell(sentence: string | undefined): void {
    if (sentence === this.#told) return;
    const notices = this.#notices;
    const over = notices.notices.find((notice) => notice.sentence === this.#told);
    if (over) notices.dismiss(over.id);
    this.#told = sentence;
    if (sentence === undefined) return;
    const step = "Until it can be read, PairTray goes on with what stood there before.";
    notices.post({ tone: "warning", sentence, ...(this.#location && { step }) });
  }
}
