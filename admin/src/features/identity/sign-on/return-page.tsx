import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { ProblemError } from '../../../shared/api/problem.js';
import { problemSentence } from '../../../shared/text/problems.js';
import { wasSignedIn } from '../../../shared/session/signed-in.js';
import { ErrorState } from '../../../shared/ui/error-state.js';
import { useTitle } from '../../../shared/ui/use-title.js';
import { Door } from '../door.js';
import { StepHead } from '../factors/step-frame.js';
import { intended } from '../intended.js';
import { enter, pathAfter } from '../requests.js';
import { signOnRequests } from './requests.js';
import { signOnText as words } from './text.js';

const SETTINGS = '/settings/single-sign-on';
const CODE = /^[\w-]{43}$/;
const UNASKED = /^via-([0-9a-f-]{36})$/;

/** Why a way back led nowhere, as whoever stands there can use it. */
const ENDS: Readonly<Record<string, { title: string; text: string }>> = {
  'single_sign_on.ended': { title: words.overTitle, text: words.overText },
  'single_sign_on.refused': { title: words.refusedTitle, text: words.refusedText },
  'single_sign_on.provider_failed': { title: words.failedTitle, text: words.failedText },
};

/** Where a practice’s provider leads back to: its one-time code stands behind `#`, is taken out of the address at once, and spent once. */
export default function ReturnPage() {
  const [came] = useState(() => location.hash.slice(1));
  useTitle(words.pageTitle);
  useEffect(() => history.replaceState(history.state, '', location.pathname), []);
  const unasked = UNASKED.exec(came)?.[1];
  return (
    <Door>
      {unasked !== undefined && <Unasked connectionId={unasked} />}
      {CODE.test(came) && <Finishing code={came} />}
      {unasked === undefined && !CODE.test(came) && <Ended title={words.overTitle}>{words.overText}</Ended>}
    </Door>
  );
}

function Finishing({ code }: { code: string }) {
  const navigate = useNavigate();
  const begun = useRef(false);
  const finish = useMutation({
    mutationFn: signOnRequests.finish,
    onSuccess: ({ outcome, connectionId }) => {
      if (outcome === 'tested') void navigate(SETTINGS, { replace: true, state: { tested: connectionId } });
      else void navigate(pathAfter(enter({ outcome }), intended.take), { replace: true });
    },
  });
  const { mutate, error } = finish;
  useEffect(() => {
    // Spent by one call, however often the page is drawn.
    if (begun.current) return;
    begun.current = true;
    mutate(code);
  }, [mutate, code]);
  if (!finish.isError) return <p role="status">{words.goingOn}</p>;
  if (!(error instanceof ProblemError)) return <ErrorState error={error} title={words.overTitle} retry={() => mutate(code)} />;
  const end = ENDS[error.code];
  return <Ended title={end?.title ?? words.overTitle}>{end?.text ?? problemSentence(error)}</Ended>;
}

function Ended({ title, children }: { title: string; children: string }) {
  const inside = wasSignedIn();
  return (
    <>
      <StepHead title={title}>{children}</StepHead>
      <Button component={Link} to={inside ? '/' : '/sign-in'} replace size="lg" fullWidth>
        {inside ? words.backInside : words.again}
      </Button>
    </>
  );
}

/** What a provider sends without being asked opens nothing: the person says that they want in (ASVS 7.6.2). */
function Unasked({ connectionId }: { connectionId: string }) {
  const leave = useMutation({ mutationFn: () => signOnRequests.leave(connectionId) });
  return (
    <>
      <StepHead title={words.askedTitle}>{words.asked}</StepHead>
      <Button size="lg" fullWidth loading={leave.isPending || leave.isSuccess} onClick={() => leave.mutate()}>
        {words.goOn}
      </Button>
      {leave.isError && <p role="alert">{problemSentence(leave.error)}</p>}
    </>
  );
}
