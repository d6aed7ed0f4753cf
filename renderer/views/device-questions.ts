import type { DeviceView, TokenView } from "../../src/app/snapshot.ts";
import type { Question } from "../parts/confirm.ts";

const selfSentence =
  "This is PairTray’s own entry: it disconnects this app, which then has to ask to pair again and be approved.";

/** What removing a device does, before it is done. */
export function removeQuestion(device: DeviceView, onConfirm: () => void): Question {
  return {
    title: `Remove ${device.name}?`,
    sentences: device.isSelf
      ? [selfSentence]
      : [
          device.connected
            ? "It is disconnected at once, and its tokens stop working."
            : "Its tokens stop working at once.",
          "To come back, it has to ask to pair again and be approved.",
        ],
    verb: "Remove",
    deviceKey: device.key,
    onConfirm,
  };
}

/** What revoking the token of one role does, before it is done. */
export function revokeQuestion(device: DeviceView, token: TokenView, onConfirm: () => void): Question {
  return {
    title: `Revoke the role ${token.role} of ${device.name}?`,
    sentences: [
      "Its token for this role stops working at once, and the connections made with it are closed. The device stays in the list.",
      ...(device.isSelf ? [selfSentence] : []),
    ],
    verb: "Revoke",
    deviceKey: device.key,
    onConfirm,
  };
}
