import { day } from '../../../shared/text/dates.js';
import { NOBODY } from './filters.js';
import type { Filters } from './filters.js';
import { listText } from './text.js';
import type { Places } from './use-places.js';

/** What the list can be narrowed by. */
export type FilterField = 'status' | 'team' | 'practitioner' | 'born';

/** Every such field, in the order they are offered. */
export const FILTER_FIELDS: readonly FilterField[] = ['status', 'team', 'practitioner', 'born'];

/** A filter with nothing chosen. */
export const WITHOUT: Record<FilterField, Partial<Filters>> = {
  status: { status: [] },
  team: { team: [] },
  practitioner: { practitioner: [] },
  born: { bornFrom: null, bornTo: null },
};

/** The fields that narrow the list now. */
export function fieldsInUse(filters: Filters): FilterField[] {
  return FILTER_FIELDS.filter((field) =>
    field === 'born' ? filters.bornFrom !== null || filters.bornTo !== null : filters[field].length > 0,
  );
}

/** What a filter asks for, in a few words: "Current and 1 more", "1 Jan 1980 or later". */
export function filterWords(field: FilterField, filters: Filters, places: Places): string {
  if (field === 'born') {
    const [from, to] = [filters.bornFrom && day(filters.bornFrom), filters.bornTo && day(filters.bornTo)];
    if (from && to) return listText.between(from, to);
    return from ? listText.since(from) : listText.until(to ?? '');
  }
  const [first = '', ...others] = names(field, filters, places);
  return listText.and(first, others.length);
}

function names(field: 'status' | 'team' | 'practitioner', filters: Filters, { teamName, memberName }: Places): string[] {
  if (field === 'status') return filters.status.map((status) => listText.statuses[status]);
  if (field === 'team') return filters.team.map((id) => (id === NOBODY ? listText.noTeam : teamName(id)));
  return filters.practitioner.map((id) => (id === NOBODY ? listText.noPractitioner : memberName(id)));
}
