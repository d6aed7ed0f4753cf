import { ArrowLeft, Plug } from "lucide-react";
import { useEffect, useId, useRef, useState } from "react";
import type { NearbyGatewayView, NearbyView } from "../../src/app/nearby-view.ts";
import type { GatewayView } from "../../src/app/snapshot.ts";
import { readPastedSetupCode } from "../../src/pairing/pasted-setup-code.ts";
import { isTypedPlain } from "../../src/pairing/typed-address.ts";
import { Button } from "../parts/button.tsx";
import { Callout } from "../parts/callout.tsx";
import { Choice } from "../parts/choice.tsx";
import { CopyCommand } from "../parts/copy-command.tsx";
import { Logo } from "../parts/logo.tsx";
import { useSender } from "../send.ts";
import { withoutTls } from "../words.ts";
import { ChosenNote, NearbyGateways } from "./nearby.tsx";
import { type PastedCode, PastedCodeNote } from "./pasted-code.tsx";
import { WhereKept } from "./where-kept.tsx";

const kinds = [
  { value: "token", label: "Token" },
  { value: "password", label: "Password" },
] as const;
type Kind = (typeof kinds)[number]["value"];

const hints: Readonly<Record<Kind, string>> = {
  token: "On the gateway’s machine, this shows its token:",
  password: "The password from the gateway’s own configuration (gateway.auth.password).",
};

interface ConnectViewProps {
  /** The gateway that gets other credentials or another address; absent where one is added. */
  readonly gateway: GatewayView | undefined;
  /** It is the address that is to be changed. */
  readonly moving: boolean;
  readonly demo: boolean;
  /** Gateways that announce themselves; offered where no address is given. */
  readonly nearby: NearbyView | undefined;
  /** Absent at first run, where there is nowhere to go back to. */
  readonly onBack?: (() => void) | undefined;
  readonly onConnected: () => void;
}

/**
 * Address and shared credential of a gateway. The secret stays in its field: it is in no state of the window, and the
 * field is emptied as soon as main has it.
 */
export function ConnectView({ gateway, moving, demo, nearby, onBack, onConnected }: ConnectViewProps) {
  const id = useId();
  const url = useRef<HTMLInputElement>(null);
  const secret = useRef<HTMLInputElement>(null);
  const [kind, setKind] = useState<Kind>("token");
  const [pasted, setPasted] = useState<PastedCode>();
  const address = gateway?.address ?? "";
  const [edited, setEdited] = useState(false);
  // Whoever corrects the address beside the credentials means this gateway, not a second one beside it.
  const moved = moving || (edited && gateway?.canMove) ? gateway : undefined;
  const [plain, setPlain] = useState(() => isTypedPlain(address));
  const [missing, setMissing] = useState(false);
  const [chosen, setChosen] = useState<NearbyGatewayView>();
  const { busy, refusal, send } = useSender();

  useEffect(() => {
    url.current?.focus();
  }, []);

  // Address, what it is worth, and the field that waits: all of it in view, once it stands there.
  useEffect(() => {
    if (!chosen) return;
    url.current?.closest(".field")?.scrollIntoView({ block: "start" });
    secret.current?.focus();
  }, [chosen]);

  // As above; but whoever pasted reads first whose address that is.
  useEffect(() => {
    if (pasted?.filled) url.current?.closest(".field")?.scrollIntoView({ block: "start" });
  }, [pasted]);

  function lookAt(text: string): void {
    setPlain(isTypedPlain(text));
    setEdited(text.trim() !== address);
  }

  /** Fills in the address and nothing else. What was typed for another address must not go to this one. */
  function fill(to: string): void {
    const [urlField, secretField] = [url.current, secret.current];
    if (!urlField || !secretField) return;
    urlField.value = to;
    secretField.value = "";
    lookAt(to);
    setMissing(false);
  }

  function choose(gateway: NearbyGatewayView): void {
    fill(gateway.url);
    setPasted(undefined);
    setChosen(gateway);
  }

  /** A set-up code doesn't stay in any field: it is a secret that belongs to a phone. */
  function typeAddress(text: string): void {
    const code = readPastedSetupCode(text);
    if (code) {
      fill(code.url ?? "");
      setPasted({ code, filled: code.url !== undefined, below: "address" });
    } else {
      lookAt(text);
      setPasted(undefined);
    }
    if (text.trim() !== chosen?.url) setChosen(undefined);
  }

  function typeSecret(text: string): void {
    const code = readPastedSetupCode(text);
    if (!code) {
      if (pasted?.below === "secret") setPasted(undefined);
      return;
    }
    const isFree = url.current?.value.trim() === "";
    fill(isFree ? (code.url ?? "") : (url.current?.value ?? ""));
    const filled = isFree && code.url !== undefined;
    setPasted({ code, filled, below: filled ? "address" : "secret" });
  }

  /** What stands in the fields; undefined, and said, where the address is missing. */
  function typed(): { readonly url: string } | undefined {
    const [urlField, secretField] = [url.current, secret.current];
    if (!urlField || !secretField || busy) return undefined;
    const text = urlField.value.trim();
    setMissing(text === "");
    if (text === "") {
      urlField.focus();
      return undefined;
    }
    return { url: text, ...(secretField.value && { [kind]: secretField.value }) };
  }

  /** Keeps nothing: what was typed stays where it is. */
  async function test(): Promise<void> {
    const fields = typed();
    if (fields) await send({ type: "test-gateway", ...(moved && { gatewayId: moved.id }), ...fields });
  }

  async function connect(): Promise<void> {
    const fields = typed();
    if (!fields) return;
    const done = await send(
      moved ? { type: "change-address", gatewayId: moved.id, ...fields } : { type: "connect", ...fields },
    );
    if (!done) return;
    if (secret.current) secret.current.value = "";
    onConnected();
  }

  return (
    <main className="page connect">
      {onBack && (
        <Button look="quiet" className="back" onPress={onBack} icon={<ArrowLeft size={16} aria-hidden />}>
          Back
        </Button>
      )}
      <div className="connect-head">
        <Logo size={56} />
        <h1>{moving && gateway ? `Change the address of ${gateway.name}` : "Connect to your gateway"}</h1>
        <p className="quiet">
          {moving
            ? "Its name, its history and its open lock-outs go on there. Its token or password does not go along: enter it again."
            : "PairTray tells you when a device asks to pair with your OpenClaw gateway, and lets you answer."}
        </p>
      </div>
      {demo && <Callout tone="info" sentence="This is the demo: it brings its own gateway." />}
      {(moving || address === "") && <NearbyGateways nearby={nearby} onChoose={choose} />}
      <form
        className="form"
        noValidate
        autoComplete="off"
        onSubmit={(event) => {
          event.preventDefault();
          void connect();
        }}
      >
        <div className="field">
          <label htmlFor={`${id}-url`}>{moving ? "New address" : "Gateway address"}</label>
          <input
            ref={url}
            id={`${id}-url`}
            className="input"
            type="text"
            inputMode="url"
            defaultValue={address}
            placeholder="ws://127.0.0.1:18789"
            spellCheck={false}
            autoComplete="off"
            aria-invalid={missing}
            aria-describedby={missing ? `${id}-missing` : plain ? `${id}-plain` : undefined}
            onChange={(event) => typeAddress(event.target.value)}
          />
          {missing && (
            <p id={`${id}-missing`} className="field-error" role="alert">
              Enter the address, such as ws://127.0.0.1:18789.
            </p>
          )}
          {plain && (
            <p id={`${id}-plain`} className="quiet" role="status">
              {withoutTls}
            </p>
          )}
          {moved && !moving && (
            <p className="quiet" role="status">
              {moved.name} gets this address: its name, its history and its open lock-outs go on there.
            </p>
          )}
          {pasted?.below === "address" && <PastedCodeNote {...pasted} />}
          {chosen && <ChosenNote gateway={chosen} />}
        </div>
        <div className="field">
          <Choice legend="Sign in with" options={kinds} value={kind} onChange={setKind} />
          <label htmlFor={`${id}-secret`}>{kind === "token" ? "Gateway token" : "Gateway password"}</label>
          <input
            ref={secret}
            id={`${id}-secret`}
            className="input"
            type="password"
            spellCheck={false}
            autoComplete="off"
            aria-describedby={`${id}-hint`}
            onChange={(event) => typeSecret(event.target.value)}
          />
          <p id={`${id}-hint`} className="quiet">
            {hints[kind]}
          </p>
          {kind === "token" && <CopyCommand command="openclaw gateway auth-token --show" />}
        </div>
        {pasted?.below === "secret" && <PastedCodeNote {...pasted} />}
        <WhereKept />
        {refusal && <Callout tone="bad" role="alert" sentence={refusal.sentence} step={refusal.step} />}
        <button type="submit" className="button button-accent button-wide" aria-disabled={busy || undefined}>
          <Plug size={16} aria-hidden />
          <span>{busy ? "Connecting…" : moved ? "Change address" : "Connect"}</span>
        </button>
        <Button className="button-wide" off={busy} onPress={() => void test()}>
          Test first
        </Button>
      </form>
    </main>
  );
}
