import { z } from "zod";
import type { RpcFailure } from "../gateway/rpc-failure.ts";
import type { StoredToken } from "../gateway/session.ts";
import { type Authority, isAdmin } from "../pairing/authority.ts";
import type { Inbox } from "../pairing/inbox.ts";
import { shownText } from "../pairing/shown-text.ts";
import { roleObjection } from "../pairing/token-authority.ts";
import type { ActionBook } from "./action-book.ts";
import { deviceRefusal } from "./device-refusals.ts";
import { rpcWords, type Words } from "./failure-words.ts";
import type { Action } from "./action-runner.ts";
import type { IntentResult } from "./intent.ts";
import type { ActionName, DeviceView } from "./snapshot.ts";
import { standingWords } from "./standing-words.ts";
import type { UndoBook } from "./undo-book.ts";

/** As the gateway has it. Counted as it counts: in UTF-16 units. */
const LABEL_LENGTH = 64;

export interface DeviceActionsOptions {
  readonly undo: UndoBook;
  readonly actions: ActionBook;
  readonly inbox: () => Inbox;
  readonly authority: () => Authority;
  /** The device as it stands in the list now. */
  readonly device: (deviceId: string) => DeviceView | undefined;
  readonly act: (action: Action) => Promise<IntentResult>;
  readonly refuse: (words: Words) => IntentResult;
  readonly onChange: () => void;
  /** The gateway confirmed that it removed this device. */
  readonly onRemoved: (deviceId: string) => void;
  /** The gateway renewed this app's own token and told it. */
  readonly keepOwnToken: (token: StoredToken) => void;
}

const ownRotation = z.object({ token: z.string().min(1), scopes: z.array(z.string()).catch([]) });

/**
 * What can be done to one paired device: the rows of `openclaw devices` that name one. What is only an answer to a click
 * and can't be taken back at the gateway waits a moment first.
 */
export class DeviceActions {
  readonly #options: DeviceActionsOptions;

  constructor(options: DeviceActionsOptions) {
    this.#options = options;
  }

  /** Removes the device's entry; the gateway closes its sockets at once. */
  remove(deviceId: string): IntentResult {
    return this.#later(deviceId, "remove", (name) => `${name} will be removed.`, this.removal(deviceId));
  }

  /** The call itself, for whoever has waited already. */
  removal(deviceId: string): Action {
    return {
      key: `device/${deviceId}`,
      what: "remove",
      method: "device.pair.remove",
      params: { deviceId },
      final: true,
      words: (failure) => this.#words("remove", deviceId, failure),
      confirmed: () => {
        this.#options.onRemoved(deviceId);
      },
    };
  }

  /** Revokes the device's token of one role. */
  revoke(deviceId: string, role: string): IntentResult {
    const objection = this.#token(deviceId, role)?.cannotRevoke;
    if (objection !== undefined) return this.#options.refuse({ sentence: objection });
    return this.#later(
      deviceId,
      "revoke",
      (name) => `The token of ${name} for the role ${shownText(role, 40)} will be revoked.`,
      {
        key: `device/${deviceId}`,
        what: "revoke",
        method: "device.token.revoke",
        params: { deviceId, role },
        final: false,
        words: (failure) => this.#words("revoke", deviceId, failure, this.#token(deviceId, role)?.cannotRevoke),
      },
    );
  }

  /** Gives the device a name of the owner's own, 1 to 64 characters. */
  async rename(deviceId: string, label: string): Promise<IntentResult> {
    const device = this.#options.device(deviceId);
    const name = label.trim();
    const objection = device?.cannotRename ?? labelObjection(name);
    if (objection !== undefined) return { ok: false, sentence: objection };
    return this.#now(deviceId, {
      key: `device/${deviceId}`,
      what: "rename",
      method: "device.pair.rename",
      params: { deviceId, label: name },
      final: false,
      words: (failure) => this.#words("rename", deviceId, failure),
    });
  }

  /**
   * Renews the token of one role.
   * @param scopes what the new token may do; left out, it may do what the old one did
   */
  async rotate(deviceId: string, role: string, scopes: readonly string[] | undefined): Promise<IntentResult> {
    const token = this.#token(deviceId, role);
    const beyond = token && scopes?.find((scope) => !token.choices.includes(scope));
    if (token?.cannotRotate !== undefined) return this.#options.refuse({ sentence: token.cannotRotate });
    if (beyond !== undefined) {
      return this.#options.refuse({ sentence: `${shownText(beyond, 80)} was not approved for this device.` });
    }
    return this.#now(deviceId, {
      key: `device/${deviceId}`,
      what: "rotate",
      method: "device.token.rotate",
      params: { deviceId, role, ...(scopes && { scopes }) },
      final: false,
      words: (failure) => this.#words("rotate", deviceId, failure, this.#rotateRule(deviceId, role)),
      confirmed: (answer) => {
        // Told only to the device itself, and only where it came in with the old one (seen).
        const own = ownRotation.safeParse(answer).data;
        if (own && this.#options.device(deviceId)?.isSelf === true) this.#options.keepOwnToken(own);
      },
    });
  }

  #token(deviceId: string, role: string) {
    return this.#options.device(deviceId)?.tokens.find((token) => token.role === role);
  }

  /** Why nothing may be done to the device now, in words; undefined when something may. */
  #objection(deviceId: string): Words | undefined {
    const device = this.#options.device(deviceId);
    if (!device) return rpcWords({ kind: "gone" });
    return device.canManage
      ? undefined
      : { sentence: device.cannotManage ?? "This device can't be managed from here." };
  }

  async #now(deviceId: string, action: Action): Promise<IntentResult> {
    const objection = this.#objection(deviceId);
    return objection ? this.#options.refuse(objection) : this.#options.act(action);
  }

  #later(deviceId: string, what: ActionName, sentence: (name: string) => string, action: Action): IntentResult {
    const { undo, actions, act, refuse, onChange, device } = this.#options;
    const objection = this.#objection(deviceId);
    if (objection) return refuse(objection);
    const name = device(deviceId)?.name ?? deviceId;
    const standing = actions.standing(action.key);
    // At most once: what waits already is not made to wait again, and anything else waits for nothing.
    if (standing) return standing.what === what ? { ok: true } : { ok: false, ...standingWords(name, standing) };
    actions.wait(action.key, what, undo.sendsAtMs());
    undo.add({
      key: action.key,
      sentence: sentence(`“${name}”`),
      send: () => {
        actions.cancel(action.key);
        return act(action);
      },
      onUndo: () => {
        actions.cancel(action.key);
        onChange();
      },
    });
    return { ok: true };
  }

  /** The rule of the gateway that stands against renewing this token by now, where the list tells it. */
  #rotateRule(deviceId: string, role: string): string | undefined {
    const token = this.#token(deviceId, role);
    if (token) return token.cannotRotate;
    const device = this.#options.inbox().devices.get(deviceId);
    return device && roleObjection(device, role);
  }

  #words(what: ActionName, deviceId: string, failure: RpcFailure, rule?: string): Words {
    const isSelf = this.#options.device(deviceId)?.isSelf === true;
    const authority = this.#options.authority();
    return deviceRefusal(what, failure, { isSelf, admin: isAdmin(authority), ownId: authority.deviceId, rule });
  }
}

function labelObjection(label: string): string | undefined {
  if (shownText(label, LABEL_LENGTH) === "") return "A name has at least one visible character.";
  return label.length > LABEL_LENGTH ? `A name has at most ${LABEL_LENGTH} characters.` : undefined;
}
