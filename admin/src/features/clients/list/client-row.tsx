import { memo } from 'react';
import { day, near } from '../../../shared/text/dates.js';
import { Check } from '../../../shared/ui/check.js';
import { ClientStatus } from '../../../shared/ui/client-status.js';
import { PersonChip } from '../../../shared/ui/person-chip.js';
import { ageOn } from '../record/calendar.js';
import type { ClientCard } from '../record/model.js';
import type { ColumnName } from './columns.js';
import { listText } from './text.js';
import type { Places } from './use-places.js';
import classes from './table.module.css';

interface ClientRowProps {
  card: ClientCard;
  columns: readonly ColumnName[];
  places: Places;
  selected: boolean;
  /** `range` when everything since the last one is meant too. */
  onSelect: (id: string, range: boolean) => void;
}

/** One client: a line of the table, three lines on a phone. Fifty stand at once, so it is made of plain elements; the table hears the presses. */
export const ClientRow = memo(function ClientRow({ card, columns, places, selected, onSelect }: ClientRowProps) {
  const { id, displayName, preferredName } = card;
  return (
    <tr data-id={id} aria-selected={selected}>
      <td className={classes['cCheck']}>
        <label className={classes['checkTarget']}>
          <Check
            aria-label={listText.choose(displayName)}
            checked={selected}
            onChange={(event) => onSelect(id, event.nativeEvent instanceof MouseEvent && event.nativeEvent.shiftKey)}
            tabIndex={-1}
          />
        </label>
      </td>
      <th scope="row" className={classes['cName']}>
        <a href={`/clients/${id}`} data-row-link>
          {displayName}
        </a>{' '}
        {preferredName !== null && (
          <span className={classes['also']} title={listText.goesBy(preferredName)}>
            {preferredName}
          </span>
        )}
      </th>
      {columns.map((name) => (
        <td key={name} className={classes[name]}>
          <ClientCell name={name} card={card} places={places} />
        </td>
      ))}
    </tr>
  );
});

function ClientCell({ name, card, places }: { name: ColumnName; card: ClientCard; places: Places }) {
  switch (name) {
    case 'status':
      return <ClientStatus status={card.status} />;
    case 'born':
      return <Born dateOfBirth={card.dateOfBirth} today={places.today} />;
    case 'team':
      return card.teamId === null ? <Nothing>{listText.noTeam}</Nothing> : places.teamName(card.teamId);
    case 'practitioner':
      return card.practitionerId === null ? (
        <Nothing>{listText.noPractitioner}</Nothing>
      ) : (
        <PersonChip id={card.practitionerId} name={places.memberName(card.practitionerId)} short />
      );
    case 'fileNumber':
      return card.fileNumber;
    case 'activity':
      return near(card.lastActivityAt, places.timeZone);
  }
}

function Born({ dateOfBirth, today }: { dateOfBirth: string | null; today: string }) {
  if (dateOfBirth === null) return <Nothing>{listText.noBirth}</Nothing>;
  const age = ageOn(dateOfBirth, today);
  return (
    <>
      {day(dateOfBirth)} {age >= 0 && <span className={classes['also']}>{listText.age(age)}</span>}
    </>
  );
}

/** Nothing is known: said to screen readers, a dash to the eye. */
function Nothing({ children }: { children: string }) {
  return (
    <>
      <span className={classes['dash']} aria-hidden>
        –
      </span>
      <span className={classes['hidden']}>{children}</span>
    </>
  );
}
