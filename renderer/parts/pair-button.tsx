import { QrCode } from "lucide-react";
import { useSender } from "../send.ts";
import { Button } from "./button.tsx";

/** The way to *Pair a device* from a screen that has nothing else to offer. */
export function PairButton() {
  const { busy, send } = useSender();
  return (
    <Button
      off={busy}
      onPress={() => void send({ type: "open", view: "pair" })}
      icon={<QrCode size={16} aria-hidden />}
    >
      Pair a device
    </Button>
  );
}
