/**
 * The mark of PairTray: a tray, and two linked dots. The lower one lies in the tray (yours), the upper one comes from
 * outside (the device that asks). Every state is told by the shape of that upper dot, never by colour alone:
 * a dot = nothing waits; a badge with a number = requests wait; a triangle with "!" = look here; a slash = offline.
 */
export type TrayState = "idle" | "offline" | "attention" | `pending-${string}`;

export const trayStates: readonly TrayState[] = [
  "idle",
  "offline",
  "attention",
  ...Array.from({ length: 9 }, (_, n) => `pending-${n + 1}` as const),
  "pending-more",
];

interface Ink {
  readonly mark: string;
  /** Around a badge, so that it stands off the mark. */
  readonly gap: string;
  readonly badge: string;
  readonly badgeText: string;
}

const teal = "#0b7a75";
const slate = "#5b6770";
const onTile: Ink = { mark: "#ffffff", gap: teal, badge: "#ffc53d", badgeText: "#1d1600" };

const trayPath = "M6.5 17.5v4.5a4.5 4.5 0 0 0 4.5 4.5h10a4.5 4.5 0 0 0 4.5-4.5v-4.5";

function mark(ink: Ink): string {
  return [
    `<path d="${trayPath}" fill="none" stroke="${ink.mark}" stroke-width="3" stroke-linecap="round"/>`,
    `<path d="M13 19.5 20.5 9.5" stroke="${ink.mark}" stroke-width="2.6" stroke-linecap="round"/>`,
    `<circle cx="13" cy="19.5" r="3.2" fill="${ink.mark}"/>`,
    `<circle cx="20.5" cy="9.5" r="4" fill="${ink.mark}"/>`,
  ].join("");
}

function slash(ink: Ink): string {
  const line = `d="M7 6 25.5 27.5" stroke-linecap="round"`;
  return `<path ${line} stroke="${ink.gap}" stroke-width="6.5"/><path ${line} stroke="${ink.mark}" stroke-width="3"/>`;
}

function text(words: string, x: number, y: number, size: number, ink: string): string {
  const style = `font-family="DejaVu Sans, Verdana, sans-serif" font-weight="700" font-size="${size}"`;
  return `<text x="${x}" y="${y}" text-anchor="middle" ${style} fill="${ink}">${words}</text>`;
}

function badge(ink: Ink, words: string): string {
  return [
    `<circle cx="21" cy="11" r="11.6" fill="${ink.gap}"/>`,
    `<circle cx="21" cy="11" r="10" fill="${ink.badge}"/>`,
    words && text(words, 21, 16.4, 15, ink.badgeText),
  ].join("");
}

function triangle(ink: Ink): string {
  const shape = "M21 2.8 30.4 19.4H11.6Z";
  return [
    `<path d="${shape}" fill="${ink.gap}" stroke="${ink.gap}" stroke-width="5.5" stroke-linejoin="round"/>`,
    `<path d="${shape}" fill="${ink.badge}" stroke="${ink.badge}" stroke-width="2.6" stroke-linejoin="round"/>`,
    `<path d="M21 7.6v5.6" stroke="${ink.badgeText}" stroke-width="3" stroke-linecap="round"/>`,
    `<circle cx="21" cy="17.4" r="1.7" fill="${ink.badgeText}"/>`,
  ].join("");
}

function above(state: TrayState, ink: Ink): string {
  if (state === "idle") return "";
  if (state === "offline") return slash(ink);
  if (state === "attention") return triangle(ink);
  const count = state.slice("pending-".length);
  return badge(ink, count === "more" ? "+" : count);
}

function svg(content: string, size = 32): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}">${content}</svg>\n`;
}

/** For panels of any colour: the mark on a tile of its own, so that it never stands on an unknown ground. */
export function trayTile(state: TrayState): string {
  const ground = state === "offline" ? slate : teal;
  const ink = { ...onTile, gap: ground };
  return svg(`<rect x="1" y="1" width="30" height="30" rx="7.5" fill="${ground}"/>${mark(ink)}${above(state, ink)}`);
}

/**
 * For macOS, which colours it by itself: black where there is ink, nothing elsewhere. The gap around a badge and its sign
 * are cut out by a mask. The number stands beside the icon as the tray's title.
 */
export function trayTemplate(state: "idle" | "offline" | "attention" | "pending"): string {
  const ink: Ink = { mark: "#fff", gap: "#000", badge: "#fff", badgeText: "#000" };
  const sign = state === "pending" ? badge(ink, "") : above(state, ink);
  return svg(`<mask id="m">${mark(ink)}${sign}</mask><rect width="32" height="32" mask="url(#m)"/>`);
}

/** The app's icon: the idle mark, large, on a tile with a little depth. */
export function appIcon(): string {
  const light = `<linearGradient id="g" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#12938c"/><stop offset="1" stop-color="#075e5a"/></linearGradient>`;
  const tile = `<rect x="2" y="2" width="32" height="32" rx="8" fill="url(#g)"/>`;
  const shine = `<rect x="2.25" y="2.25" width="31.5" height="31.5" rx="7.75" fill="none" stroke="#fff" stroke-opacity=".14" stroke-width=".5"/>`;
  const drawn = mark({ ...onTile, gap: "none" }).replace(
    `<circle cx="20.5" cy="9.5" r="4" fill="#ffffff"/>`,
    `<circle cx="20.5" cy="9.5" r="4" fill="#ffc53d"/>`,
  );
  return svg(`<defs>${light}</defs>${tile}${shine}<g transform="translate(2 1.6)">${drawn}</g>`, 36);
}
