import { ProblemError } from '../../shared/api/problem.js';
import { problemSentence } from '../../shared/text/problems.js';
import { toast } from '../../shared/ui/toast.js';
import { accessText } from './text.js';

const SENTENCES: Readonly<Record<string, string>> = {
  'access.above_own': 'That is more access than you hold yourself. Ask an owner to do it.',
  'access.last_owner': 'This is the last owner. Make somebody else an owner first.',
  'access.last_administrator': 'This is the last administrator. Make somebody else one first.',
  'access.owners_only': 'Only an owner changes an owner or makes one.',
  'access.administrators_only': 'Only owners and administrators of the practice can do this.',
  'access.own_membership': 'You can’t suspend or remove yourself. Ask another administrator.',
  'access.service_role': 'Services hold no role in the practice. Give them switches with a key instead.',
  'access.team_cycle': 'A team can’t stand under itself or under a team below it.',
  'access.names_nobody': 'A private record names at least one active member.',
  'access.private_records_left': 'They alone are named on a private record. Name somebody else there first.',
  'access.preview_stale': 'Somebody’s access changed since this preview. Look at what would happen now.',
};

/** One sentence for a person on whatever was refused. */
export function accessProblem(problem: unknown): string {
  return (problem instanceof ProblemError ? SENTENCES[problem.code] : undefined) ?? problemSentence(problem);
}

/** Says that nothing was changed, and why. */
export function toastRefused(problem: unknown): void {
  toast({ message: `${accessText.unchanged}. ${accessProblem(problem)}`, tone: 'danger' });
}
