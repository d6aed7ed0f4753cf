import { z } from "zod";
import { endChannelRequest, listChannels } from "./channel-queue.ts";
import { method, refuse } from "./method.ts";

const target = { channel: z.string().min(1), accountId: z.string().min(1), requestId: z.string().min(1) };
const gone = "pending DM access request no longer exists";

export const channelMethods = {
  "channels.pairing.list": method(
    { since: 4 },
    { channel: z.string().optional(), accountId: z.string().optional() },
    (_params, { book }) => ({ ok: true, payload: listChannels(book) }),
  ),

  "channels.pairing.approve": method(
    { since: 4 },
    { ...target, notify: z.boolean().optional(), bootstrapCommandOwner: z.boolean().optional() },
    (params, { book }) => {
      const ended = endChannelRequest(book, params);
      if (!ended) return refuse(gone);
      return {
        ok: true,
        book: ended.book,
        payload: {
          requestId: params.requestId,
          senderId: ended.request.senderId,
          // Nobody is behind a demo's channel, so nobody can be told; a command owner is never made here.
          notification: params.notify === true ? "unsupported" : "not-requested",
          commandOwnerBootstrap: params.bootstrapCommandOwner === true ? "unavailable" : "not-requested",
        },
      };
    },
  ),

  "channels.pairing.dismiss": method({ since: 4 }, target, (params, { book }) => {
    const ended = endChannelRequest(book, params);
    if (!ended) return refuse(gone);
    return {
      ok: true,
      book: ended.book,
      payload: { requestId: params.requestId, senderId: ended.request.senderId },
    };
  }),
};
