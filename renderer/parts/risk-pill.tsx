import { ShieldAlert, ShieldCheck, TriangleAlert } from "lucide-react";
import type { Risk } from "../../src/app/snapshot.ts";
import { riskWords } from "../words.ts";
import { Pill, type Tone } from "./pill.tsx";

const tones: Readonly<Record<Risk, Tone>> = { low: "neutral", elevated: "warning", high: "bad" };
const icons = { low: ShieldCheck, elevated: TriangleAlert, high: ShieldAlert };

export function RiskPill({ risk }: { readonly risk: Risk }) {
  const Icon = icons[risk];
  return (
    <Pill tone={tones[risk]} icon={<Icon size={12} strokeWidth={2.25} aria-hidden />}>
      {riskWords[risk]}
    </Pill>
  );
}
