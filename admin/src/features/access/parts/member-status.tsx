import { Status } from '../../../shared/ui/status.js';
import type { StatusKind } from '../../../shared/ui/status.js';
import type { MemberState } from '../requests.js';
import { accessText } from '../text.js';

const KINDS: Record<MemberState, StatusKind> = { active: 'current', invited: 'prospect', suspended: 'paused', removed: 'archived' };

/** Where a membership stands, as a shape and a word. */
export function MemberStatus({ state }: { state: MemberState }) {
  return <Status kind={KINDS[state]}>{accessText.state[state]}</Status>;
}
