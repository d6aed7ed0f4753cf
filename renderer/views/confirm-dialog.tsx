import { useId, useLayoutEffect, useRef } from "react";
import { Button } from "../parts/button.tsx";
import type { Question } from "../parts/confirm.ts";

interface ConfirmDialogProps {
  readonly question: Question;
  readonly onClose: () => void;
}

/** A native modal dialog: the rest of the window is inert, Escape is Cancel, and Cancel has the focus. */
export function ConfirmDialog({ question, onClose }: ConfirmDialogProps) {
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const cancel = useRef<HTMLButtonElement>(null);
  // A layout effect: its undo runs while the dialog is still there, and closing gives the focus back to where it was.
  useLayoutEffect(() => {
    const element = dialog.current;
    if (!element) return;
    element.showModal();
    cancel.current?.focus();
    return () => element.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className="dialog"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-text`}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <h2 id={`${id}-title`}>{question.title}</h2>
      <div id={`${id}-text`}>
        {question.sentences.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
      <div className="pair">
        <Button ref={cancel} onPress={onClose}>
          Cancel
        </Button>
        <Button
          look="danger"
          onPress={() => {
            onClose();
            question.onConfirm();
          }}
        >
          {question.verb}
        </Button>
      </div>
    </dialog>
  );
}
