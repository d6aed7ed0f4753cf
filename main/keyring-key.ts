import type { SessionBus } from "./notifications/session-bus.ts";

const service = { destination: "org.freedesktop.secrets", path: "/org/freedesktop/secrets" };
/** What Chromium names its entry by (components/os_crypt/sync/libsecret_util_linux.cc; seen in the keyring of Electron 33). */
const schema = "chrome_libsecret_os_crypt_password_v2";

/**
 * Deletes the key that sealed this app's secrets from the Secret Service (GNOME Keyring and others). What it sealed is
 * unreadable from then on, for every profile of this app. Rejects when the service isn't there or wants to ask first.
 * @param application the app's name, as Electron knows it
 * @returns how many entries went
 */
export async function deleteKeyringKey(bus: Pick<SessionBus, "call">, application: string): Promise<number> {
  const found = await bus.call({
    ...service,
    interface: "org.freedesktop.Secret.Service",
    member: "SearchItems",
    signature: "a{ss}",
    body: [{ "xdg:schema": schema, application }],
  });
  const [unlocked = [], locked = []] = found.body as string[][];
  for (const path of [...unlocked, ...locked]) {
    const call = { destination: service.destination, path, interface: "org.freedesktop.Secret.Item", member: "Delete" };
    const [prompt] = (await bus.call(call)).body;
    // Any other path is a question that the service wants to put to the user first.
    if (prompt !== "/") throw new Error("The keyring is locked.");
  }
  return unlocked.length + locked.length;
}
