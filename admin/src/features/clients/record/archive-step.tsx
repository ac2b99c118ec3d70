import { Consequence } from '../../../shared/ui/consequence.js';
import { day } from '../../../shared/text/dates.js';
import { keyDates } from './key-dates.js';
import type { ClientDetail, IdentifierKind } from './model.js';
import { recordText } from './text.js';
import classes from './record.module.css';

const words = recordText.archive;

interface ArchiveStepProps {
  client: ClientDetail;
  today: string;
  busy: boolean;
  onConfirm: () => void;
  onKeep: () => void;
}

/** What archiving would do, said before it is done. */
export function ArchiveStep({ client, today, busy, onConfirm, onKeep }: ArchiveStepProps) {
  const ahead = keyDates(client, today).filter(({ days }) => days >= 0);
  const changes = [
    words.leaves,
    words.kept,
    ...(client.identifiers.length > 0 ? [words.openings(client.identifiers.length)] : []),
    ...ahead
      .slice(0, 2)
      .map((date) =>
        words.dates(
          date.kind === 'expiry'
            ? recordText.expires[date.what as IdentifierKind]
            : date.kind === 'review'
              ? recordText.header.review
              : recordText.header.adult,
          day(date.on),
        ),
      ),
  ];
  return (
    <div className={classes['panelStep']}>
      <Consequence
        danger
        title={words.title(client.displayName)}
        now={words.nowText(recordText.status[client.status])}
        changes={changes.map((text) => ({ text }))}
        ways={words.wayOut}
        confirmLabel={words.verb}
        cancelLabel={words.keep}
        busy={busy}
        onConfirm={onConfirm}
        onCancel={onKeep}
      />
    </div>
  );
}
