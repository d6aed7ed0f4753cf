import { useId, useLayoutEffect, useRef, useState } from "react";
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
  const [typed, setTyped] = useState("");
  const { mustType } = question;
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
      {mustType && (
        <div className="field">
          <label htmlFor={`${id}-typed`}>{mustType.label}</label>
          <input
            id={`${id}-typed`}
            className="input"
            inputMode="numeric"
            autoComplete="off"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        </div>
      )}
      <div className="pair">
        <Button ref={cancel} onPress={onClose}>
          Cancel
        </Button>
        <Button
          look="danger"
          off={mustType !== undefined && typed.trim() !== mustType.text}
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
