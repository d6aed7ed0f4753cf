import { ShieldAlert, Sparkles } from "lucide-react";
import type { HygieneCard } from "../../src/app/hygiene.ts";
import { Button } from "../parts/button.tsx";
import { Words } from "../parts/words.tsx";

type Shown = Extract<HygieneCard["action"], { show: string }>["show"];

interface HygieneCardsProps {
  readonly cards: readonly HygieneCard[];
  readonly onShow: (which: Shown) => void;
}

const showWords: Readonly<Record<Shown, string>> = {
  "idle-administrators": "Show them",
  older: "Show older entries",
  stale: "Show them",
};

/** What is worth tidying up: folded to one line, calm, each with one action. */
export function HygieneCards({ cards, onShow }: HygieneCardsProps) {
  if (cards.length === 0) return null;
  const pressing = cards[0]?.id === "no-authentication";
  const Icon = pressing ? ShieldAlert : Sparkles;
  return (
    <details className="hygiene" open={pressing}>
      <summary>
        <Icon size={16} aria-hidden />
        {cards.length === 1 ? "One thing worth tidying up" : `${cards.length} things worth tidying up`}
      </summary>
      <div className="group-box">
        {cards.map((card) => (
          <div key={card.id} className="row hygiene-card">
            <div className="row-text">
              <h2>{card.title}</h2>
              <p className="quiet">{card.sentence}</p>
              {"steps" in card.action && (
                <details>
                  <summary>How to change that</summary>
                  {card.action.steps.map((step) => (
                    <p key={step} className="aftermath-step">
                      <Words text={step} />
                    </p>
                  ))}
                </details>
              )}
            </div>
            {"show" in card.action && <ShowButton show={card.action.show} onShow={onShow} />}
          </div>
        ))}
      </div>
    </details>
  );
}

function ShowButton({ show, onShow }: { readonly show: Shown; readonly onShow: (which: Shown) => void }) {
  return <Button onPress={() => onShow(show)}>{showWords[show]}</Button>;
}
