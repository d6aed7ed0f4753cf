import { createContext, useContext } from "react";
import type { AppSnapshot } from "../../src/app/snapshot.ts";
import { Callout } from "../parts/callout.tsx";
import { Switch } from "../parts/switch.tsx";
import { useSender } from "../send.ts";

/** What the form needs of the whole picture. */
export const KeepingContext = createContext<Pick<AppSnapshot, "machine" | "settings"> | undefined>(undefined);

/** Before a secret is typed: where it goes to, and the way to say no where that is a file that nothing encrypts. */
export function WhereKept() {
  const picture = useContext(KeepingContext);
  const refused = picture?.settings.refuseUnencrypted ?? false;
  if (!picture?.machine.keeping.warning)
    return <p className="quiet centered">The token or password goes to this computer’s keyring, and nowhere else.</p>;
  return (
    <>
      {!refused && <Callout tone="warning" sentence={picture.machine.keeping.sentence} />}
      <RefuseSwitch refused={refused} />
    </>
  );
}

/** Without a keyring: in memory only, or in a file. */
export function RefuseSwitch({ refused }: { readonly refused: boolean }) {
  const { send } = useSender();
  return (
    <Switch
      label="Never write keys and tokens unencrypted"
      hint="They are kept in memory only: after each start you enter them again, and gateways approve PairTray anew."
      on={refused}
      onChange={(on) => void send({ type: "set-refuse-unencrypted", on })}
    />
  );
}
