import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { dateIn, day, dayTime } from '../../../shared/text/dates.js';
import { problemSentence } from '../../../shared/text/problems.js';
import { Copyable } from './copyable.js';
import { ProviderForm } from './provider-form.js';
import { signOnKey, signOnRequests } from './requests.js';
import type { Connection, Stage } from './requests.js';
import { StageActs } from './stage-acts.js';
import { signOnText as words } from './text.js';
import { Unlink } from './unlink.js';
import page from '../security.module.css';
import classes from './sign-on.module.css';

const REACHED = { draft: 0, tested: 1, on: 2, announced: 2, required: 3 } as const satisfies Record<Stage, number>;
const SOON_MS = 30 * 86_400_000;
const lower = (when: string): string => when.replace(/^[TY]/, (letter) => letter.toLowerCase());

interface ConnectionCardProps {
  connection: Connection;
  /** Whether whoever looks came in by it. */
  cameByIt: boolean;
  changes: boolean;
  owner: boolean;
  justTested: boolean;
}

/** One connection: how far it has come, what each side is told, how the last try went, and the next step. */
export function ConnectionCard({ connection, cameByIt, changes, owner, justTested }: ConnectionCardProps) {
  const { id, name, kind, stage, enforcedFrom } = connection;
  const isSetUp = connection.oidc !== null || connection.saml !== null;
  // Where it stands comes first once it is set up; while it is set up, what there is to fill in.
  const [open] = useState(!isSetUp);
  const root = useRef<HTMLElement>(null);
  useEffect(() => {
    if (justTested) root.current?.scrollIntoView({ block: 'start' });
  }, [justTested]);
  return (
    <article ref={root} className={classes['card']} aria-labelledby={`connection-${id}`}>
      <div className={classes['head']}>
        <div>
          <h3 id={`connection-${id}`}>{name}</h3>
          <small>{words.kinds[kind]}</small>
        </div>
      </div>
      <Track stage={stage} />
      <p className={classes['now']}>
        {stage === 'draft' && isSetUp ? words.filledIn : words.stageNow[stage]}{' '}
        {stage === 'announced' && enforcedFrom !== null && words.requiredFrom(lower(dayTime(enforcedFrom)))}
      </p>
      <details className={classes['part']} open={open}>
        <summary>{words.ours}</summary>
        <Ours connection={connection} />
      </details>
      <details className={classes['part']} open={open}>
        <summary>{words.theirs}</summary>
        <Certificates connection={connection} />
        <ProviderForm key={connection.version} connection={connection} readOnly={!changes} />
      </details>
      {changes && REACHED[stage] >= 2 && (
        <details className={classes['part']}>
          <summary>{words.unlinkPart}</summary>
          <Unlink />
        </details>
      )}
      {isSetUp && <Trial connection={connection} changes={changes} justTested={justTested} />}
      {changes && <StageActs connection={connection} cameByIt={cameByIt} owner={owner} />}
    </article>
  );
}

/** The four steps as a line of them; a word and a shape each, never a colour alone. */
function Track({ stage }: { stage: Stage }) {
  const reached = REACHED[stage];
  return (
    <ol className={classes['track']} aria-label={words.track}>
      {words.trackSteps.map((step, index) => (
        <li key={step} data-done={index <= reached || undefined} {...(index === reached && { 'aria-current': 'step' as const })}>
          <span aria-hidden>{index < reached ? '✓' : index + 1}</span>
          {step}
        </li>
      ))}
    </ol>
  );
}

function Ours({ connection: { kind, ours } }: { connection: Connection }) {
  return (
    <div className={classes['fields']}>
      <p className={page['hint']}>{words.oursLead[kind]}</p>
      {kind === 'oidc' ? (
        <>
          <Copyable label={words.callbackUrl} value={ours.callbackUrl} />
          <Copyable label={words.logoutUrl} value={ours.logoutUrl} />
        </>
      ) : (
        <>
          <Copyable label={words.metadataUrl} value={ours.metadataUrl} />
          <Copyable label={words.assertionConsumerUrl} value={ours.assertionConsumerUrl} />
        </>
      )}
    </div>
  );
}

/** What ends, and when: a provider whose last certificate ends lets nobody in. */
function Certificates({ connection: { saml } }: { connection: Connection }) {
  if (!saml) return null;
  const now = Date.now();
  const { refreshedAt, refreshFailedAt } = saml;
  return (
    <div className={classes['certificates']}>
      <b>{words.certificates}</b>
      <ul>
        {saml.certificates.map(({ fingerprint, subject, validTo }) => {
          const ends = new Date(validTo).getTime();
          const until = day(dateIn(validTo));
          return (
            <li key={fingerprint} data-soon={ends - now < SOON_MS || undefined}>
              <span>
                {subject.replace(/^CN=/, '')}, {ends < now ? words.ended(until) : words.until(until)}
                {ends > now && ends - now < SOON_MS && `, ${words.endsSoon}`}
              </span>
              <code>{fingerprint}</code>
            </li>
          );
        })}
      </ul>
      {refreshFailedAt !== null && <p className={classes['warn']}>{words.refreshFailed(lower(dayTime(refreshFailedAt)))}</p>}
      {refreshFailedAt === null && refreshedAt !== null && <p className={page['hint']}>{words.refreshed(lower(dayTime(refreshedAt)))}</p>}
    </div>
  );
}

/** A real sign-in that opens nothing, and what the last one read. */
function Trial({ connection, changes, justTested }: { connection: Connection; changes: boolean; justTested: boolean }) {
  const cache = useQueryClient();
  const { id, test } = connection;
  const leave = useMutation({
    mutationFn: () => signOnRequests.test(id),
    onError: () => void cache.invalidateQueries({ queryKey: signOnKey }),
  });
  return (
    <div className={classes['trial']} {...(justTested && { role: 'status' })}>
      {test !== null && (
        <div data-failed={test.problem !== null || undefined}>
          <b>{words.testedTitle(lower(dayTime(test.at)))}</b>
          {test.problem === null ? (
            <p>
              {words.testWorked(test.email ?? test.name ?? words.testNobody)} {words.testFactor(test.assurance)}
            </p>
          ) : (
            <p>
              {words.reasons[test.problem]} {test.hint !== null && <code>{test.hint}</code>}
            </p>
          )}
          {test.methods.length > 0 && <small>{words.testMethods(test.methods.join(', '))}</small>}
        </div>
      )}
      {changes && (
        <div className={page['acts']}>
          <Button
            size="xs"
            variant={connection.stage === 'draft' ? 'filled' : 'default'}
            loading={leave.isPending || leave.isSuccess}
            onClick={() => leave.mutate()}
          >
            {test === null ? words.test : words.testAgain}
          </Button>
          <span>{words.testHint}</span>
        </div>
      )}
      {leave.isError && (
        <p className={page['refused']} role="alert">
          {problemSentence(leave.error)}
        </p>
      )}
    </div>
  );
}
