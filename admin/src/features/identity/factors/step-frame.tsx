import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { wasSignedIn } from '../../../shared/session/signed-in.js';
import { ErrorState } from '../../../shared/ui/error-state.js';
import { useTitle } from '../../../shared/ui/use-title.js';
import { stepRequests } from './requests.js';
import type { Step } from './requests.js';
import { factorText } from './text.js';
import { isOver } from './words.js';
import door from '../door.module.css';
import classes from './factors.module.css';

/** What the sign-in of this browser still needs; a reload asks again. Not asked once it is through. */
export function useStep(through = false) {
  return useQuery({
    enabled: !through,
    queryKey: ['sign-in-step'],
    queryFn: ({ signal }) => stepRequests.state(signal),
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
}

interface StepFrameProps {
  step: ReturnType<typeof useStep>;
  /** Noticed meanwhile. */
  over: boolean;
  children: (step: Step) => ReactNode;
}

/** A step once it is known; a calm word when it is over. */
export function StepFrame({ step, over, children }: StepFrameProps) {
  if (over || isOver(step.error)) return <StepOver />;
  if (step.isError) return <ErrorState error={step.error} title={factorText.stepFailed} retry={() => void step.refetch()} />;
  return step.data === undefined ? null : children(step.data);
}

function StepOver() {
  useTitle(factorText.overTitle);
  return (
    <>
      <StepHead title={factorText.overTitle}>{factorText.overText}</StepHead>
      <Button component={Link} to="/sign-in" replace size="lg" fullWidth>
        {factorText.newLink}
      </Button>
      {wasSignedIn() && (
        <p className={classes['other']}>
          <Link className={door['link']} to="/clients" replace>
            {factorText.openAnyway}
          </Link>
        </p>
      )}
    </>
  );
}

/** The heading of a step, which takes the keyboard when the step appears unless something in it does. */
export function StepHead({ title, children, focus = true }: { title: string; children: ReactNode; focus?: boolean }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (focus) heading.current?.focus();
  }, [focus, title]);
  return (
    <div>
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      <p className={door['lead']}>{children}</p>
    </div>
  );
}
