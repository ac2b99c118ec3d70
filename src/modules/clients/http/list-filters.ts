import { InvalidInput } from '../../../common/errors.js';
import { isCalendarDate } from '../domain/calendar.js';
import { CLIENT_STATUSES, type ClientStatus } from '../domain/client.js';
import type { ClientFilters } from '../queries/client-filters.js';
import { ID_OR_NONE } from './client-lists.dto.js';

/** Filters written as comma-separated lists in an address. */
export function filtersFromQuery({ status, team, practitioner }: { status?: string; team?: string; practitioner?: string }): ClientFilters {
  const statuses = words(status);
  if (statuses?.some((word) => !CLIENT_STATUSES.includes(word as ClientStatus)))
    refuse('status', `Choose among ${CLIENT_STATUSES.join(', ')}.`);
  return toFilters({
    status: statuses as ClientStatus[] | undefined,
    team: ids('team', words(team)),
    practitioner: ids('practitioner', words(practitioner)),
  });
}

/** Filters written as lists in a body; an empty list narrows nothing. */
export function toFilters({
  status,
  team,
  practitioner,
}: {
  status?: ClientStatus[] | undefined;
  team?: string[] | undefined;
  practitioner?: string[] | undefined;
}): ClientFilters {
  return {
    ...(status && status.length > 0 && { status: [...new Set(status)] }),
    ...(team && team.length > 0 && { team: orNobody(team) }),
    ...(practitioner && practitioner.length > 0 && { practitioner: orNobody(practitioner) }),
  };
}

/** A day of a range, or null. @throws InvalidInput */
export function rangeDay(field: string, value: string | undefined): string | null {
  if (value === undefined || value === '') return null;
  if (!isCalendarDate(value)) refuse(field, 'Give a day that exists, written YYYY-MM-DD.');
  return value;
}

function words(list: string | undefined): string[] | undefined {
  return list
    ?.split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

function ids(field: string, list: string[] | undefined): string[] | undefined {
  if (list?.some((id) => !ID_OR_NONE.test(id))) refuse(field, 'Give ids, or none for clients that belong to nobody.');
  return list;
}

function orNobody(list: string[]): (string | null)[] {
  return [...new Set(list)].map((id) => (id === 'none' ? null : id));
}

function refuse(field: string, message: string): never {
  throw new InvalidInput([{ field, code: 'not_allowed', message }]);
}
