/** The seal: used wherever sealing is spoken of, and nowhere else. */
export function SealIcon({ size = 14 }: { size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      aria-hidden
    >
      <circle cx="10" cy="10" r="7.2" strokeDasharray="2.6 1.17" strokeWidth="1.7" />
      <circle cx="10" cy="10" r="4.3" />
      <path d="M10 8.6v2.8" strokeWidth="1.7" />
    </svg>
  );
}
