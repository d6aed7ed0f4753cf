import { z } from "zod";
import { describeIssues } from "./connect-params.ts";
import type { Cut } from "./connect-outcome.ts";
import type { Caller } from "./containment.ts";
import type { BookEnvironment, PairingBook } from "./pairing-book.ts";
import type { PresenceRow } from "./presence.ts";
import { invalidRequest, missingScopeError, type WireError, type WireEvent } from "./wire-error.ts";
import { scopeSatisfied } from "./scope-rules.ts";

/** What came of a call: all as data, the server does the telling and the cutting. */
export type Answer =
  | {
      readonly ok: true;
      readonly payload: unknown;
      readonly book?: PairingBook;
      /** For the operators, before the answer. */
      readonly events?: readonly WireEvent[];
      /** Sessions to close, after the answer. */
      readonly cut?: Cut;
    }
  | { readonly ok: false; readonly error: WireError };

export interface CallContext {
  readonly book: PairingBook;
  readonly caller: Caller;
  readonly environment: BookEnvironment;
  /** Whether a session of this device is open now. */
  readonly isConnected: (deviceId: string) => boolean;
  readonly presence: () => readonly PresenceRow[];
  readonly authMode: string;
}

export interface Method {
  readonly scope: string;
  /** The first shape that has it. */
  readonly since: 3 | 4;
  /** Not advertised in the greeting. */
  readonly hidden: boolean;
  call(name: string, params: unknown, context: CallContext): Answer;
}

/** A method with its parameters checked before its work. Unknown parameters are refused, as the real gateway does. */
export function method<Shape extends z.ZodRawShape>(
  rules: { scope?: string; since?: 3 | 4; hidden?: boolean },
  shape: Shape,
  work: (params: z.infer<z.ZodObject<Shape, z.core.$strict>>, context: CallContext) => Answer,
): Method {
  const schema = z.strictObject(shape);
  return {
    scope: rules.scope ?? "operator.pairing",
    since: rules.since ?? 3,
    hidden: rules.hidden ?? false,
    call: (name, params, context) => {
      const parsed = schema.safeParse(params ?? {});
      if (!parsed.success) return refuse(`invalid ${name} params: ${describeIssues(parsed.error)}`);
      return work(parsed.data, context);
    },
  };
}

/** Whether this session may call it at all; the rest is the method's own business. */
export function callMethod(
  table: ReadonlyMap<string, Method>,
  session: { role: string },
  name: string,
  params: unknown,
  context: CallContext,
): Answer {
  const found = table.get(name);
  if (!found) return refuse(`unknown method: ${name}`);
  if (session.role !== "operator") return refuse(`unauthorized role: ${session.role}`);
  if (!scopeSatisfied(found.scope, context.caller.scopes)) return { ok: false, error: missingScopeError(found.scope) };
  return found.call(name, params, context);
}

export const refuse = (message: string): Answer => ({ ok: false, error: invalidRequest(message) });
