import { ArrowLeft } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { PairView } from "../../src/app/pair-view.ts";
import { Button } from "../parts/button.tsx";
import { Page } from "../parts/page.tsx";
import { useSender } from "../send.ts";
import { PairChoice } from "./pair-choice.tsx";
import { PairCode } from "./pair-code.tsx";

interface PairDeviceProps {
  readonly pair: PairView;
  /** Leaves the view for another one. */
  readonly onGo: (view: "requests" | "devices", key?: string) => void;
}

/** *Pair a device*: first the choice, then the code, then what became of it. */
export function PairDevice({ pair, onGo }: PairDeviceProps) {
  const { send } = useSender();
  const { code } = pair;
  // The code for whose digits the user is choosing an address: none goes without saying, and nothing listens yet.
  const [pickingFor, setPickingFor] = useState<number>();
  const picking = code !== undefined && code.id === pickingFor;
  const heading = useRef<HTMLHeadingElement>(null);
  // What became of a code fills the screen, its title included.
  const over = code !== undefined && !code.live;
  const step = code ? `${code.id} ${code.state}` : "choice";
  // Each step begins at its heading, so that nothing under the fingers does something else than a moment ago.
  useEffect(() => heading.current?.focus({ preventScroll: true }), [step]);
  return (
    <Page title="Pair a device">
      <div className="pair-head">
        <Button
          look="quiet"
          onPress={() => (code ? void send({ type: "pair-back" }) : onGo("devices"))}
          icon={<ArrowLeft size={16} aria-hidden />}
        >
          {code ? "Back" : "Devices"}
        </Button>
        {!over && (
          <h2 ref={heading} tabIndex={-1} className="pair-title">
            {picking && !code.digits ? "Six digits" : code ? code.title : "Pair a device"}
          </h2>
        )}
      </div>
      {code ? (
        <PairCode
          key={code.id}
          pair={pair}
          code={code}
          heading={heading}
          picking={picking}
          onPick={(on) => setPickingFor(on ? code.id : undefined)}
          onGo={onGo}
        />
      ) : (
        <PairChoice pair={pair} />
      )}
    </Page>
  );
}
