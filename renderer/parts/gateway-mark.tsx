import { createContext, useContext } from "react";
import type { GatewayView } from "../../src/app/snapshot.ts";

/** All gateways, so that what stands for one of several can say for which. */
export const GatewaysContext = createContext<readonly GatewayView[]>([]);

interface GatewayMarkProps {
  readonly id: string;
  /** What to say where that gateway is no longer set up. */
  readonly former?: string;
  /** Say it also where there is only one. */
  readonly alone?: boolean;
}

/** Which of several gateways: its colour, and always its name beside it. Nothing while there is only one. */
export function GatewayMark({ id, former, alone = false }: GatewayMarkProps) {
  const gateways = useContext(GatewaysContext);
  const gateway = gateways.find((known) => known.id === id);
  const name = gateway?.name ?? former;
  if ((gateways.length < 2 && !alone) || name === undefined) return null;
  return (
    <span className="gateway-mark">
      <GatewayDot colour={gateway?.colour} />
      <bdi>{name}</bdi>
    </span>
  );
}

/** The colour alone, for where the name stands already. */
export function GatewayDot({ colour = "grey" }: { readonly colour: GatewayView["colour"] }) {
  return <span className={`gateway-dot gateway-${colour}`} aria-hidden="true" />;
}
