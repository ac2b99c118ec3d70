import { Button } from '@mantine/core';
import { useState } from 'react';
import { useMe, useSignIns } from '../../shared/api/query.js';
import type { Me, SignIn } from '../../shared/api/types.js';
import { SignOutEverywhere } from '../../shared/session/sign-out-everywhere.js';
import { useSignOut } from '../../shared/session/sign-out.js';
import { dayTime } from '../../shared/text/dates.js';
import { EmptyState } from '../../shared/ui/empty-state.js';
import { ErrorState } from '../../shared/ui/error-state.js';
import { SkeletonRows, useSlow } from '../../shared/ui/skeleton.js';
import { Status } from '../../shared/ui/status.js';
import type { StatusKind } from '../../shared/ui/status.js';
import { useTitle } from '../../shared/ui/use-title.js';
import { FactorsSection } from './factors/factors-section.js';
import { LinkedAccounts } from './providers/linked-accounts.js';
import { identityText } from './text.js';
import classes from './own-security.module.css';

const words = identityText.security;

/** One's own account: the session one is in, and everything that was done to get in. */
export default function OwnSecurityPage() {
  const me = useMe().data;
  const signIns = useSignIns();
  const slow = useSlow(signIns.isPending);
  const [asking, setAsking] = useState(false);
  const signOut = useSignOut();
  useTitle(words.title);
  return (
    <div className={classes['page']}>
      <header className={classes['head']}>
        <div>
          <h1>{words.title}</h1>
          <p>{words.intro}</p>
        </div>
        <div className={classes['acts']}>
          <Button variant="default" onClick={() => void signOut(false)}>
            {words.here}
          </Button>
          <Button variant="outline" color="red" onClick={() => setAsking(true)}>
            {words.everywhere}
          </Button>
        </div>
      </header>
      <section aria-labelledby="this-session">
        <h2 id="this-session">{words.session}</h2>
        <dl className={classes['facts']}>
          {me !== undefined &&
            facts(me).map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
        </dl>
      </section>
      {me?.viewing === undefined || me.viewing === null ? <OwnDoors /> : null}
      <section aria-labelledby="sign-ins">
        <h2 id="sign-ins">{words.log}</h2>
        <p className={classes['hint']}>{words.logHint}</p>
        {slow && <SkeletonRows rows={6} />}
        {signIns.isError && <ErrorState error={signIns.error} title={words.failed} retry={() => void signIns.refetch()} />}
        {signIns.isSuccess &&
          (signIns.data.length === 0 ? <EmptyState title={words.none}>{words.noneHint}</EmptyState> : <SignInTable lines={signIns.data} />)}
      </section>
      <SignOutEverywhere opened={asking} onClose={() => setAsking(false)} />
    </div>
  );
}

/** What opens the account. */
function OwnDoors() {
  return (
    <>
      <FactorsSection />
      <LinkedAccounts />
    </>
  );
}

function facts({ member, session }: Me): [string, string][] {
  return [
    [words.started, dayTime(session.startedAt)],
    [words.ends, dayTime(session.expiresAt)],
    [words.idle, words.minutes(session.idleMinutes)],
    [words.mayOpen, words.scopes[member.scope]],
  ];
}

function SignInTable({ lines }: { lines: readonly SignIn[] }) {
  return (
    <div className={classes['scroll']}>
      <table className={classes['table']}>
        <thead>
          <tr>
            <th scope="col">{words.when}</th>
            <th scope="col">{words.what}</th>
            <th scope="col">{words.device}</th>
            <th scope="col">{words.network}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ at, outcome, device, ip }, index) => (
            <tr key={`${at}${index}`}>
              <td>
                <time dateTime={at}>{dayTime(at)}</time>
              </td>
              <td>
                <Status kind={kindOf(outcome)}>{words.outcomes[outcome] ?? outcome}</Status>
              </td>
              <td>{device}</td>
              <td>{ip ?? words.unknownNetwork}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function kindOf(outcome: string): StatusKind {
  if (/^(signed_in|confirmed)/.test(outcome)) return 'current';
  if (/_wrong$|^link_dead$|^step_over$/.test(outcome)) return 'due';
  return outcome === 'link_asked' ? 'prospect' : 'archived';
}
