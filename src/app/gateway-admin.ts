import { readAddress } from "../pairing/typed-address.ts";
import { type Credentials, Session, type SessionOptions } from "../gateway/session.ts";
import { failureFace } from "./failure-words.ts";
import type { GatewayBook } from "./gateway-book.ts";
import type { GatewayIdentities } from "./gateway-identities.ts";
import type { Intent, IntentResult } from "./intent.ts";
import type { NoticeBoard } from "./notice-board.ts";
import { hideCredentials } from "./open-gateway.ts";
import { pastedCode } from "./pasted-code.ts";
import type { GatewayView } from "./snapshot.ts";

/** What a trial connection may take, in ms. */
const PATIENCE_MS = 10_000;

export type GatewayIntent = Extract<
  Intent,
  { type: "connect" | "change-address" | "test-gateway" | "edit-gateway" | "remove-gateway" | "trust-certificate" }
>;

export interface GatewayAdminOptions {
  readonly book: GatewayBook;
  readonly notices: NoticeBoard;
  readonly identities: GatewayIdentities;
  /** This very text must not get into a log. */
  readonly hide?: ((secret: string) => void) | undefined;
  /** The rest of a session: clock, chance, app, client. */
  readonly session: Pick<SessionOptions, "app" | "clock" | "random" | "scopes" | "log" | "createClient">;
}

/** What came of a change: `changed` means the list of gateways is another one now. */
export interface AdminResult {
  readonly result: IntentResult;
  readonly changed: boolean;
}

/** Adding, testing, editing, trusting and removing gateways. */
export class GatewayAdmin {
  readonly #options: GatewayAdminOptions;

  constructor(options: GatewayAdminOptions) {
    this.#options = options;
  }

  /** @param shown what the window shows now: a certificate is trusted only as it stood there */
  async handle(intent: GatewayIntent, shown: readonly GatewayView[]): Promise<AdminResult> {
    const { book, notices } = this.#options;
    if (intent.type === "test-gateway") {
      const result = await this.#test(intent);
      if (result.ok && result.sentence !== undefined) notices.post({ tone: "good", sentence: result.sentence });
      return { result, changed: false };
    }
    const result = ((): IntentResult => {
      switch (intent.type) {
        case "connect":
          return book.add(intent);
        case "change-address":
          return book.changeAddress(intent);
        case "edit-gateway":
          return book.edit(intent);
        case "remove-gateway":
          return this.#remove(intent.gatewayId);
        case "trust-certificate": {
          const view = shown.find(({ id }) => id === intent.gatewayId);
          return view?.state.recovery?.certificate?.fingerprint === intent.fingerprint
            ? book.pin(intent.gatewayId, intent.fingerprint)
            : {
                ok: false,
                sentence: "The gateway shows another certificate by now. Nothing was trusted.",
                step: "Compare the one that stands there now.",
              };
        }
      }
    })();
    return { result, changed: result.ok };
  }

  #remove(gatewayId: string): IntentResult {
    const result = this.#options.book.remove(gatewayId);
    if (result.ok) this.#options.identities.forget(gatewayId);
    return result;
  }

  /** One try with what was typed, by what this app is or will be there, so that a pairing request is the one that counts later. */
  #test({ gatewayId, url, token, password }: Extract<Intent, { type: "test-gateway" }>): Promise<IntentResult> {
    const pasted = pastedCode({ url, token, password });
    if (pasted) return Promise.resolve(pasted);
    const address = readAddress(url);
    if ("sentence" in address) return Promise.resolve({ ok: false, sentence: address.sentence });
    const credentials: Credentials = token?.trim() ? { token: token.trim() } : password ? { password } : {};
    const { session: shared, identities, book, hide } = this.#options;
    hideCredentials(credentials, hide);
    const pin = book.pinOf(address.url, gatewayId);
    return new Promise((resolve) => {
      let decided = false;
      const done = (result: IntentResult): void => {
        if (decided) return;
        decided = true;
        cancel();
        // Not from within the session's own report.
        queueMicrotask(() => {
          session.close();
        });
        resolve(result);
      };
      const cancel = shared.clock.after(PATIENCE_MS, () => {
        done({ ok: false, sentence: "The gateway did not answer in time." });
      });
      const session = new Session({
        ...shared,
        url: address.url,
        credentials,
        // What was typed is as secret here as in the session that lasts: it goes to the trusted certificate or to nobody.
        ...(pin !== undefined && { tlsFingerprint: pin }),
        identity: identities.forTest(gatewayId ?? book.idOf(address.url)),
        tokens: { load: () => undefined, store: () => undefined, clear: () => undefined },
        onState: (state) => {
          if (state.kind === "connected") {
            const version = state.hello.version === undefined ? "" : ` (OpenClaw ${state.hello.version})`;
            done({ ok: true, sentence: `It works: the gateway${version} let PairTray in.` });
          } else if (state.kind === "failed" && state.failure.kind === "approval-needed") {
            done({ ok: true, sentence: "It works: the gateway answers, and its owner has to approve PairTray." });
          } else if (state.kind === "failed") {
            const { title, sentence, step } = failureFace(state.failure);
            done({ ok: false, sentence: `${title}. ${sentence}`, ...(step !== undefined && { step }) });
          }
        },
        onEvent: () => undefined,
        onGap: () => undefined,
      });
      session.connect();
    });
  }
}
