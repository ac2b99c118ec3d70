/** Ironbark's mark: bark in strokes. */
export function Mark({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden style={{ flex: 'none' }}>
      <rect width="32" height="32" rx="8" fill="var(--ib-accent-fill)" />
      <path
        d="M9 7.5v9.5M9 21v3.5M13.7 7.5V12M13.7 16v8.5M18.3 7.5v11M18.3 22.5v2M23 7.5v5M23 16.5v8"
        stroke="#fff"
        strokeWidth="2.3"
        strokeLinecap="round"
        fill="none"
      />
    </svg>
  );
}
