import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
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
      <code tabIndex={0}>{command}</code>
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
