import { useMemo, useState } from 'react';
import { useMembers, useTeams } from '../../../shared/api/query.js';
import { dayTime } from '../../../shared/text/dates.js';
import type { ModuleName } from '../model.js';
import { Arrow } from '../parts/change-chip.js';
import type { AccessChange } from '../requests.js';
import { accessText } from '../text.js';
import { linesOf } from './changes.js';
import { memberText } from './text.js';
import page from '../parts/page.module.css';
import classes from './member.module.css';

const FIRST = 5;

interface HistorySectionProps {
  changes: readonly AccessChange[];
  word: (module: ModuleName) => string;
  /** It is the reader's own. */
  own?: boolean;
}

/** What has changed in somebody's access: old and new, when, and by whom. */
export function HistorySection({ changes, word, own = false }: HistorySectionProps) {
  const members = useMembers().data;
  const teams = useTeams().data;
  const [all, setAll] = useState(false);
  const entries = useMemo(() => {
    const teamName = (id: string): string => teams?.find((team) => team.id === id)?.name ?? memberText.goneTeam;
    return changes.map((change) => ({ change, lines: linesOf(change, word, teamName) })).filter(({ lines }) => lines.length > 0);
  }, [changes, word, teams]);
  const who = (id: string | null): string =>
    id === null ? memberText.practice : (members?.find((member) => member.id === id)?.displayName ?? accessText.unknownMember);
  return (
    <section className={page['section']} aria-labelledby="history">
      <h2 id="history">{memberText.history}</h2>
      {entries.length === 0 && <p className={page['dim']}>{memberText.noHistory}</p>}
      <ol className={classes['history']}>
        {entries.slice(0, all ? undefined : FIRST).map(({ change: { at, madeBy }, lines }, index) => (
          <li key={`${at}${index}`}>
            <span className={classes['when']}>
              <time dateTime={at}>{dayTime(at)}</time> {memberText.by(who(madeBy))}
            </span>
            <ul>
              {lines.map(({ what, from, to, direction }) => (
                <li key={`${what}${to}`} data-direction={direction ?? undefined}>
                  {direction !== null && <Arrow direction={direction} />}
                  <span>
                    {what} <b>{to}</b>
                    {from !== null && <small>, was {from}</small>}
                  </span>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ol>
      {!all && entries.length > FIRST && (
        <button type="button" className={page['link']} onClick={() => setAll(true)}>
          {memberText.earlier}
        </button>
      )}
      {entries.length > 0 && !own && <p className={page['hint']}>{memberText.historyHint}</p>}
    </section>
  );
}
