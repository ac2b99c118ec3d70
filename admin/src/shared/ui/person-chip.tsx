import { Avatar } from './avatar.js';
import classes from './person.module.css';

interface PersonChipProps {
  id: string;
  name: string;
  /** The given name and an initial, as lists have it. */
  short?: boolean;
}

/** A person: tinted initials and the name. */
export function PersonChip({ id, name, short = false }: PersonChipProps) {
  return (
    <span className={classes['chip']} title={short ? name : undefined}>
      <Avatar id={id} name={name} size={short ? 24 : 20} />
      <span className={classes['name']}>{short ? shortName(name) : name}</span>
    </span>
  );
}

/** Priya Raghunathan becomes Priya R. */
export function shortName(name: string): string {
  const words = name.split(/\s+/).filter((word) => word !== '');
  const last = words.length > 1 ? words.at(-1) : undefined;
  return last === undefined ? name : `${words[0]} ${[...last][0]?.toUpperCase() ?? ''}.`;
}
