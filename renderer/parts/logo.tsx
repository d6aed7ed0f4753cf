/** PairTray's mark, as in assets/icon.svg: a tray, and two devices that find each other above it. */
export function Logo({ size }: { readonly size: number }) {
  return (
    <svg className="logo" width={size} height={size} viewBox="2 2 32 32" fill="none" aria-hidden="true">
      <linearGradient id="logo-ground" x1="0" y1="0" x2="0" y2="1">
        <stop offset="0" stopColor="#12938c" />
        <stop offset="1" stopColor="#075e5a" />
      </linearGradient>
      <rect x="2" y="2" width="32" height="32" rx="8" fill="url(#logo-ground)" />
      <g transform="translate(2 1.6)" stroke="#fff" strokeLinecap="round">
        <path d="M6.5 17.5v4.5a4.5 4.5 0 0 0 4.5 4.5h10a4.5 4.5 0 0 0 4.5-4.5v-4.5" strokeWidth="3" />
        <path d="M13 19.5 20.5 9.5" strokeWidth="2.6" />
        <circle cx="13" cy="19.5" r="3.2" fill="#fff" stroke="none" />
        <circle cx="20.5" cy="9.5" r="4" fill="#ffc53d" stroke="none" />
      </g>
    </svg>
  );
}
