import { Undo2 } from "lucide-react";
import type { UndoView } from "../../src/app/snapshot.ts";
import { useClock } from "../clock.ts";
import { Button } from "../parts/button.tsx";
import { useSender } from "../send.ts";

/** What is about to be sent, with the seconds that are left to take it back. */
export function UndoBar({ undos }: { readonly undos: readonly UndoView[] }) {
  return (
    <div className="undo-bar" aria-live="polite" data-empty={undos.length === 0}>
      {undos.map((undo) => (
        <UndoLine key={undo.id} undo={undo} />
      ))}
    </div>
  );
}

function UndoLine({ undo }: { readonly undo: UndoView }) {
  const { busy, send } = useSender();
  const left = useClock((now) => Math.max(0, Math.ceil((undo.sendsAtMs - now) / 1000)));
  return (
    <div className="undo-line">
      <p className="undo-text">
        {undo.sentence}{" "}
        <span className="quiet" role="timer">
          {left > 0 ? `In ${left} s.` : "Sending…"}
        </span>
      </p>
      <Button
        off={busy}
        icon={<Undo2 size={14} aria-hidden />}
        onPress={() => void send({ type: "undo", undoId: undo.id })}
      >
        Undo
      </Button>
      <Button look="quiet" off={busy} onPress={() => void send({ type: "send-now", undoId: undo.id })}>
        Now
      </Button>
    </div>
  );
}
