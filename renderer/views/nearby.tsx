import { Radar, TriangleAlert } from "lucide-react";
import { useContext, useEffect } from "react";
import type { NearbyGatewayView, NearbyView } from "../../src/app/nearby-view.ts";
import { Button } from "../parts/button.tsx";
import { Callout } from "../parts/callout.tsx";
import { CopyCommand } from "../parts/copy-command.tsx";
import { SendContext } from "../send.ts";
import { inPairs } from "../words.ts";

interface NearbyGatewaysProps {
  /** Undefined until main listens. */
  readonly nearby: NearbyView | undefined;
  readonly onChoose: (gateway: NearbyGatewayView) => void;
}

/** Gateways that announce themselves on this network. Main listens for them as long as this is on the screen. */
export function NearbyGateways({ nearby, onChoose }: NearbyGatewaysProps) {
  const post = useContext(SendContext);
  useEffect(() => {
    const watch = (on: boolean) => void post({ type: "nearby-watch", on }).catch(() => undefined);
    watch(true);
    return () => watch(false);
  }, [post]);
  if (!nearby) return null;
  const { gateways, sentence, state } = nearby;
  return (
    <section className="nearby" aria-label="On this network">
      <h2>On this network</h2>
      {gateways.length > 0 && (
        <ul className="group-box">
          {gateways.map((gateway) => (
            <NearbyRow key={gateway.key} gateway={gateway} onChoose={onChoose} />
          ))}
        </ul>
      )}
      <p className="quiet nearby-line" role="status">
        {gateways.length === 0 && <Radar size={16} aria-hidden />}
        <span>{sentence}</span>
      </p>
      {state === "silent" && (
        <details>
          <summary>Is yours missing?</summary>
          <p className="quiet">
            On Linux and Windows a gateway announces itself only when its Bonjour plugin is on, and only within its own
            network. On the gateway’s machine, this turns it on:
          </p>
          <CopyCommand command="openclaw plugins enable bonjour" />
        </details>
      )}
    </section>
  );
}

interface NearbyRowProps {
  readonly gateway: NearbyGatewayView;
  readonly onChoose: (gateway: NearbyGatewayView) => void;
}

function NearbyRow({ gateway, onChoose }: NearbyRowProps) {
  const { name, url, facts, warnings } = gateway;
  return (
    <li className="row nearby-row">
      <div className="row-text">
        <p className="nearby-name">{name}</p>
        <p className="quiet breakable">{url}</p>
        <p className="quiet">{facts}</p>
        {warnings.map((warning) => (
          <p key={warning} className="nearby-warning">
            <TriangleAlert size={14} role="img" aria-label="Warning" />
            <span>{warning}</span>
          </p>
        ))}
      </div>
      <Button onPress={() => onChoose(gateway)}>
        Use
        <span className="hidden-text">
          {" "}
          {name} at {url}
        </span>
      </Button>
    </li>
  );
}

/** What the address that was filled in is worth. */
export function ChosenNote({ gateway }: { readonly gateway: NearbyGatewayView }) {
  const { fingerprint } = gateway;
  return (
    <Callout
      tone="info"
      role="status"
      sentence="This address comes from an announcement, and anybody on this network can make one."
      step="Make sure that it is your gateway’s before you enter its token or password."
    >
      {fingerprint !== undefined && <CertificateHint fingerprint={fingerprint} />}
    </Callout>
  );
}

/** What somebody says of a gateway's certificate, before PairTray has seen it. */
export function CertificateHint({ fingerprint }: { readonly fingerprint: string }) {
  return (
    <div className="callout-more">
      <p className="quiet">It says that its certificate is</p>
      <code className="breakable">{inPairs(fingerprint)}</code>
      <p className="quiet">That is a hint. PairTray shows you the real one, and trusts it only on your word.</p>
    </div>
  );
}
