import { CircleAlert, CircleCheck, Keyboard, LoaderCircle, ShieldQuestionMark } from "lucide-react";
import { useEffect, useId, useRef } from "react";
import type { AskerView, CodeView, DigitsView } from "../../src/app/pair-view.ts";
import { SETTLE_MS, useArmed } from "../parts/arming.ts";
import { Button } from "../parts/button.tsx";
import { Callout } from "../parts/callout.tsx";
import { Select } from "../parts/select.tsx";
import { Switch } from "../parts/switch.tsx";
import { useClock } from "../clock.ts";
import { useSender } from "../send.ts";
import { timeLeft } from "../time-words.ts";

interface PairDigitsProps {
  readonly digits: DigitsView;
  readonly networks: CodeView["networks"];
  /** The address to go on at where theirs is gone; absent where the user has to choose one. */
  readonly network: string | undefined;
  readonly onPick: () => void;
}

/** Six digits for a device without a camera, and the question about whoever typed them. */
export function PairDigits({ digits, networks, network, onPick }: PairDigitsProps) {
  const { refusal, send } = useSender();
  const spent = digits.state === "ended" && digits.spent === true;
  const ask = (network: string, plainText: boolean) => void send({ type: "pair-digits", network, plainText });
  const next = networks.some(({ address }) => address === digits.network) ? digits.network : network;
  const renew = () => {
    if (next !== undefined) {
      ask(next, false);
      return;
    }
    onPick();
    void send({ type: "pair-digits-stop" });
  };
  return (
    <>
      <div className="digits-card">
        <DigitsBody digits={digits} />
      </div>
      {digits.state === "ended" && !spent && <Button onPress={renew}>Show new digits</Button>}
      {spent && <Button onPress={() => void send({ type: "pair-start" })}>Make a new code</Button>}
      {digits.state !== "asking" && digits.state !== "sending" && !spent && (
        <details>
          <summary>Network and curl</summary>
          <div className="group-box">
            <div className="row">
              <span className="row-text" aria-hidden>
                This computer’s address
              </span>
              <Select
                label="This computer’s address"
                options={Object.fromEntries(networks.map(({ address, label }) => [address, label]))}
                value={next ?? digits.network}
                onChange={(network) => ask(network, digits.plainText)}
              />
            </div>
            <Switch
              label="Plain text for curl"
              hint="For this code only. Everybody on the network can read digits and code: only where you trust the wire."
              on={digits.plainText}
              onChange={(on) => ask(next ?? digits.network, on)}
            />
          </div>
        </details>
      )}
      {refusal && <Callout tone="warning" role="alert" sentence={refusal.sentence} step={refusal.step} />}
    </>
  );
}

function DigitsBody({ digits }: { readonly digits: DigitsView }) {
  switch (digits.state) {
    case "starting":
      return <Moment icon={<LoaderCircle className="spin" size={28} aria-hidden />} sentence="Opening the address…" />;
    case "waiting":
      return <Waiting digits={digits} />;
    case "asking":
      return <Asking key={digits.askId} askId={digits.askId} who={digits.who} />;
    case "sending":
      return (
        <Moment
          icon={<LoaderCircle className="spin" size={28} aria-hidden />}
          sentence={`Handing the set-up code to ${digits.who.name} (${digits.who.address})…`}
        />
      );
    case "ended":
      return (
        <Moment
          icon={
            digits.good ? (
              <CircleCheck className="good" size={28} strokeWidth={1.75} aria-hidden />
            ) : (
              <CircleAlert size={28} strokeWidth={1.75} aria-hidden />
            )
          }
          sentence={digits.sentence}
          step={digits.step}
        />
      );
  }
}

interface MomentProps {
  readonly icon: React.ReactNode;
  readonly sentence: string;
  readonly step?: string | undefined;
}

function Moment({ icon, sentence, step }: MomentProps) {
  return (
    <div className="moment" role="status">
      {icon}
      <p>{sentence}</p>
      {step !== undefined && <p className="quiet">{step}</p>}
    </div>
  );
}

function Waiting({ digits }: { readonly digits: Extract<DigitsView, { state: "waiting" }> }) {
  const { pausedUntilMs = 0, triesLeft, url } = digits;
  const pause = useClock((now) => (pausedUntilMs > now ? timeLeft(pausedUntilMs - now) : ""));
  return (
    <>
      <p className="digits-step">
        On the new device open <code className="digits-url">{url.replace(/^http:\/\//, "")}</code>
      </p>
      <p className="digits-step">and type</p>
      <p className="digits" aria-label={`Six digits: ${Array.from(digits.digits).join(" ")}`}>
        <span>{digits.digits.slice(0, 3)}</span>
        <span>{digits.digits.slice(3)}</span>
      </p>
      <p className="quiet" role="status">
        <Keyboard className="inline-icon" size={14} aria-hidden />{" "}
        {triesLeft === 5
          ? "Five tries in all for this code, then its digits are over."
          : `${triesLeft === 1 ? "One try" : `${triesLeft} tries`} left.`}
        {pause !== "" && ` Next one in ${pause}.`}
      </p>
      {digits.plainText && (
        <Callout tone="warning" sentence="Plain text is on: everybody on this network can read what is sent." />
      )}
    </>
  );
}

/** Nothing leaves before the user says yes to this device. *No* has the focus; *Yes* must have been there for a moment. */
function Asking({ askId, who }: { readonly askId: number; readonly who: AskerView }) {
  const id = useId();
  const no = useRef<HTMLButtonElement>(null);
  const yes = useRef<HTMLButtonElement>(null);
  const { busy, refusal, send } = useSender();
  const armed = useArmed({ button: yes, inView: false, waitMs: SETTLE_MS, subject: String(askId) });
  useEffect(() => no.current?.focus(), []);
  const answer = (answered: boolean) => void send({ type: "pair-answer", askId, yes: answered });
  return (
    <section className="asking" role="alertdialog" aria-labelledby={`${id}-title`} aria-describedby={`${id}-text`}>
      <ShieldQuestionMark className="asking-icon" size={28} strokeWidth={1.75} aria-hidden />
      <h3 id={`${id}-title`}>
        {who.check === undefined ? "Is this your new device?" : "Does your new device show this number?"}
      </h3>
      <div id={`${id}-text`}>
        {who.check !== undefined && <p className="digits">{who.check}</p>}
        <p className="asking-who">{who.name}</p>
        <p>
          at <code>{who.address}</code> typed the right digits.
        </p>
        {who.warnings.map((warning) => (
          <p key={warning} className="asking-warning">
            {warning}
          </p>
        ))}
        <p className="quiet">
          {who.check === undefined
            ? "There is no number to compare over plain text. Say yes only if that address is the device’s own: it gets the set-up code then."
            : "If your device shows another number, or none, somebody else saw the digits: say no."}
        </p>
      </div>
      {refusal && <Callout tone="warning" role="alert" sentence={refusal.sentence} />}
      <div className="pair">
        <Button ref={no} off={busy} onPress={() => answer(false)}>
          No
        </Button>
        <Button ref={yes} off={busy || !armed} className={armed ? "" : "settling"} onPress={() => answer(true)}>
          {who.check === undefined ? "Yes, it’s mine" : `Yes, it shows ${who.check}`}
        </Button>
      </div>
    </section>
  );
}
