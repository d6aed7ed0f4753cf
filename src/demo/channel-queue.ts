import { type BookEnvironment, channelLifeMs, type ChannelRequest, type PairingBook } from "./pairing-book.ts";

const labels: Readonly<Record<string, string>> = { telegram: "Telegram", whatsapp: "WhatsApp", signal: "Signal" };
const pendingPerAccount = 3;

/** Someone writes in a channel for the first time. A fourth one waits until there is room, as on the real gateway. */
export function askForAccess(
  book: PairingBook,
  ask: { channel: string; senderId: string; senderLabel?: string | undefined },
  environment: BookEnvironment,
): PairingBook {
  const now = environment.now();
  const known = book.channelRequests.find((r) => r.channel === ask.channel && r.senderId === ask.senderId);
  if (known) {
    const seen = { ...known, lastSeenAtMs: now };
    return { ...book, channelRequests: book.channelRequests.map((r) => (r === known ? seen : r)) };
  }
  if (book.channelRequests.filter((r) => r.channel === ask.channel).length >= pendingPerAccount) return book;
  const request: ChannelRequest = {
    requestId: environment.id(),
    channel: ask.channel,
    channelLabel: labels[ask.channel] ?? ask.channel,
    accountId: "default",
    senderId: ask.senderId,
    senderLabel: ask.senderLabel ?? "user id",
    createdAtMs: now,
    lastSeenAtMs: now,
  };
  return { ...book, channelRequests: [...book.channelRequests, request] };
}

/** The answer of `channels.pairing.list`. No event ever tells of this queue: operators must ask. */
export function listChannels(book: PairingBook): Record<string, unknown> {
  const accounts = new Map(book.channelRequests.map((r) => [`${r.channel} ${r.accountId}`, r]));
  return {
    accounts: [...accounts.values()].map(({ channel, channelLabel, accountId }) => ({
      channel,
      channelLabel,
      accountId,
      notifySupported: true,
    })),
    requests: book.channelRequests.map(({ createdAtMs, lastSeenAtMs, ...request }) => ({
      ...request,
      createdAt: new Date(createdAtMs).toISOString(),
      lastSeenAt: new Date(lastSeenAtMs).toISOString(),
      expiresAt: new Date(createdAtMs + channelLifeMs).toISOString(),
      notifySupported: true,
    })),
    commandOwnerConfigured: false,
    limits: { pendingPerAccount, ttlMs: channelLifeMs },
  };
}

/** Ends a request, by approval or dismissal. Undefined if it is not there (any more). */
export function endChannelRequest(
  book: PairingBook,
  target: { channel: string; accountId: string; requestId: string },
): { book: PairingBook; request: ChannelRequest } | undefined {
  const request = book.channelRequests.find(
    (r) => r.requestId === target.requestId && r.channel === target.channel && r.accountId === target.accountId,
  );
  if (!request) return undefined;
  return { request, book: { ...book, channelRequests: book.channelRequests.filter((r) => r !== request) } };
}
