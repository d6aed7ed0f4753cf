import { useId, useState } from "react";
import {
  aftermathOf,
  type AftermathItem,
  type LeftGateway,
  type OtherGateways,
} from "../../src/app/lock-out-aftermath.ts";
import { Words } from "../parts/words.tsx";

interface LockOutAftermathProps {
  readonly left: readonly LeftGateway[];
  readonly others: OtherGateways;
}

/** What the lock-out does not cover, to go through one by one. */
export function LockOutAftermath({ left, others }: LockOutAftermathProps) {
  const id = useId();
  return (
    <section className="aftermath" aria-labelledby={id}>
      <h2 id={id}>What this does not cover</h2>
      <div className="group-box">
        {aftermathOf(left, others).map((item) => (
          <Item key={item.id} item={item} />
        ))}
      </div>
    </section>
  );
}

function Item({ item }: { readonly item: AftermathItem }) {
  const [done, setDone] = useState(false);
  const id = useId();
  return (
    <div className="row aftermath-item" data-done={done}>
      <input
        type="checkbox"
        className="tick"
        id={id}
        checked={done}
        onChange={(event) => setDone(event.target.checked)}
      />
      <div className="row-text">
        <label htmlFor={id}>{item.title}</label>
        <p className="quiet">{item.sentence}</p>
        <details>
          <summary>What to do</summary>
          {item.steps.map((step) => (
            <p key={step} className="aftermath-step">
              <Words text={step} />
            </p>
          ))}
        </details>
      </div>
    </div>
  );
}
