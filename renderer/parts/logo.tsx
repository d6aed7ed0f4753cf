/** PairTray's mark: two devices that meet in a tray. */
export function Logo({ size }: { readonly size: number }) {
  return (
    <svg className="logo" width={size} height={size} viewBox="0 0 56 56" fill="none" aria-hidden="true">
      <rect className="logo-ground" width="56" height="56" rx="14" />
      <g className="logo-lines" strokeWidth="3" strokeLinecap="round" strokeLinejoin="round">
        <path d="M12 30v8a5 5 0 0 0 5 5h22a5 5 0 0 0 5-5v-8" />
        <path d="M12 30h8l2.5 4h11l2.5-4h8" />
        <circle cx="22" cy="19" r="6" />
        <circle cx="34" cy="19" r="6" />
      </g>
    </svg>
  );
}
