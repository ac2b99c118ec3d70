import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { ClientStatus } from '../../../shared/ui/client-status.js';
import { recordRequests } from '../api/record-requests.js';
import type { DuplicateProbe } from '../api/record-requests.js';
import { day } from '../../../shared/text/dates.js';
import { nameText, tidy } from './model.js';
import type { ClientKind, ClientValues, Contact, PersonName } from './model.js';
import { recordText } from './text.js';
import editClasses from './edit/edit.module.css';
import classes from './record.module.css';

const words = recordText.newClient;

/** Clients that may be the one being typed, found as one types and told to screen readers. */
export function PossibleDuplicates({ kind, values }: { kind: ClientKind; values: ClientValues }) {
  const [asked] = useDebouncedValue(probeOf(kind, values), 400);
  const enough = asked.legalName.family !== '' && nameText(asked.legalName).length >= 3;
  const found = useQuery({
    queryKey: ['client-duplicates', asked],
    queryFn: ({ signal }) => recordRequests.duplicates(asked, signal),
    enabled: enough,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
    gcTime: 60_000,
    retry: false,
  });
  const cards = enough ? (found.data?.items ?? []) : [];
  return (
    <div role="status" aria-live="polite">
      {cards.length > 0 && (
        <div className={editClasses['duplicates']}>
          <strong>{words.duplicates(cards.length)}</strong> <span className={classes['note']}>{words.duplicatesHint}</span>
          <ul>
            {cards.slice(0, 4).map((card) => (
              <li key={card.id}>
                <Link to={`/clients/${card.id}`}>{card.displayName}</Link>
                <span className={classes['dim']}>
                  {[card.fileNumber, card.dateOfBirth === null ? null : words.born(day(card.dateOfBirth))].filter(Boolean).join(', ')}
                </span>
                <ClientStatus status={card.status} />
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}

/** What can be compared already; entries that are still being typed are left out. */
function probeOf(kind: ClientKind, values: ClientValues): DuplicateProbe {
  const born = values.dateOfBirth;
  return {
    kind,
    legalName: tidy('legalName', values) as PersonName,
    dateOfBirth: kind === 'person' && born !== null && /^\d{4}-\d{2}-\d{2}$/.test(born) ? born : null,
    emails: (tidy('emails', values) as Contact[]).filter(({ value }) => /^\S+@\S+\.\S{2,}$/.test(value)),
    phones: (tidy('phones', values) as Contact[]).filter(({ value }) => value.replace(/\D/g, '').length >= 8),
  };
}
