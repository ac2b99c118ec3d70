import { Avatar } from '../../../shared/ui/avatar.js';
import type { MemberLine } from '../requests.js';
import { teamsText } from './text.js';
import page from '../parts/page.module.css';
import classes from './teams.module.css';

const SHOWN = 5;

/** The first faces of a team, and how many there are. */
export function TeamPeople({ people, count }: { people: readonly MemberLine[]; count: number }) {
  if (count === 0) return <span className={page['dim']}>{teamsText.noMembers}</span>;
  return (
    <span className={classes['people']} title={people.map(({ displayName }) => displayName).join(', ')}>
      <span aria-hidden>
        {people.slice(0, SHOWN).map(({ id, displayName }) => (
          <Avatar key={id} id={id} name={displayName} />
        ))}
      </span>
      {teamsText.members(count)}
    </span>
  );
}
