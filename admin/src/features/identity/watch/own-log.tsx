import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import { dayTime } from '../../../shared/text/dates.js';
import { EmptyState } from '../../../shared/ui/empty-state.js';
import { ErrorState } from '../../../shared/ui/error-state.js';
import { SkeletonRows, useSlow } from '../../../shared/ui/skeleton.js';
import { DaysPlot } from './days-plot.js';
import { NotMeDialog } from './not-me-dialog.js';
import { OWN_LINES, useDevices, useOwnSignIns } from './requests.js';
import type { Shown, SignIn } from './requests.js';
import { ShownFilter } from './shown-filter.js';
import { SignInTable } from './sign-in-table.js';
import { watchText as words } from './text.js';
import { beginningOf, mayBeSomebodyElse, newsOf, outcomeWord } from './words.js';
import classes from './watch.module.css';
import page from '../own-security.module.css';

const STEP = 10;

interface OwnLogProps {
  /** When the session began that looks. */
  startedAt: string | undefined;
  /** Somebody else looks as this person: nothing can be done. */
  readOnly: boolean;
}

/** Everything that was done to get in to one's account, with a word about each line that was not one's own doing. */
export function OwnLog({ startedAt, readOnly }: OwnLogProps) {
  const [shown, setShown] = useState<Shown>('all');
  const [count, setCount] = useState(STEP);
  const [asking, setAsking] = useState<SignIn | null>(null);
  const log = useOwnSignIns(shown);
  const signedIn = useOwnSignIns('signed_in').data;
  const devices = useDevices(!readOnly).data;
  const slow = useSlow(log.isPending);
  const news = useMemo(() => newsOf(signedIn ?? [], devices ?? []), [signedIn, devices]);
  const here = startedAt === undefined ? undefined : beginningOf(startedAt, signedIn ?? []);
  const isHere = (line: SignIn): boolean => line.kind === 'signed_in' && line.at === here?.at;
  const lines = log.data ?? [];
  return (
    <section aria-labelledby="sign-ins">
      <div className={classes['head']}>
        <div>
          <h2 id="sign-ins">{words.log}</h2>
          <p className={page['hint']}>{words.logHint}</p>
        </div>
        <ShownFilter
          value={shown}
          onChange={(next) => {
            setShown(next);
            setCount(STEP);
          }}
        />
      </div>
      <DaysPlot />
      {slow && <SkeletonRows rows={6} />}
      {log.isError && log.data === undefined && <ErrorState error={log.error} title={words.failed} retry={() => void log.refetch()} />}
      {log.data?.length === 0 && <EmptyState title={words.none[shown].title}>{words.none[shown].hint}</EmptyState>}
      {lines.length > 0 && (
        <SignInTable
          label={words.log}
          lines={lines.slice(0, count)}
          keyOf={({ at }, index) => `${at}${index}`}
          marks={(line) => <Marks here={isHere(line)} {...(line.kind === 'signed_in' && news.get(line.at))} />}
          {...(!readOnly && {
            act: (line: SignIn) =>
              mayBeSomebodyElse(line) &&
              !isHere(line) && (
                <Button
                  size="xs"
                  variant="default"
                  aria-label={words.notMeNamed(outcomeWord(line), dayTime(line.at))}
                  onClick={() => setAsking(line)}
                >
                  {words.notMe}
                </Button>
              ),
          })}
        />
      )}
      {lines.length > 0 && (
        <div className={classes['more']}>
          {lines.length > count && (
            <Button variant="default" size="xs" onClick={() => setCount(count + 2 * STEP)}>
              {words.more(Math.min(2 * STEP, lines.length - count))}
            </Button>
          )}
          {lines.length === OWN_LINES && lines.length <= count && <span>{words.latest(OWN_LINES)}</span>}
        </div>
      )}
      {asking && <NotMeDialog line={asking} onClose={() => setAsking(null)} />}
    </section>
  );
}

function Marks({ here, device = false, country = false }: { here: boolean; device?: boolean; country?: boolean }) {
  return (
    <>
      {here && (
        <em className={classes['mark']} data-here>
          {words.here}
        </em>
      )}
      {device && (
        <em className={classes['mark']} title={words.newDeviceHint}>
          {words.newDevice}
        </em>
      )}
      {country && (
        <em className={classes['mark']} title={words.newCountryHint}>
          {words.newCountry}
        </em>
      )}
    </>
  );
}
