import { useMe } from '../../../shared/api/query.js';

/** The zone of the practice's wall clock; the viewer's own until it is known. */
export function useTimeZone(): string {
  return useMe().data?.organisation.timeZone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone;
}
