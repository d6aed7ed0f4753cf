import type { AccessWords } from "../pairing/access-words.ts";
import type { PairedDevice } from "../pairing/paired-device.ts";
import { shownName } from "../pairing/shown-text.ts";
import type { ArrivalView, NoticeView } from "./snapshot.ts";

/** `approvedVia` where no person was asked (2026.9.6), and how to say it. */
const ways: Readonly<Record<string, string>> = {
  silent: "it runs on the gateway's own machine",
  "trusted-cidr": "it came from a trusted network",
  "trusted-proxy": "it came through a trusted proxy",
  "ssh-verified": "the gateway recognised its machine over SSH",
  bootstrap: "it showed a set-up code",
};

const DOUBT = "If you don't know why, lock it out.";
const CHANGED = "It changed what it asks for at the moment you approved it, and its card never showed";

/** Nobody was asked about it. */
export function cameByItself({ approvedVia = "" }: PairedDevice): boolean {
  return Object.hasOwn(ways, approvedVia);
}

function who(gatewayId: string, device: PairedDevice): Pick<ArrivalView, "key" | "gatewayId" | "deviceId" | "name"> {
  const { deviceId, displayName, operatorLabel } = device;
  const name = shownName(operatorLabel, shownName(displayName, deviceId.slice(0, 12)));
  return { key: `${gatewayId}/${deviceId}`, gatewayId, deviceId, name };
}

/** @param gateway how it is called, as the beginning of a sentence */
export function arrivalView(gatewayId: string, gateway: string, device: PairedDevice): ArrivalView {
  const sentence = `${gateway} let it in by itself: ${ways[device.approvedVia ?? ""]}. If you don't know it, lock it out.`;
  return { ...who(gatewayId, device), sentence };
}

/** Its key is blocked here, and it is paired all the same. */
export function blockedView(gatewayId: string, gateway: string, device: PairedDevice): ArrivalView {
  const how = cameByItself(device)
    ? `${gateway} let it in by itself: ${ways[device.approvedVia ?? ""]}.`
    : "Somebody else approved it.";
  return {
    ...who(gatewayId, device),
    sentence: `${how} PairTray refuses only what it asks for. ${DOUBT}`,
    alarm: { title: "is paired, although you blocked it", mark: "Paired, although blocked" },
  };
}

/** @param more what it holds beyond its card */
export function overstepView(gatewayId: string, device: PairedDevice, more: readonly AccessWords[]): ArrivalView {
  return {
    ...who(gatewayId, device),
    sentence: `${CHANGED}: ${more.map(({ name }) => name).join(", ")}. ${DOUBT}`,
    alarm: { title: "got more than you saw", mark: "Got more than you saw" },
  };
}

/** The weightiest of it in words; its row in the history and the device's page have the rest. */
export function overstepNotice({ name, key }: ArrivalView, more: readonly AccessWords[]): Omit<NoticeView, "id"> {
  const [worst, ...rest] = more.toSorted((a, b) => Number(b.risk === "high") - Number(a.risk === "high"));
  const plain = (worst?.sentence ?? "").replace(/\.$/, "");
  const others = rest.length > 0 ? `, and ${rest.length} more` : "";
  return {
    tone: "bad",
    sentence: `“${name}” got more than you saw: ${plain.charAt(0).toLowerCase()}${plain.slice(1)} (${worst?.name ?? ""})${others}.`,
    step: `It changed its request at the moment you approved it. ${DOUBT}`,
    offer: { label: "Lost it…", view: "lost-device", key },
  };
}
