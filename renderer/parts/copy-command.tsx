import { Check, Copy } from "lucide-react";
import { Fragment, useEffect, useState } from "react";
import { useSender } from "../send.ts";
import { Button } from "./button.tsx";

const COPIED_FOR_MS = 2_000;

/** A command to run elsewhere, exactly as it must be typed, with a button that copies it. */
export function CopyCommand({ command }: { readonly command: string }) {
  const { send } = useSender();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), COPIED_FOR_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <div className="command">
      <code tabIndex={0}>
        {command.split(" ").map((word, nth) => (
          // A command has the same words in the same places as long as it is the same command.
          <Fragment key={nth}>
            {nth > 0 && " "}
            <span className="command-word">{word}</span>
          </Fragment>
        ))}
      </code>
      <Button
        onPress={() => void send({ type: "copy", text: command }).then(setCopied)}
        icon={copied ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
      >
        Copy
      </Button>
      <span className="hidden-text" role="status">
        {copied && "Copied"}
      </span>
    </div>
  );
}
