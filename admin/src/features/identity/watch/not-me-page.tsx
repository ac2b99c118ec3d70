import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Link, useLocation } from 'react-router';
import { ProblemError, isProblem } from '../../../shared/api/problem.js';
import { problemSentence } from '../../../shared/text/problems.js';
import { useTitle } from '../../../shared/ui/use-title.js';
import { Door } from '../door.js';
import { StepHead } from '../factors/step-frame.js';
import { watchRequests } from './requests.js';
import { watchText as words } from './text.js';
import door from '../door.module.css';
import classes from './watch.module.css';

/**
 * What "this was not me" in a notice opens, and where whoever pressed it in a session arrives. The secret is used by a press,
 * never by loading the page, and is taken out of the address at once.
 */
export default function NotMePage() {
  const token = useSecret();
  const arrived: unknown = useLocation().state;
  const locked = typeof arrived === 'object' && arrived !== null && 'locked' in arrived;
  return <Door>{locked && token === '' ? <Locked /> : <Ask key={token} token={token} />}</Door>;
}

function Ask({ token }: { token: string }) {
  const lock = useMutation({ mutationFn: () => watchRequests.notMe(token) });
  useTitle(words.mailTitle);
  if (lock.isSuccess) return <Locked />;
  const malformed = lock.error instanceof ProblemError && lock.error.status === 400;
  if (token === '' || malformed || isProblem(lock.error, 'identity.link_dead')) return <Dead />;
  return (
    <>
      <StepHead title={words.mailTitle}>{words.mailLead}</StepHead>
      <ul className={classes['means']}>
        {words.mailConsequences.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
      <Button size="lg" fullWidth color="red" loading={lock.isPending} onClick={() => lock.mutate()}>
        {words.lockConfirm}
      </Button>
      {lock.isError ? (
        <p className={door['problem']} role="alert">
          {problemSentence(lock.error)}
        </p>
      ) : (
        <p className={door['hint']}>{words.mailNothing}</p>
      )}
    </>
  );
}

function Dead() {
  useTitle(words.deadTitle);
  return (
    <>
      <StepHead title={words.deadTitle}>{words.deadText}</StepHead>
      <p className={door['hint']}>{words.deadNext}</p>
      <Button component={Link} to="/sign-in" size="lg" fullWidth>
        {words.toSignIn}
      </Button>
    </>
  );
}

function Locked() {
  useTitle(words.lockedTitle);
  return (
    <>
      <StepHead title={words.lockedTitle}>{words.lockedLead}</StepHead>
      <section className={classes['after']}>
        <h2>{words.next}</h2>
        <ol>
          {words.nextList.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ol>
        <h2>{words.happened}</h2>
        <ul>
          {words.happenedList.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
        <p>{words.after}</p>
      </section>
    </>
  );
}

/** The secret behind `#`, kept in memory only; another notice opened in this tab is noticed. */
function useSecret(): string {
  const [secret, setSecret] = useState(() => location.hash.slice(1));
  useEffect(() => {
    const take = (): void => {
      const shown = location.hash.slice(1);
      if (shown === '') return;
      setSecret(shown);
      history.replaceState(history.state, '', location.pathname);
    };
    take();
    window.addEventListener('hashchange', take);
    return () => window.removeEventListener('hashchange', take);
  }, []);
  return secret;
}
