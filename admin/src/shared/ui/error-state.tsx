import { Button } from '@mantine/core';
import { isProblem, ProblemError } from '../api/problem.js';
import { sharedText } from '../text/catalogue.js';
import { problemSentence } from '../text/problems.js';
import classes from './state.module.css';

interface ErrorStateProps {
  error: unknown;
  title?: string;
  retry?: () => void;
}

/** Something could not be read: why, what to do, and what to quote. */
export function ErrorState({ error, title, retry }: ErrorStateProps) {
  // A proof that was not given can be given now.
  const refused = error instanceof ProblemError && error.status === 403 && !isProblem(error, 'identity.step_up_needed');
  return (
    <div className={classes['empty']} role="alert">
      <strong>{refused ? sharedText.problem.permission : (title ?? sharedText.problem.title)}</strong>
      <p>{problemSentence(error)}</p>
      {!refused && retry && (
        <Button variant="default" size="xs" onClick={retry}>
          {sharedText.retry}
        </Button>
      )}
      {error instanceof ProblemError && error.requestId !== null && <small>{sharedText.problem.requestId(error.requestId)}</small>}
    </div>
  );
}
