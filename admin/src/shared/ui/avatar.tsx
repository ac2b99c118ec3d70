import classes from './person.module.css';

const TINTS = 6;

/** A person's tint, the same everywhere: it says who, never what state. */
export function tintOf(id: string): number {
  let sum = 0;
  for (const character of id) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return (sum % TINTS) + 1;
}

/** The first letters of the first and the last word of a name. */
export function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => /^\p{L}/u.test(word));
  const [first = '', last = ''] = [words[0], words.length > 1 ? words.at(-1) : ''];
  return `${[...first][0] ?? ''}${[...last][0] ?? ''}`.toUpperCase();
}

/** A person's initials on their tint. They are drawn, not text: the name stands beside them. */
export function Avatar({ id, name, size = 24 }: { id: string; name: string; size?: 20 | 24 | 32 }) {
  const tint = tintOf(id);
  return (
    <span
      className={classes['avatar']}
      data-size={size}
      data-initials={initials(name)}
      style={{ background: `var(--ib-p${tint}-bg)`, color: `var(--ib-p${tint})` }}
      aria-hidden
    />
  );
}
