import { ProblemError } from '../api/problem.js';

/** What the service refused a field for, by the path it names (`emails.0.value`); null when the field is fine. */
export function fieldError(error: unknown, path: string): string | null {
  if (!(error instanceof ProblemError)) return null;
  return error.errors.find(({ field }) => field === path)?.message ?? null;
}
