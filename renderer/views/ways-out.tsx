import type { WayOut } from "../../src/app/pair-view.ts";
import { CopyCommand } from "../parts/copy-command.tsx";

/** Ways to make the gateway reachable, folded, with what to type. */
export function WaysOut({ ways }: { readonly ways: readonly WayOut[] }) {
  if (ways.length === 0) return null;
  return (
    <ul className="ways">
      {ways.map((way) => (
        <li key={way.title}>
          <details>
            <summary>{way.title}</summary>
            <p>{way.sentence}</p>
            {way.commands.map((command) => (
              <CopyCommand key={command} command={command} />
            ))}
          </details>
        </li>
      ))}
    </ul>
  );
}
