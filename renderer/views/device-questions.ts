import type { DeviceView, GatewayView, TokenView } from "../../src/app/snapshot.ts";
import type { Question } from "../parts/confirm.ts";

const selfSentence =
  "This is PairTray’s own entry: it disconnects this app, which then has to ask to pair again and be approved.";

/** What ends nothing that is open, said before somebody relies on it. */
function stayingOpen(staysOpen: true | undefined): string[] {
  return staysOpen
    ? ["This version of OpenClaw leaves open connections alone: they end when the gateway is restarted."]
    : [];
}

/** What removing a device does, before it is done. */
export function removeQuestion(device: DeviceView, onConfirm: () => void): Question {
  return {
    title: `Remove ${device.name}?`,
    sentences: device.isSelf
      ? [selfSentence]
      : [
          device.connected && !device.staysOpen
            ? "It is disconnected at once, and its tokens stop working."
            : "Its tokens stop working at once.",
          ...stayingOpen(device.staysOpen),
          "To come back, it has to ask to pair again and be approved.",
        ],
    verb: "Remove",
    deviceKey: device.key,
    onConfirm,
  };
}

/** How much a clearing takes along. Pairing requests only: `staying` counts those of the gateway's two other queues. */
interface Cleared {
  readonly devices: number;
  readonly requests: number;
  readonly staying: number;
}

/** What clearing a gateway does, before it is done. `requests` is 0 where they stay. */
export function clearQuestion(
  gateway: Pick<GatewayView, "leavesOpen">,
  { devices, requests, staying }: Cleared,
  where: string,
  onConfirm: () => void,
): Question {
  const all = devices === 1 ? "the only device" : `all ${devices} devices`;
  const asking = requests === 0 ? "" : requests === 1 ? " and 1 pairing request" : ` and ${requests} pairing requests`;
  return {
    title: `Clear ${all}${asking}${where}?`,
    sentences: [
      gateway.leavesOpen
        ? "Every one of them has to ask to pair again, this app too: its own entry goes last."
        : "Every one of them is disconnected and has to ask to pair again, this app too: its own entry goes last.",
      ...stayingOpen(gateway.leavesOpen),
      ...(staying > 0
        ? ["Direct messages that wait for an answer stay; what a node asks for goes with its device."]
        : []),
      "What asks or pairs meanwhile stays. For six seconds you can take it back.",
    ],
    mustType: { text: String(devices), label: `To confirm, type how many devices there are: ${devices}` },
    verb: "Clear",
    onConfirm,
  };
}

/** What removing several entries does, before it is done. */
export function removeSeveralQuestion(devices: readonly DeviceView[], onConfirm: () => void): Question {
  return {
    title: devices.length === 1 ? "Remove 1 older entry?" : `Remove ${devices.length} older entries?`,
    sentences: [
      "Each is of a machine that paired again later and uses its later entry. For six seconds you can take it back.",
    ],
    verb: "Remove",
    onConfirm,
  };
}

/** What revoking the token of one role does, before it is done. */
export function revokeQuestion(device: DeviceView, token: TokenView, onConfirm: () => void): Question {
  return {
    title: `Revoke the role ${token.role} of ${device.name}?`,
    sentences: [
      device.staysOpen
        ? "Its token for this role stops working at once. The device stays in the list."
        : "Its token for this role stops working at once, and the connections made with it are closed. The device stays in the list.",
      ...stayingOpen(device.staysOpen),
      ...(device.isSelf ? [selfSentence] : []),
    ],
    verb: "Revoke",
    deviceKey: device.key,
    onConfirm,
  };
}
