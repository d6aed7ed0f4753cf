import { Cpu, type LucideIcon, QrCode, ShieldCheck, ShieldHalf } from "lucide-react";
import { useId, useRef } from "react";
import type { CodeAccess, PairView } from "../../src/app/pair-view.ts";
import { Button } from "../parts/button.tsx";
import { Callout } from "../parts/callout.tsx";
import { Select } from "../parts/select.tsx";
import { useSender } from "../send.ts";
import { WaysOut } from "./ways-out.tsx";

const icons: Readonly<Record<CodeAccess, LucideIcon>> = { limited: ShieldHalf, full: ShieldCheck, node: Cpu };

/** What the new device may do, and where it finds the gateway. No code exists yet. */
export function PairChoice({ pair }: { readonly pair: PairView }) {
  const { busy, refusal, send } = useSender();
  const { verdict, blocked } = pair;
  const doubtful = verdict.tone === "bad" || verdict.ways.length > 0;
  return (
    <>
      {pair.gateways.length > 1 && (
        <div className="pair-address-line">
          <span aria-hidden>Gateway</span>
          <Select
            label="Gateway"
            options={Object.fromEntries(pair.gateways.map(({ id, name }) => [id, name]))}
            value={pair.gatewayId}
            onChange={(gatewayId) => void send({ type: "pair-choose", gatewayId })}
          />
        </div>
      )}
      <AccessCards pair={pair} onChoose={(access) => void send({ type: "pair-choose", access })} />
      <Address pair={pair} />
      {blocked && <Callout tone="warning" role="status" sentence={blocked.sentence} step={blocked.step} />}
      {refusal && <Callout tone="bad" role="alert" sentence={refusal.sentence} step={refusal.step} />}
      <Button
        look={doubtful ? "plain" : "accent"}
        className="button-wide"
        off={busy || blocked !== undefined}
        onPress={() => void send({ type: "pair-start" })}
        icon={<QrCode size={16} aria-hidden />}
      >
        {doubtful ? "Show a code anyway" : "Show a code"}
      </Button>
    </>
  );
}

function AccessCards({ pair, onChoose }: { readonly pair: PairView; readonly onChoose: (access: CodeAccess) => void }) {
  const name = useId();
  return (
    <fieldset className="access-cards">
      <legend className="hidden-text">What the new device may do</legend>
      {pair.cards.map((card) => {
        const Icon = icons[card.value];
        return (
          <label key={card.value} className="access-card">
            <input
              type="radio"
              name={name}
              value={card.value}
              checked={card.value === pair.access && !card.off}
              disabled={card.off}
              aria-describedby={`${name}-${card.value}`}
              aria-labelledby={`${name}-${card.value}-title`}
              onChange={() => onChoose(card.value)}
            />
            <Icon className="access-icon" size={20} strokeWidth={1.75} aria-hidden />
            <span className="access-text">
              <span id={`${name}-${card.value}-title`} className="access-title">
                {card.title}
              </span>
              <span id={`${name}-${card.value}`} className="quiet">
                {card.sentence}
                {card.note !== undefined && <strong className="access-note"> {card.note}</strong>}
              </span>
            </span>
          </label>
        );
      })}
    </fieldset>
  );
}

function Address({ pair }: { readonly pair: PairView }) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const { refusal, send } = useSender();
  const { verdict } = pair;
  const check = () => {
    const typed = field.current?.value.trim() ?? "";
    if (typed !== "" && typed !== pair.typed) void send({ type: "pair-choose", typed });
  };
  return (
    <section className="pair-address" aria-label="Address for the new device">
      <div className="pair-address-line">
        <span aria-hidden>Address</span>
        <Select
          label="Address for the new device"
          options={Object.fromEntries(pair.addresses.map(({ key, label }) => [key, label]))}
          value={pair.address}
          onChange={(address) => void send({ type: "pair-choose", address })}
        />
      </div>
      {pair.address === "typed" && (
        <form
          className="pair-typed"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            check();
          }}
        >
          <label htmlFor={id} className="hidden-text">
            Address, such as wss://gateway.example.net
          </label>
          <input
            ref={field}
            id={id}
            className="input"
            type="text"
            inputMode="url"
            placeholder="wss://gateway.example.net"
            defaultValue={pair.typed}
            spellCheck={false}
            autoComplete="off"
            aria-invalid={refusal !== undefined}
            aria-describedby={refusal ? `${id}-error` : undefined}
            onBlur={check}
          />
          {refusal && (
            <p id={`${id}-error`} className="field-error" role="alert">
              {refusal.sentence}
            </p>
          )}
        </form>
      )}
      <Callout tone={verdict.tone} role="status" sentence={verdict.sentence} step={verdict.step} />
      <WaysOut ways={verdict.ways} />
    </section>
  );
}
