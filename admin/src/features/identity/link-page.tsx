import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';
import { Link, useNavigate } from 'react-router';
import { isProblem, ProblemError } from '../../shared/api/problem.js';
import { problemSentence } from '../../shared/text/problems.js';
import { useTitle } from '../../shared/ui/use-title.js';
import { clockText, useSecondsUntil } from './countdown.js';
import { Door } from './door.js';
import { intended } from './intended.js';
import { pathAfter, signInRequests } from './requests.js';
import { identityText } from './text.js';
import classes from './door.module.css';

/**
 * What a link in a mail opens. It is spent by a press, never by loading the page: programs that look at mail follow links.
 * The secret stands behind `#`, so no server sees it on the way, and it is taken out of the address at once.
 */
export default function LinkPage() {
  const token = useToken();
  useTitle(identityText.linkTitle);
  return (
    <Door>
      <LinkStep key={token} token={token} />
    </Door>
  );
}

function LinkStep({ token }: { token: string }) {
  const navigate = useNavigate();
  const heading = useRef<HTMLHeadingElement>(null);
  const spend = useMutation({
    mutationFn: signInRequests.link,
    onSuccess: (redeemed) => {
      if (redeemed.outcome !== 'code') void navigate(pathAfter(redeemed, intended.take), { replace: true });
    },
  });
  const { data, error } = spend;
  useEffect(() => {
    if (data?.outcome === 'code' || error) heading.current?.focus();
  }, [data, error]);
  if (data?.outcome === 'code' && data.code !== undefined)
    return <ShownCode code={data.code} expiresAt={data.expiresAt ?? ''} heading={heading} />;
  const incomplete = token === '' || (error instanceof ProblemError && error.status === 400);
  if (incomplete || isProblem(error, 'identity.link_dead')) {
    return (
      <>
        <div>
          <h1 ref={heading} tabIndex={-1}>
            {incomplete ? identityText.incompleteTitle : identityText.deadTitle}
          </h1>
          <p className={classes['lead']}>{incomplete ? identityText.incompleteText : identityText.deadText}</p>
        </div>
        <Button component={Link} to="/sign-in" size="lg" fullWidth>
          {identityText.newLink}
        </Button>
      </>
    );
  }
  if (isProblem(error, 'access.network_refused')) {
    const address = error.extra['address'];
    return (
      <>
        <div>
          <h1 ref={heading} tabIndex={-1}>
            {identityText.outsideTitle}
          </h1>
          <p className={classes['lead']}>{identityText.outsideText}</p>
        </div>
        {typeof address === 'string' && <p className={classes['hint']}>{identityText.outsideSeen(address)}</p>}
        <Button component={Link} to="/sign-in" size="lg" fullWidth>
          {identityText.newLink}
        </Button>
      </>
    );
  }
  return (
    <>
      <div>
        <h1 ref={heading} tabIndex={-1}>
          {identityText.linkTitle}
        </h1>
        <p className={classes['lead']}>{identityText.linkText}</p>
      </div>
      <Button size="lg" fullWidth autoFocus loading={spend.isPending || spend.isSuccess} onClick={() => spend.mutate(token)}>
        {identityText.linkButton}
      </Button>
      {spend.isError ? (
        <p className={classes['problem']} role="alert">
          {problemSentence(spend.error)}
        </p>
      ) : (
        <p className={classes['hint']}>{identityText.linkUnasked}</p>
      )}
    </>
  );
}

interface ShownCodeProps {
  code: string;
  expiresAt: string;
  heading: RefObject<HTMLHeadingElement | null>;
}

function ShownCode({ code, expiresAt, heading }: ShownCodeProps) {
  const left = useSecondsUntil(new Date(expiresAt).getTime());
  useEffect(() => heading.current?.focus(), [heading]);
  return (
    <>
      <div>
        <h1 ref={heading} tabIndex={-1}>
          {identityText.shownTitle}
        </h1>
        <p className={classes['lead']}>{left === 0 ? identityText.shownRanOut : identityText.shownText}</p>
      </div>
      {left > 0 && (
        <>
          <output className={classes['shown']} aria-label={identityText.shownSpoken(code)}>
            {code.slice(0, 3)} {code.slice(3)}
          </output>
          <p className={classes['hint']}>{identityText.shownRunsOut(clockText(left))}</p>
          <p className={classes['caution']}>
            <IconAlertTriangle size={16} stroke={1.6} aria-hidden />
            {identityText.shownCaution}
          </p>
        </>
      )}
    </>
  );
}

/** The secret behind `#`, kept in memory only; another link opened in this tab is noticed. */
function useToken(): string {
  const [token, setToken] = useState(() => location.hash.slice(1));
  useEffect(() => {
    const take = (): void => {
      const secret = location.hash.slice(1);
      if (secret === '') return;
      setToken(secret);
      history.replaceState(history.state, '', location.pathname);
    };
    take();
    window.addEventListener('hashchange', take);
    return () => window.removeEventListener('hashchange', take);
  }, []);
  return token;
}
