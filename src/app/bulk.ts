import type { GatewayDesk } from "./gateway-desk.ts";
import type { Intent, IntentResult } from "./intent.ts";

type Several = Extract<Intent, { type: "decide-several" }>;
type Item = Several["items"][number];

/** Decisions under way at once: a gateway that is busy with hundreds still answers a click made meanwhile. */
const AT_ONCE = 8;

const count = (n: number) => (n === 1 ? "1 request" : `${n} requests`);

/**
 * The same decision about several requests, each bound to what was on screen: what changed, ended or came meanwhile stays
 * as it is. A high-risk request is approved along with others only if its own card was open before.
 */
export async function decideSeveral(
  { what, items }: Several,
  gatewayOf: (id: string) => GatewayDesk | undefined,
): Promise<IntentResult> {
  const each = [...new Map(items.map((item) => [`${item.gatewayId}/${item.requestId}`, item])).values()];
  const unread =
    what === "approve"
      ? each.filter((item) => gatewayOf(item.gatewayId)?.requestDesk.needsOwnLook(item.requestId))
      : [];
  const left = new Set(unread);
  const queue = each.filter((item) => !left.has(item));
  let failed = 0;
  const work = async (): Promise<void> => {
    for (let item = queue.shift(); item; item = queue.shift()) {
      if (!(await decide(item))) failed += 1;
    }
  };
  const decide = async ({ gatewayId, requestId, digest }: Item): Promise<boolean> => {
    const result = await gatewayOf(gatewayId)?.requestDesk.decide(what, requestId, digest, { quiet: true });
    return result?.ok ?? false;
  };
  const asked = queue.length;
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  if (failed === 0 && unread.length === 0) return { ok: true };
  const verb = what === "approve" ? "approved" : "rejected";
  const sentences = [
    `${count(asked - failed)} ${verb}.`,
    ...(failed > 0 ? [`${count(failed)} could not be ${verb}: changed, gone or refused meanwhile.`] : []),
    ...(unread.length > 0
      ? [`${count(unread.length)} with high risk ${unread.length === 1 ? "was" : "were"} left.`]
      : []),
  ];
  return {
    ok: false,
    sentence: sentences.join(" "),
    step: unread.length > 0 ? "Open a high-risk request and read it before you approve it." : "Look at what is left.",
  };
}
