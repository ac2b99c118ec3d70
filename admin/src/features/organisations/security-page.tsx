import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { Link } from 'react-router';
import { isProblem } from '../../shared/api/problem.js';
import { keys, useMe } from '../../shared/api/query.js';
import { useMay } from '../../shared/api/use-may.js';
import { problemSentence } from '../../shared/text/problems.js';
import { Consequence } from '../../shared/ui/consequence.js';
import { ErrorState } from '../../shared/ui/error-state.js';
import { SkeletonRows, useSlow } from '../../shared/ui/skeleton.js';
import { toast } from '../../shared/ui/toast.js';
import { useTitle } from '../../shared/ui/use-title.js';
import { Doors } from './doors.js';
import { NetworksState } from './networks/networks-state.js';
import { IdleLimit, inWords } from './idle-limit.js';
import { askForFactors, securityKey, useSecurity } from './requests.js';
import type { FactorPolicy, Security } from './requests.js';
import { practiceText as words } from './text.js';
import classes from './security.module.css';

const POLICIES: readonly FactorPolicy[] = ['optional', 'required', 'passkey'];

/** What the practice asks of whoever signs in: read by those with settings, changed by those who run it. */
export default function PracticeSecurityPage() {
  const me = useMe().data;
  const may = useMay('settings');
  const security = useSecurity();
  const slow = useSlow(security.isPending);
  useTitle(words.title);
  const changes = me !== undefined && me.member.role !== 'member' && may('update');
  return (
    <div className={classes['page']}>
      <header>
        <h1>{words.title}</h1>
        <p>{me && words.lead(me.organisation.name)}</p>
      </header>
      {slow && <SkeletonRows rows={4} />}
      {security.isError && security.data === undefined && (
        <ErrorState error={security.error} title={words.failed} retry={() => void security.refetch()} />
      )}
      {security.data && (
        <>
          <section aria-labelledby="factors">
            <h2 id="factors">{words.factors}</h2>
            <p className={classes['hint']}>{words.factorsLead}</p>
            <Policy key={security.data.factors} security={security.data} readOnly={!changes} />
          </section>
          <NetworksState />
          {me && me.member.role !== 'member' && <Doors member={me.member} />}
          <section aria-labelledby="sessions">
            <h2 id="sessions">{words.session}</h2>
            <p className={classes['hint']}>{words.idle(inWords(security.data.idleMinutes))}</p>
            <IdleLimit key={security.data.idleMinutes} security={security.data} readOnly={!changes} />
          </section>
        </>
      )}
    </div>
  );
}

function Policy({ security, readOnly }: { security: Security; readOnly: boolean }) {
  const cache = useQueryClient();
  const name = useId();
  const [chosen, setChosen] = useState(security.factors);
  const [asking, setAsking] = useState(false);
  const change = useMutation({
    mutationFn: askForFactors,
    onSuccess: ({ sessionsEnded }, factors) => {
      toast({ message: words.changed(sessionsEnded) });
      cache.setQueryData<Security>(securityKey, { ...security, factors });
      void cache.invalidateQueries({ queryKey: keys.factors });
    },
    onError: () => setAsking(false),
  });
  const choose = (policy: FactorPolicy): void => {
    setChosen(policy);
    setAsking(false);
    change.reset();
  };
  const title = words.policy[chosen].name;
  return (
    <>
      <fieldset className={classes['options']}>
        <legend>{words.factors}</legend>
        {POLICIES.map((policy) => (
          <label key={policy}>
            <input
              type="radio"
              name={name}
              value={policy}
              checked={chosen === policy}
              disabled={readOnly}
              onChange={() => choose(policy)}
            />
            <span>
              <b>
                {words.policy[policy].name}
                {policy === security.factors && <em>{words.now}</em>}
              </b>
              <small>{words.policy[policy].means}</small>
            </span>
          </label>
        ))}
      </fieldset>
      {change.isError && (
        <div className={classes['refused']} role="alert">
          <b>{words.refused}</b>
          <p>
            {problemSentence(change.error)}{' '}
            {isProblem(change.error, 'organisations.would_lock_you_out') && <Link to="/security">{words.own}</Link>}
          </p>
        </div>
      )}
      {readOnly && <p className={classes['hint']}>{words.readOnly}</p>}
      {!readOnly && !asking && (
        <div className={classes['acts']}>
          <Button disabled={chosen === security.factors} onClick={() => setAsking(true)}>
            {words.save}
          </Button>
          {chosen === security.factors && <span>{words.unchanged}</span>}
        </div>
      )}
      {asking && (
        <Consequence
          danger={chosen !== 'optional'}
          title={words.consequence(title)}
          now={words.nowIs(words.policy[security.factors].name)}
          changes={effects(security.factors, chosen)}
          confirmLabel={words.confirm(title)}
          busy={change.isPending}
          onConfirm={() => change.mutate(chosen)}
          onCancel={() => setAsking(false)}
        />
      )}
    </>
  );
}

function effects(from: FactorPolicy, to: FactorPolicy): { text: string }[] {
  const stricter = POLICIES.indexOf(to) > POLICIES.indexOf(from);
  return [{ text: words.addsOnNext[to] }, ...(stricter ? [{ text: words.ends }, { text: words.yours }] : [{ text: words.noneEnds }])];
}
