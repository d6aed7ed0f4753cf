import { ClipboardCopy, Eraser } from "lucide-react";
import { Fragment, useState } from "react";
import { diagnosticReport, HIDDEN } from "../../src/app/diagnostics.ts";
import type { AppSnapshot } from "../../src/app/snapshot.ts";
import { Button } from "../parts/button.tsx";
import { useConfirm } from "../parts/confirm.ts";
import { useSender } from "../send.ts";

/** The report as it would be copied, to be read first; and the way to leave nothing behind. */
export function Diagnostics({ snapshot }: { readonly snapshot: AppSnapshot }) {
  const { busy, refusal, send } = useSender();
  const ask = useConfirm();
  const [report, setReport] = useState<string>();
  const forget = () =>
    ask({
      title: "Forget everything?",
      sentences: [
        "PairTray deletes its settings, keys, tokens, certificates, history and logs from this machine, and quits.",
        "The gateways keep PairTray in their lists until you remove it there. To use it again, each has to approve it anew.",
      ],
      verb: "Forget everything",
      onConfirm: () => void send({ type: "forget-everything" }),
    });
  return (
    <>
      <div className="row">
        <p className="row-text quiet">A report for a bug report: nothing secret, no addresses, no names.</p>
        <Button onPress={() => setReport(diagnosticReport(snapshot, Date.now()))}>Show report</Button>
      </div>
      {report !== undefined && (
        <div className="row row-plain">
          <pre className="report" tabIndex={0} aria-label="Diagnostic report">
            <Redacted text={report} />
          </pre>
          <Button
            off={busy}
            onPress={() => void send({ type: "copy", text: report.slice(0, 32_768) })}
            icon={<ClipboardCopy size={14} aria-hidden />}
          >
            Copy report
          </Button>
        </div>
      )}
      {refusal && <p role="alert">{refusal.sentence}</p>}
      <div className="row">
        <p className="row-text quiet">Settings and gateways as a file, without tokens and keys</p>
        <Button off={busy} onPress={() => void send({ type: "export-settings" })}>
          Export settings…
        </Button>
      </div>
      <div className="row">
        <p className="row-text quiet">Delete all that PairTray keeps on this machine</p>
        <Button look="quiet-danger" off={busy} onPress={forget} icon={<Eraser size={14} aria-hidden />}>
          Forget everything…
        </Button>
      </div>
    </>
  );
}

/** What was left out is seen to be left out. */
function Redacted({ text }: { readonly text: string }) {
  const [first, ...others] = text.split(HIDDEN);
  return (
    <>
      {first}
      {others.map((part, place) => (
        // The parts of one text never move.
        <Fragment key={place}>
          <span className="redacted">{HIDDEN}</span>
          {part}
        </Fragment>
      ))}
    </>
  );
}
