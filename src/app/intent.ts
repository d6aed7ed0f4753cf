import { z } from "zod";

/** Ids come back exactly as the snapshot gave them; bounded so that a broken window can't flood main. */
const id = z.string().min(1).max(512);
const digest = z.string().min(1).max(128);
const role = z.string().min(1).max(128);

/**
 * Everything the window, the tray or a notification may ask for. One closed union, checked at run time on the way in.
 * Each decision names the exact thing that was on screen; there is no "latest" and no "all".
 */
export const intentSchema = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("approve"),
    gatewayId: id,
    requestId: id,
    digest,
    /** What the gateway offers beside the approval, and the user chose. */
    offers: z
      .array(z.enum(["notify", "owner"]))
      .max(2)
      .optional(),
  }),
  z.strictObject({ type: z.literal("reject"), gatewayId: id, requestId: id, digest }),
  /** The same decision about several: each names what was on screen, and what arrived meanwhile isn't among them. */
  z.strictObject({
    type: z.literal("decide-several"),
    what: z.enum(["approve", "reject"]),
    items: z
      .array(z.strictObject({ gatewayId: id, requestId: id, digest }))
      .min(1)
      .max(1000),
  }),
  /** This version of the card is open in the window. */
  z.strictObject({ type: z.literal("seen"), gatewayId: id, requestId: id, digest }),
  /** The device's requests don't notify for an hour. */
  z.strictObject({ type: z.literal("mute"), gatewayId: id, requestId: id }),
  z.strictObject({ type: z.literal("unmute"), deviceId: id }),
  /** The device's key is rejected on sight from now on, this request first. */
  z.strictObject({ type: z.literal("block"), gatewayId: id, requestId: id }),
  /** Nothing notifies for an hour, or again at once. */
  z.strictObject({ type: z.literal("snooze"), on: z.boolean() }),
  /** What the window wants to see of the history; `most` rows of what matches. */
  z.strictObject({
    type: z.literal("watch-activity"),
    on: z.boolean(),
    text: z.string().max(200),
    about: z.enum(["everything", "decisions", "requests", "devices", "trouble"]),
    by: z.enum(["anybody", "this-app", "another-operator", "gateway"]),
    most: z.int().min(1).max(5000),
  }),
  z.strictObject({ type: z.literal("export-activity") }),
  z.strictObject({ type: z.literal("remove"), gatewayId: id, deviceId: id }),
  z.strictObject({ type: z.literal("revoke"), gatewayId: id, deviceId: id, role }),
  z.strictObject({ type: z.literal("rename"), gatewayId: id, deviceId: id, label: z.string().min(1).max(200) }),
  z.strictObject({
    type: z.literal("rotate"),
    gatewayId: id,
    deviceId: id,
    role,
    /** Left out: the token keeps the scopes it has. */
    scopes: z.array(z.string().min(1).max(128)).max(100).optional(),
  }),
  /** Clears the older entries of one machine; all of them were on screen. */
  z.strictObject({ type: z.literal("remove-several"), gatewayId: id, deviceIds: z.array(id).min(1).max(1000) }),
  /** The devices and pairing requests that were counted in the question, whose number the user typed. All else stays. */
  z.strictObject({
    type: z.literal("clear"),
    gatewayId: id,
    deviceIds: z.array(id).min(1).max(20_000),
    requestIds: z.array(id).max(20_000),
  }),
  z.strictObject({ type: z.literal("undo"), undoId: id }),
  /** Sends at once what could still be undone. */
  z.strictObject({ type: z.literal("send-now"), undoId: id }),
  z.strictObject({ type: z.literal("lock-out"), gatewayId: id, deviceId: id }),
  /** Takes a finished lock-out off the page; the block stays. */
  z.strictObject({ type: z.literal("forget-lock-out"), gatewayId: id, deviceId: id }),
  /**
   * Ends an order that is still open, where its gateway is no longer set up, refused for good, or only its restart is
   * missing; the block stays.
   */
  z.strictObject({ type: z.literal("give-up-lock-out"), gatewayId: id, deviceId: id }),
  z.strictObject({ type: z.literal("unblock"), deviceId: id }),
  z.strictObject({ type: z.literal("export-devices"), format: z.enum(["json", "csv"]) }),
  z.strictObject({ type: z.literal("retry"), gatewayId: id }),
  z.strictObject({
    type: z.literal("connect"),
    url: z.string().min(1).max(2048),
    token: z.string().max(4096).optional(),
    password: z.string().max(4096).optional(),
  }),
  /** The same gateway at another address, with what was typed for it there. */
  z.strictObject({
    type: z.literal("change-address"),
    gatewayId: id,
    url: z.string().min(1).max(2048),
    token: z.string().max(4096).optional(),
    password: z.string().max(4096).optional(),
  }),
  /** Connects once with what was typed and says what came of it; keeps nothing. */
  z.strictObject({
    type: z.literal("test-gateway"),
    /** The one that is about to get this address. */
    gatewayId: id.optional(),
    url: z.string().min(1).max(2048),
    token: z.string().max(4096).optional(),
    password: z.string().max(4096).optional(),
  }),
  z.strictObject({
    type: z.literal("edit-gateway"),
    gatewayId: id,
    name: z.string().max(120).optional(),
    colour: z.enum(["blue", "green", "orange", "purple", "grey"]).optional(),
    paused: z.boolean().optional(),
  }),
  /** With its secrets. */
  z.strictObject({ type: z.literal("remove-gateway"), gatewayId: id }),
  /** The user compared this fingerprint; any other than the one on screen is refused. */
  z.strictObject({ type: z.literal("trust-certificate"), gatewayId: id, fingerprint: z.string().length(64) }),
  /** *Add a gateway* is open, or no longer: PairTray listens on the network only meanwhile. */
  z.strictObject({ type: z.literal("nearby-watch"), on: z.boolean() }),
  z.strictObject({ type: z.literal("dismiss"), noticeId: id }),
  z.strictObject({ type: z.literal("copy"), text: z.string().min(1).max(32_768) }),
  z.strictObject({
    type: z.literal("open"),
    view: z.enum(["requests", "devices", "activity", "settings", "lost-device", "pair"]),
    key: z.string().max(1100).optional(),
    /** A link asks for it, from wherever: it takes nothing off the screen that the user is busy with. */
    byLink: z.literal(true).optional(),
  }),
  z.strictObject({ type: z.literal("set-theme"), theme: z.enum(["system", "light", "dark"]) }),
  z.strictObject({ type: z.literal("set-notifications"), on: z.boolean() }),
  z.strictObject({ type: z.literal("set-show-names"), on: z.boolean() }),
  z.strictObject({ type: z.literal("set-open-at-login"), on: z.boolean() }),
  z.strictObject({ type: z.literal("set-refuse-unencrypted"), on: z.boolean() }),
  z.strictObject({
    type: z.literal("pair-choose"),
    gatewayId: id.optional(),
    access: z.enum(["full", "limited", "node"]).optional(),
    /** "auto", "typed", or one of the offered addresses. */
    address: z.string().min(1).max(2048).optional(),
    /** An address of the user's own. */
    typed: z.string().max(2048).optional(),
  }),
  z.strictObject({ type: z.literal("pair-start") }),
  z.strictObject({ type: z.literal("pair-back") }),
  z.strictObject({ type: z.literal("pair-leave") }),
  z.strictObject({ type: z.literal("pair-copy"), what: z.enum(["setup-code", "node-command"]) }),
  z.strictObject({ type: z.literal("pair-digits"), network: z.string().min(1).max(64), plainText: z.boolean() }),
  z.strictObject({ type: z.literal("pair-digits-stop") }),
  z.strictObject({ type: z.literal("pair-answer"), askId: z.number().int().positive(), yes: z.boolean() }),
  /** Everything that PairTray keeps on this machine is deleted, and it quits. */
  z.strictObject({ type: z.literal("forget-everything") }),
  z.strictObject({ type: z.literal("export-settings") }),
  z.strictObject({ type: z.literal("quit") }),
]);

export type Intent = z.infer<typeof intentSchema>;

/**
 * What became of an intent. `refused` means nothing was sent to a gateway; the sentence is ready to show. Decisions
 * themselves are visible in the snapshot (`action` of the request or device).
 */
export type IntentResult =
  | { readonly ok: true; readonly sentence?: string }
  | { readonly ok: false; readonly sentence: string; readonly step?: string };
