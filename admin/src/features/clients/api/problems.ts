import { ProblemError } from '../../../shared/api/problem.js';
import { recordText } from '../record/text.js';

/** Whether this is the service's refusal with exactly this code. */
export function isProblem(problem: unknown, code: string): problem is ProblemError {
  return problem instanceof ProblemError && problem.code === code;
}

/** What was refused field by field, by the path the service names, with its sentence. */
export function fieldProblems(problem: unknown): ReadonlyMap<string, string> {
  if (!(problem instanceof ProblemError)) return new Map();
  return new Map((problem.errors ?? []).map(({ field, message }) => [field, message]));
}

/** One sentence for a person: the catalogue's by code, else the service's own, else that it could not be reached. */
export function problemText(problem: unknown, byCode: Readonly<Record<string, string>>): string {
  if (!(problem instanceof ProblemError)) return recordText.unreachable;
  const [first] = problem.errors ?? [];
  return byCode[problem.code] ?? first?.message ?? problem.detail ?? recordText.failed;
}
