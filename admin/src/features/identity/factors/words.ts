import { isProblem, ProblemError } from '../../../shared/api/problem.js';
import { problemSentence } from '../../../shared/text/problems.js';
import { PasskeyError } from './passkey.js';
import { factorText } from './text.js';

/** One sentence on why a proof or a new factor was not taken. */
export function factorProblem(error: unknown): string {
  if (error instanceof PasskeyError) return factorText.passkeyTrouble[error.trouble];
  if (isProblem(error, 'identity.factor_wrong')) {
    const left = error.extra['attemptsLeft'];
    return factorText.wrong(typeof left === 'number' ? left : null);
  }
  return problemSentence(error);
}

/** Whether the step that was open is over. */
export function isOver(error: unknown): boolean {
  return error instanceof ProblemError && error.code === 'identity.step_over';
}
