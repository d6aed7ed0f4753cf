import { inWords } from "./lost-device.ts";
import type { DeviceView } from "./snapshot.ts";

/** One thing that locking a device out doesn't cover, and what to do about it. */
export interface AftermathItem {
  /** One each, with the gateway's id behind it where several gateways each have their own. */
  readonly id: string;
  readonly title: string;
  readonly sentence: string;
  /** What to do, one step each; commands stand between backticks. */
  readonly steps: readonly string[];
}

/** Tried on 2026.9.6: the gateway reloads its secret without a restart, and the old one is refused. */
const newToken = [
  'On the gateway\'s machine: `openclaw config set gateway.auth.token "$(openssl rand -hex 32)"`',
  "The gateway takes it over by itself, else with `openclaw gateway restart`. Whoever came in with the old token is cut off; paired devices come back with tokens of their own.",
  "Enter the new token wherever the old one was typed in, here too: Settings, Connect.",
];

const newPassword = [
  'On the gateway\'s machine: `openclaw config set gateway.auth.password "$(openssl rand -hex 16)"`',
  "The gateway takes it over by itself, else with `openclaw gateway restart`. Whoever came in with the old password is cut off; paired devices come back with tokens of their own.",
  "Enter the new password wherever the old one was typed in, here too: Settings, Connect.",
];

const eitherSecret = [
  "On the gateway's machine, see which it is: `openclaw config get gateway.auth.mode`",
  'Then give it a new one: `openclaw config set gateway.auth.token "$(openssl rand -hex 32)"`, or the same for `gateway.auth.password`',
  "Enter the new one wherever the old one was typed in, here too: Settings, Connect.",
];

function sharedSecret(authMode: string | undefined, approvedVia: string | undefined): AftermathItem {
  const bySetUpCode = approvedVia === "Paired with a set-up code";
  const unlikely = bySetUpCode ? " It came in with a set-up code, so it was never given one." : "";
  if (authMode === "none") {
    return {
      id: "shared-secret",
      title: "This gateway asks nobody for a token",
      sentence: "It runs without authentication, so a lost phone may knock under another key, and so may anybody else.",
      steps: [
        "On the gateway's machine: `openclaw doctor --generate-gateway-token`",
        "`openclaw config set gateway.auth.mode token`",
        "`openclaw gateway restart`",
      ],
    };
  }
  if (authMode === "trusted-proxy") {
    return {
      id: "shared-secret",
      title: "The sign-in of the proxy in front",
      sentence:
        "This gateway trusts a proxy to say who comes. A phone that is signed in there can knock under another key.",
      steps: ["End the phone's session where the proxy keeps its sessions.", "Change that account's password."],
    };
  }
  const what = authMode === "token" ? "token" : authMode === "password" ? "password" : "token or password";
  return {
    id: "shared-secret",
    title: `The gateway's shared ${what}, if it knew it`,
    sentence: `Whoever knows it can ask to pair under another key, and can use the gateway's web interfaces without pairing.${unlikely}`,
    steps: authMode === "token" ? newToken : authMode === "password" ? newPassword : eitherSecret,
  };
}

/** One gateway that it was locked out of. */
export interface LeftGateway {
  readonly id: string;
  readonly name: string;
  /** As in `GatewayView`. */
  readonly authMode?: string | undefined;
  /** As it was before; absent where nobody knows. */
  readonly device?: Pick<DeviceView, "approvedVia"> | undefined;
}

/** Names of gateways that PairTray watches. */
export interface OtherGateways {
  /** The device is still paired there. */
  readonly still: readonly string[];
  /** Nobody can say: their lists were not seen. */
  readonly unseen: readonly string[];
  /** Its key is blocked at all of them. */
  readonly blocked?: boolean;
}

function elsewhere({ still, unseen, blocked = false }: OtherGateways, several: boolean): string {
  return [
    `PairTray locked it out of ${several ? "these" : "this one"}.`,
    ...(still.length > 0 ? [`It is still paired with ${inWords(still)}.`] : []),
    ...(unseen.length > 0 ? [`PairTray has not seen the list of ${inWords(unseen)}.`] : []),
    blocked ? "Its key stays blocked at every gateway that PairTray watches." : "Its key is no longer blocked.",
  ].join(" ");
}

/** What a lock-out does not cover, for these gateways and this device. */
export function aftermathOf(
  left: readonly LeftGateway[],
  others: OtherGateways = { still: [], unseen: [] },
): readonly AftermathItem[] {
  const several = left.length > 1;
  const secrets = left.map(({ id, name, authMode, device }) => {
    const item = sharedSecret(authMode, device?.approvedVia);
    return several ? { ...item, id: `${item.id}/${id}`, title: `${name}: ${lower(item.title)}` } : item;
  });
  return [
    ...secrets,
    {
      id: "chats",
      title: "Chats and files that it already holds",
      sentence: "They stay on it. Only the phone's own remote wipe takes them away.",
      steps: ["iPhone: icloud.com/find, Erase this device.", "Android: android.com/find, Factory reset device."],
    },
    {
      id: "accounts",
      title: "Messengers that your agents listen to",
      sentence: "Whoever unlocks the phone can write to your agents in your name there.",
      steps: [
        `End the phone's sessions in each messenger that is connected to ${several ? "these gateways" : "this gateway"}.`,
      ],
    },
    {
      id: "other-gateways",
      title: "Other gateways that know it",
      sentence: elsewhere(others, several),
      steps: ["Lock it out there too, from a device that manages them: `openclaw devices remove <device id>`"],
    },
  ];
}

const lower = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);
