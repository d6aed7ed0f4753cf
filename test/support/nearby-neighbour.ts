/** A machine on the test's own network, 192.168.77.66: announces a gateway of its own, and all sorts of lies. */
import { execFileSync } from "node:child_process";
import { networkInterfaces } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { announce, announcementOf } from "../../src/demo/announcement.ts";

const own = "192.168.77.66";
const ip = (...args: string[]) => execFileSync("ip", args);

process.once("disconnect", () => process.exit());
// The card is put into this network from outside.
while (spawnedWithout("lan1")) await sleep(20);
ip("addr", "add", `${own}/24`, "dev", "lan1");
ip("link", "set", "lan1", "up");
while (!networkInterfaces()["lan1"]) await sleep(20);

const tls = (fingerprint: string) => ["gatewayTls=1", `gatewayTlsSha256=${fingerprint}`];
const lies = [
  { name: "Somebody else", host: "other.local", address: "192.168.77.10", port: 18_789, texts: tls("e".repeat(64)) },
  { name: "<b>\u202eMarkup", host: "markup.local", address: own, port: 1 },
  { name: "Wrong port", host: "port.local", address: own, port: 0 },
  { name: "Public", host: "public.local", address: "8.8.8.8", port: 18_789 },
  { name: "Loopback", host: "loopback.local", address: "127.0.0.1", port: 18_789 },
  { name: "Huge", host: "huge.local", address: own, port: 2, texts: Array<string>(30).fill(`k=${"x".repeat(240)}`) },
];
// The honest one last: whoever heard it has heard the others.
const honest = { name: "Attic", host: "attic.local", address: own, port: 18_789, texts: tls("a".repeat(64)) };
for (const lie of [...lies, honest]) await announce(announcementOf(lie), own, 5_353);
process.send?.("announcing");

function spawnedWithout(card: string): boolean {
  try {
    ip("link", "show", card);
    return false;
  } catch {
    return true;
  }
}
