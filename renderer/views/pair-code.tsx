import {
  CircleAlert,
  CircleCheck,
  CircleHelp,
  CircleMinus,
  Clock,
  LoaderCircle,
  type LucideIcon,
  RefreshCw,
} from "lucide-react";
import type { Ref } from "react";
import type { CodeState, CodeView, PairView } from "../../src/app/pair-view.ts";
import { Button } from "../parts/button.tsx";
import { Callout } from "../parts/callout.tsx";
import { Choice } from "../parts/choice.tsx";
import { useConfirm } from "../parts/confirm.ts";
import { CopySecret } from "../parts/copy-secret.tsx";
import { Pill } from "../parts/pill.tsx";
import { Qr } from "../parts/qr.tsx";
import { Expiry } from "../parts/times.tsx";
import { Words } from "../parts/words.tsx";
import { useSender } from "../send.ts";
import { PairDigits } from "./pair-digits.tsx";
import { PairNetwork } from "./pair-network.tsx";
import { WaysOut } from "./ways-out.tsx";

interface PairCodeProps {
  readonly pair: PairView;
  readonly code: CodeView;
  /** The title of the step, to begin at. */
  readonly heading: Ref<HTMLHeadingElement>;
  /** An address to serve six digits on is being chosen. */
  readonly picking: boolean;
  readonly onPick: (on: boolean) => void;
  readonly onGo: (view: "requests" | "devices", key?: string) => void;
}

/** A code on the screen, or what became of it. */
export function PairCode(props: PairCodeProps) {
  const { code } = props;
  // A person who answers about a device must see nothing else; how the digits ended stays until something happens.
  return code.live ? <OnScreen {...props} /> : <Outcome {...props} />;
}

const ways = [
  { value: "qr", label: "QR code" },
  { value: "digits", label: "6 digits" },
] as const;

function OnScreen({ code, picking, onPick, onGo }: PairCodeProps) {
  const { refusal, send } = useSender();
  const { digits, networks, network, remark, verdict } = code;
  const change = (way: "qr" | "digits") => {
    onPick(way === "digits" && network === undefined);
    if (way === "qr") void send({ type: "pair-digits-stop" });
    else if (network !== undefined) void send({ type: "pair-digits", network, plainText: false });
  };
  return (
    <>
      <div className="pair-line">
        <Choice
          legend="How the new device gets the code"
          options={ways}
          value={digits || picking ? "digits" : "qr"}
          onChange={change}
        />
        <span className="pair-facts">
          <Pill tone="accent">{code.access}</Pill>
          <CodeEnd code={code} />
        </span>
      </div>
      {code.downgraded && <Callout tone="warning" role="status" sentence={code.downgraded} />}
      {verdict && verdict.ways.length > 0 && digits?.state !== "asking" && (
        <>
          <Callout tone={verdict.tone} role="status" sentence={verdict.sentence} step={verdict.step} />
          <WaysOut ways={verdict.ways} />
        </>
      )}
      {digits ? (
        <PairDigits digits={digits} networks={networks} network={network} onPick={() => onPick(true)} />
      ) : picking ? (
        <PairNetwork networks={networks} />
      ) : (
        <>
          <div className="qr-frame">
            {code.setupCode !== undefined && <Qr text={code.setupCode} label="Set-up code as a QR code" />}
          </div>
          <p className="quiet centered">{code.sentence}</p>
          <div className="pair copy-pair">
            <CopySecret what="setup-code">Copy set-up code</CopySecret>
            <CopySecret what="node-command">Copy node command</CopySecret>
          </div>
        </>
      )}
      {remark && (
        <Callout tone="info" role="status" sentence={remark.sentence} step={remark.step}>
          {remark.step !== undefined && <Button onPress={() => onGo("requests")}>Requests</Button>}
        </Callout>
      )}
      {refusal && <Callout tone="warning" role="alert" sentence={refusal.sentence} step={refusal.step} />}
      <p className="quiet centered breakable">{code.gatewayUrl}</p>
      {verdict && verdict.ways.length === 0 && (
        <p className="quiet centered">
          {verdict.sentence} {verdict.step}
        </p>
      )}
    </>
  );
}

function CodeEnd({ code }: { readonly code: CodeView }) {
  if (code.expiresAtMs === undefined) return null;
  // An older gateway doesn't say when: a countdown would only pretend to know.
  return code.expiryKnown ? (
    <Expiry atMs={code.expiresAtMs} />
  ) : (
    <span className="quiet">Good for about 10 minutes</span>
  );
}

type Look = { readonly icon: LucideIcon; readonly tone: "good" | "warning" | "bad" | "neutral" };
const looks: Readonly<Record<CodeState, Look>> = {
  preparing: { icon: LoaderCircle, tone: "neutral" },
  shown: { icon: LoaderCircle, tone: "neutral" },
  checking: { icon: LoaderCircle, tone: "neutral" },
  claimed: { icon: LoaderCircle, tone: "neutral" },
  delivered: { icon: CircleCheck, tone: "good" },
  uncertain: { icon: CircleHelp, tone: "warning" },
  removed: { icon: CircleMinus, tone: "neutral" },
  expired: { icon: Clock, tone: "neutral" },
  failed: { icon: CircleAlert, tone: "bad" },
};

function Outcome({ pair, code, heading, onGo }: PairCodeProps) {
  const { busy, refusal, send } = useSender();
  const confirm = useConfirm();
  const { icon: Icon, tone } = looks[code.state];
  const { device } = code;
  const waiting = Icon === LoaderCircle;
  // Who claimed a code may never come back for the rest of it: that one needs no waiting.
  const open = waiting && code.state !== "claimed";
  return (
    <div className="outcome">
      <span className={`outcome-icon outcome-${tone}`} aria-hidden>
        <Icon className={waiting ? "spin" : ""} size={36} strokeWidth={1.5} />
      </span>
      <div className="outcome-text" role="status">
        <h2 ref={heading} tabIndex={-1} className="outcome-title">
          {code.title}
        </h2>
        <p>
          <Words text={code.sentence} />
        </p>
        {code.step && (
          <p className="quiet">
            <Words text={code.step} />
          </p>
        )}
      </div>
      <WaysOut ways={code.ways} />
      {refusal && <Callout tone="warning" role="alert" sentence={refusal.sentence} step={refusal.step} />}
      {!open && (
        <div className="outcome-actions">
          {device && (
            <Button onPress={() => onGo("devices", device.key)} look={code.state === "delivered" ? "accent" : "plain"}>
              Show the device
            </Button>
          )}
          {device && (code.state === "uncertain" || code.state === "claimed") && (
            <Button
              look="quiet-danger"
              off={busy}
              onPress={() =>
                confirm({
                  title: `Remove ${device.name}?`,
                  sentences: ["Whatever it got is worth nothing then. It can pair again with a new code."],
                  verb: "Remove",
                  deviceKey: device.key,
                  onConfirm: () => void send({ type: "remove", gatewayId: pair.gatewayId, deviceId: device.deviceId }),
                })
              }
            >
              Remove it
            </Button>
          )}
          <Button
            look={code.state === "expired" || code.state === "removed" ? "accent" : "plain"}
            off={busy}
            onPress={() =>
              void send(
                code.state === "delivered" || code.state === "failed" ? { type: "pair-back" } : { type: "pair-start" },
              )
            }
            icon={<RefreshCw size={14} aria-hidden />}
          >
            {code.state === "delivered"
              ? "Pair another"
              : code.state === "failed"
                ? "Back to the choice"
                : "Make a new code"}
          </Button>
        </div>
      )}
    </div>
  );
}
