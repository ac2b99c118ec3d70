import { IconTriangleFilled } from '@tabler/icons-react';
import { day } from '../../../shared/text/dates.js';
import { keyDates } from './key-dates.js';
import type { ClientDetail, IdentifierKind } from './model.js';
import { recordText } from './text.js';
import classes from './record.module.css';

/** At most four dates under a client's name; the nearest is tinted and marked when it comes within two weeks or has passed. */
export function KeyDateStrip({ client, today }: { client: ClientDetail; today: string }) {
  const dates = keyDates(client, today);
  if (dates.length === 0) return null;
  return (
    <dl className={classes['dates']} aria-label={recordText.header.dates}>
      {dates.map((date) => (
        <div key={`${date.kind}${date.what}${date.on}`} className={date.soon ? classes['soon'] : undefined}>
          <dt>
            {date.soon && <IconTriangleFilled size={11} aria-hidden />}
            {date.kind === 'expiry'
              ? recordText.expires[date.what as IdentifierKind]
              : date.kind === 'review'
                ? recordText.header.review
                : recordText.header.adult}
          </dt>
          <dd>
            {day(date.on)} {Math.abs(date.days) <= 60 && <small>{recordText.days(date.days)}</small>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
