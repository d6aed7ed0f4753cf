import { ShieldCheck } from "lucide-react";
import type { GatewayView, RecoveryView } from "../../src/app/snapshot.ts";
import { Button } from "../parts/button.tsx";
import { Callout } from "../parts/callout.tsx";
import { useConfirm } from "../parts/confirm.ts";
import { CopyCommand } from "../parts/copy-command.tsx";
import { Words } from "../parts/words.tsx";
import { useSender } from "../send.ts";
import { inPairs } from "../words.ts";

interface RecoveryProps {
  readonly gateway: GatewayView;
  readonly recovery: RecoveryView;
}

/** The way out of one cause. It is part of the connection's face, so it goes as soon as the cause is gone. */
export function Recovery({ gateway, recovery }: RecoveryProps) {
  const { code, happened, here, certificate } = recovery;
  // What stands above already isn't asked for twice.
  const commands = recovery.commands.filter(({ run }) => run !== gateway.state.command);
  return (
    <details className="recovery" open={certificate !== undefined}>
      <summary>What happened, and the way out</summary>
      <h3>What happened</h3>
      <p>
        <Words text={happened} />
      </p>
      {certificate && <Fingerprints certificate={certificate} />}
      <h3>What to do here</h3>
      {here.map((line) => (
        <p key={line}>
          <Words text={line} />
        </p>
      ))}
      {commands.length > 0 && <h3>What to run on the gateway’s machine</h3>}
      {commands.map(({ say, run }) => (
        <div key={run}>
          <p className="quiet">{say}</p>
          <CopyCommand command={run} />
        </div>
      ))}
      {certificate && <TrustButton gateway={gateway} fingerprint={certificate.fingerprint} />}
      <p className="quiet">To look it up: {code}</p>
    </details>
  );
}

/** Old and new, to compare letter by letter. */
function Fingerprints({ certificate }: { readonly certificate: NonNullable<RecoveryView["certificate"]> }) {
  const { fingerprint, trusted, announced, subject, validToMs } = certificate;
  return (
    <div className="certificate">
      {trusted && (
        <>
          <p className="quiet">SHA-256 fingerprint that you trusted</p>
          <code className="breakable">{inPairs(trusted)}</code>
        </>
      )}
      <p className="quiet">SHA-256 fingerprint that it shows now</p>
      <code className="breakable">{inPairs(fingerprint)}</code>
      {announced !== undefined && (
        <>
          <p className="quiet">SHA-256 fingerprint that was announced on the network</p>
          <code className="breakable">{inPairs(announced)}</code>
          <Callout
            tone="warning"
            sentence="The announcement and the gateway don’t agree. One of them isn’t yours."
            step="An announcement proves nothing. Compare with what the gateway’s own machine shows."
          />
        </>
      )}
      <p className="quiet">
        It calls itself “{subject}”
        {validToMs !== undefined && `, valid until ${new Date(validToMs).toISOString().slice(0, 10)}`}.
      </p>
    </div>
  );
}

interface TrustButtonProps {
  readonly gateway: GatewayView;
  readonly fingerprint: string;
}

/** Trusting is a word of the user's own, never the default, and comes after what there is to compare. */
function TrustButton({ gateway, fingerprint }: TrustButtonProps) {
  const { busy, refusal, send } = useSender();
  const ask = useConfirm();
  const trust = () =>
    ask({
      title: `Trust this certificate of ${gateway.name}?`,
      sentences: [
        "From then on PairTray sends this gateway's credentials to whoever has this certificate, and to nobody else.",
        "Only go on if the fingerprint is the one that the gateway's own machine shows.",
      ],
      verb: "Trust it",
      onConfirm: () => void send({ type: "trust-certificate", gatewayId: gateway.id, fingerprint }),
    });
  return (
    <div className="certificate">
      {refusal && <p role="alert">{refusal.sentence}</p>}
      <Button off={busy} onPress={trust} icon={<ShieldCheck size={14} aria-hidden />}>
        I compared it: trust this certificate…
      </Button>
    </div>
  );
}
