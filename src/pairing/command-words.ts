import type { AccessWords } from "./access-words.ts";
import type { Risk } from "./risk-level.ts";
import { shownText } from "./shown-text.ts";

/**
 * What a node's commands let agents do, as the gateway documents them (docs/nodes/command-policy and docs/gateway/pairing
 * of 2026.9.6). High: what the gateway lets only an admin approve, or withholds until its configuration names it.
 */
const commands: ReadonlyMap<string, readonly [sentence: string, risk: Risk]> = new Map([
  ["system.run", ["Run programs on this machine.", "high"]],
  ["system.run.prepare", ["Prepare programs to run on this machine.", "high"]],
  ["system.which", ["Find out which programs this machine has.", "high"]],
  ["system.execApprovals.get", ["Read which programs may run without asking.", "high"]],
  ["system.execApprovals.set", ["Change which programs may run without asking.", "high"]],
  ["browser.proxy", ["Steer this machine's browser, signed in as you are.", "high"]],
  ["browser.proxy.upload.v1", ["Upload files through this machine's browser.", "high"]],
  ["fs.listDir", ["See the names of files on this machine.", "high"]],
  ["mcp.tools.call.v1", ["Use the tools that are set up on this machine.", "high"]],
  ["computer.act", ["Use mouse and keyboard of this machine.", "high"]],
  ["mobile.ui.act", ["Tap and type on this phone.", "high"]],
  ["desktop.stream", ["Watch this machine's screen.", "high"]],
  ["screen.snapshot", ["Take pictures of the screen.", "high"]],
  ["screen.record", ["Record the screen.", "high"]],
  ["camera.snap", ["Take photos.", "high"]],
  ["camera.clip", ["Record video.", "high"]],
  ["camera.ptz.control", ["Turn the camera.", "high"]],
  ["sms.send", ["Send text messages.", "high"]],
  ["sms.search", ["Read text messages.", "high"]],
  ["contacts.add", ["Add contacts.", "high"]],
  ["calendar.add", ["Add calendar entries.", "high"]],
  ["reminders.add", ["Add reminders.", "high"]],
  ["health.summary", ["Read health data.", "high"]],
  ["location.get", ["Know where it is.", "elevated"]],
  ["camera.list", ["See which cameras it has.", "elevated"]],
  ["camera.ptz.status", ["See where its camera points.", "elevated"]],
  ["contacts.search", ["Read contacts.", "elevated"]],
  ["calendar.events", ["Read the calendar.", "elevated"]],
  ["reminders.list", ["Read reminders.", "elevated"]],
  ["photos.latest", ["See the latest photos.", "elevated"]],
  ["callLog.search", ["Read the list of calls.", "elevated"]],
  ["notifications.list", ["Read notifications.", "elevated"]],
  ["notifications.actions", ["Answer and dismiss notifications.", "elevated"]],
  ["mobile.ui.observe", ["See what is on the phone's screen.", "elevated"]],
  ["motion.activity", ["Know how it is being moved.", "elevated"]],
  ["motion.pedometer", ["Count steps.", "elevated"]],
  ["device.apps", ["See which apps it has.", "elevated"]],
  ["canvas.present", ["Show a page on its screen.", "elevated"]],
  ["canvas.hide", ["Hide the page on its screen.", "low"]],
  ["canvas.navigate", ["Change the page on its screen.", "elevated"]],
  ["talk.ptt.start", ["Listen through its microphone.", "elevated"]],
  ["talk.ptt.once", ["Listen through its microphone once.", "elevated"]],
  ["talk.ptt.stop", ["Stop listening.", "low"]],
  ["talk.ptt.cancel", ["Stop listening.", "low"]],
  ["system.notify", ["Show notifications on it.", "low"]],
  ["device.info", ["Read model and version.", "low"]],
  ["device.status", ["Read battery and connection.", "low"]],
  ["device.permissions", ["See which permissions it gave.", "low"]],
  ["device.health", ["See how it is doing.", "low"]],
]);

/** A command in a sentence. What can't be explained can't be called harmless. */
export function commandWords(command: string): AccessWords {
  const [sentence, risk] = commands.get(command) ?? ["A command that PairTray doesn't know.", "high" as const];
  return { name: shownText(command, 80) || "(unreadable name)", sentence, risk };
}
