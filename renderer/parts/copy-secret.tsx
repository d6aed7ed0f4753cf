import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "./button.tsx";
import { useSender } from "../send.ts";

const COPIED_FOR_MS = 2_500;

interface CopySecretProps {
  readonly what: "setup-code" | "node-command";
  readonly children: string;
}

/** Copies a secret without ever having it: main puts it into the clipboard, and takes it out again after a minute. */
export function CopySecret({ what, children }: CopySecretProps) {
  const { refusal, send } = useSender();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), COPIED_FOR_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <>
      <Button
        onPress={() => void send({ type: "pair-copy", what }).then(setCopied)}
        icon={copied ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
      >
        {copied ? "Copied for 1 min" : children}
      </Button>
      <span className="hidden-text" role="status">
        {copied && "Copied. The clipboard is cleared in one minute."}
        {refusal?.sentence}
      </span>
    </>
  );
}
