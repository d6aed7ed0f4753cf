import type { NearbyGatewayView, NearbyView } from "../../src/app/nearby-view.ts";

export function nearbyGateway(changes: Partial<NearbyGatewayView> = {}): NearbyGatewayView {
  return {
    key: "192.168.1.20 pi",
    name: "Living room (OpenClaw)",
    url: "wss://192.168.1.20:18789",
    facts: "pi.local, with TLS",
    fingerprint: "ab".repeat(32),
    warnings: [],
    ...changes,
  };
}

const hint = "Anybody here can announce a gateway. Choosing one fills in its address, and nothing else.";

/** *Add a gateway* as it hears the network, in the words of src/app/nearby-view.ts. */
export const nearbyViews = {
  listening: { state: "listening", sentence: "Listening for gateways on this network…", gateways: [] },
  silent: {
    state: "silent",
    sentence: "No gateway has announced itself yet. PairTray keeps listening.",
    gateways: [],
  },
  deaf: { state: "deaf", sentence: "This computer has no network on which PairTray can listen.", gateways: [] },
  two: {
    state: "listening",
    sentence: hint,
    gateways: [
      nearbyGateway(),
      nearbyGateway({
        key: "192.168.1.31 attic",
        name: "Attic",
        url: "ws://192.168.1.31:18789",
        facts: "attic.local, without TLS, in your list as “Attic”",
      }),
    ],
  },
  hostile: {
    state: "listening",
    sentence: "More announcements than PairTray keeps: some are not shown.",
    gateways: [
      nearbyGateway({
        name: '<img src="x" onerror="document.title=1"> <b>Click here</b>',
        warnings: [
          "It names another certificate than the one you trusted for “Home”. PairTray goes on believing only that one.",
          "Another one here gives itself the same name. Go by the address.",
        ],
      }),
      nearbyGateway({
        key: "w",
        name: "W".repeat(63) + "…",
        url: "ws://[fd00:1111:2222:3333:4444:5555:6666:7777]:65535",
        facts: `${"x".repeat(79)}…, without TLS, announced by 192.168.1.66`,
        warnings: ["You reach “Home” here with TLS, and this says there is none. Somebody may be pretending."],
      }),
    ],
  },
} as const satisfies Record<string, NearbyView>;
