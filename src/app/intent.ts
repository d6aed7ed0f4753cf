import { z } from "zod";

/** Ids come back exactly as the snapshot gave them; bounded so that a broken window can't flood main. */
const id = z.string().min(1).max(512);
const digest = z.string().min(1).max(128);

/**
 * Everything the window, the tray or a notification may ask for. One closed union, checked at run time on the way in.
 * Each decision names the exact thing that was on screen; there is no "latest" and no "all".
 */
export const intentSchema = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("approve"), gatewayId: id, requestId: id, digest }),
  z.strictObject({ type: z.literal("reject"), gatewayId: id, requestId: id, digest }),
  z.strictObject({ type: z.literal("remove"), gatewayId: id, deviceId: id }),
  z.strictObject({ type: z.literal("revoke"), gatewayId: id, deviceId: id, role: z.string().min(1).max(128) }),
  z.strictObject({ type: z.literal("retry"), gatewayId: id }),
  z.strictObject({
    type: z.literal("connect"),
    url: z.string().min(1).max(2048),
    token: z.string().max(4096).optional(),
    password: z.string().max(4096).optional(),
  }),
  z.strictObject({ type: z.literal("dismiss"), noticeId: id }),
  z.strictObject({ type: z.literal("copy"), text: z.string().min(1).max(4096) }),
  z.strictObject({
    type: z.literal("open"),
    view: z.enum(["requests", "devices", "settings"]),
    key: z.string().max(1100).optional(),
  }),
  z.strictObject({ type: z.literal("set-theme"), theme: z.enum(["system", "light", "dark"]) }),
  z.strictObject({ type: z.literal("set-notifications"), on: z.boolean() }),
  z.strictObject({ type: z.literal("set-show-names"), on: z.boolean() }),
  z.strictObject({ type: z.literal("set-open-at-login"), on: z.boolean() }),
  z.strictObject({ type: z.literal("quit") }),
]);

export type Intent = z.infer<typeof intentSchema>;

/**
 * What became of an intent. `refused` means nothing was sent to a gateway; the sentence is ready to show. Decisions
 * themselves are visible in the snapshot (`action` of the request or device).
 */
export type IntentResult =
  { readonly ok: true } | { readonly ok: false; readonly sentence: string; readonly step?: string };
