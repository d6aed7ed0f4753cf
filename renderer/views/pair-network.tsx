import { Network } from "lucide-react";
import { useState } from "react";
import type { CodeView } from "../../src/app/pair-view.ts";
import { Button } from "../parts/button.tsx";
import { Callout } from "../parts/callout.tsx";
import { Select } from "../parts/select.tsx";
import { useSender } from "../send.ts";

/** Where six digits would be served, while no address of this machine goes without saying. Nothing listens yet. */
export function PairNetwork({ networks }: { readonly networks: CodeView["networks"] }) {
  const { busy, refusal, send } = useSender();
  const [network, setNetwork] = useState("");
  return (
    <div className="digits-card">
      <Network className="asking-icon" size={28} strokeWidth={1.75} aria-hidden />
      <h3>Where is the new device?</h3>
      <p>This computer has no address in a home or office network.</p>
      <p className="quiet">
        At a public address everybody on the internet may try the digits; behind a virtual one there is no device.
        Choose the address that your new device reaches, or use the QR code.
      </p>
      <div className="pair-address pair-network">
        <Select
          label="This computer’s address"
          options={{
            "": "Choose an address…",
            ...Object.fromEntries(networks.map(({ address, label }) => [address, label])),
          }}
          value={network}
          onChange={setNetwork}
        />
        <Button
          off={busy || network === ""}
          onPress={() => void send({ type: "pair-digits", network, plainText: false })}
        >
          Show six digits
        </Button>
      </div>
      {refusal && <Callout tone="warning" role="alert" sentence={refusal.sentence} step={refusal.step} />}
    </div>
  );
}
