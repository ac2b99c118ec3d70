import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { Link, useNavigate } from 'react-router';
import { isProblem } from '../../../shared/api/problem.js';
import { wasSignedIn } from '../../../shared/session/signed-in.js';
import { ErrorState } from '../../../shared/ui/error-state.js';
import { useTitle } from '../../../shared/ui/use-title.js';
import { Door } from '../door.js';
import { StepHead } from '../factors/step-frame.js';
import { intended } from '../intended.js';
import { enter, pathAfter } from '../requests.js';
import { providerRequests } from './requests.js';
import { providerText as words } from './text.js';
import door from '../door.module.css';

const SECURITY = '/security';

/** Where a provider's answer leads: on into the house, or to the question whether to link. */
export default function ProviderPage() {
  const navigate = useNavigate();
  const inside = useRef(wasSignedIn());
  useTitle(words.pageTitle);
  const goOn = useMutation({
    mutationFn: providerRequests.goOn,
    onSuccess: (returned) => {
      const { outcome } = returned;
      if (outcome !== 'unlinked') void navigate(pathAfter(enter({ outcome }), intended.take), { replace: true });
      else if (inside.current) void navigate(SECURITY, { replace: true });
    },
  });
  const begun = useRef(false);
  const { mutate } = goOn;
  useEffect(() => {
    // Spent by one call, however often the page is drawn.
    if (begun.current) return;
    begun.current = true;
    mutate();
  }, [mutate]);
  const { data, error } = goOn;
  return (
    <Door>
      {data?.outcome === 'unlinked' && data.provider !== undefined && !inside.current && (
        <>
          <StepHead title={words.unlinkedTitle(words.account[data.provider])}>
            {words.unlinkedText(data.email ?? null, words.account[data.provider])}
          </StepHead>
          <Button component={Link} to="/sign-in" state={{ from: SECURITY }} size="lg" fullWidth onClick={() => intended.keep(SECURITY)}>
            {words.signInByMail}
          </Button>
          <p className={door['hint']}>
            <Link className={door['link']} to="/sign-in" replace>
              {words.notNow}
            </Link>
          </p>
        </>
      )}
      {isProblem(error, 'identity.provider_flow_over') && (
        <>
          <StepHead title={words.overTitle}>{words.overText}</StepHead>
          <Button component={Link} to={inside.current ? SECURITY : '/sign-in'} replace size="lg" fullWidth>
            {inside.current ? words.backInside : words.back}
          </Button>
        </>
      )}
      {goOn.isError && !isProblem(error, 'identity.provider_flow_over') && (
        <ErrorState error={error} title={words.overTitle} retry={() => goOn.mutate()} />
      )}
      {!goOn.isError && data?.outcome !== 'unlinked' && <p role="status">{words.goingOn}</p>}
    </Door>
  );
}
