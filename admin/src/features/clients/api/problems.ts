import { ProblemError } from '../../../shared/api/problem.js';
import { problemSentence } from '../../../shared/text/problems.js';
import { recordText } from '../record/text.js';

/** Refusals that people are told in other words than programs. */
const SAID: Readonly<Record<string, string>> = { not_a_date: recordText.edit.dayWrong };

/** What was refused field by field, by the path the service names, with its sentence. */
export function fieldProblems(problem: unknown): ReadonlyMap<string, string> {
  if (!(problem instanceof ProblemError)) return new Map();
  return new Map(problem.errors.map(({ field, code, message }) => [field, SAID[code] ?? message]));
}

/** One sentence for a person: a feature's own by code, else the shared catalogue's, else the service's. */
export function problemText(problem: unknown, byCode: Readonly<Record<string, string>>): string {
  const own = problem instanceof ProblemError ? byCode[problem.code] : undefined;
  return own ?? problemSentence(problem);
}
