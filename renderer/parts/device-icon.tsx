import {
  CircleQuestionMark,
  Globe,
  Laptop,
  type LucideIcon,
  Monitor,
  Server,
  Smartphone,
  SquareTerminal,
  Tablet,
} from "lucide-react";
import type { DeviceShape } from "../../src/app/snapshot.ts";

const icons: Readonly<Record<DeviceShape, LucideIcon>> = {
  phone: Smartphone,
  tablet: Tablet,
  laptop: Laptop,
  desktop: Monitor,
  server: Server,
  browser: Globe,
  terminal: SquareTerminal,
  unknown: CircleQuestionMark,
};

/** The tile in front of a device's name. It says nothing that the facts don't say in words. */
export function DeviceIcon({ shape, connected }: { readonly shape: DeviceShape; readonly connected?: boolean }) {
  const Icon = icons[shape];
  return (
    <span className="tile" data-connected={connected} aria-hidden="true">
      <Icon size={20} strokeWidth={1.75} />
    </span>
  );
}
