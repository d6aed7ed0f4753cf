import type { NotificationModel } from "./notification-model.ts";
import type { AppSnapshot } from "./snapshot.ts";

/** More than these at once are told by the window alone. */
const MOST = 3;

/** One quiet notification for each device that a gateway approved by itself; a click leads to *Lost a device*. */
export function arrivalNotifications({
  arrivals = [],
  settings,
}: Pick<AppSnapshot, "arrivals" | "settings">): readonly NotificationModel[] {
  if (!settings.notifications) return [];
  return arrivals.slice(-MOST).map(({ key, name, sentence }) => ({
    tag: `arrival/${key}`,
    title: settings.showNames ? `“${name}” was let in` : "A device was let in",
    body: sentence,
    urgency: "low",
    buttons: [],
    open: { type: "open", view: "lost-device", key },
    raise: 0,
  }));
}
