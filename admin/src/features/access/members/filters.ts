import { holdsAll } from '../../clients/search/highlight.js';
import { MODULES, SCOPES } from '../model.js';
import type { MemberLine, Template } from '../requests.js';
import { accessText } from '../text.js';
import { listText } from './text.js';

/** What members can be narrowed by. */
export const FIELDS = ['state', 'role', 'scope', 'template', 'team', 'module'] as const;
export type Field = (typeof FIELDS)[number];
/** What narrows the list; an empty part narrows nothing. */
export type Filters = Record<Field, readonly string[]>;

/** Something a filter can ask for. */
export interface Choice {
  id: string;
  name: string;
}

/** Stands for "no team" and "set by hand" among ids. */
export const NONE = 'none';
/** Nothing narrowed. */
export const NO_FILTERS: Filters = { state: [], role: [], scope: [], template: [], team: [], module: [] };

/** Reads the filters of an address. */
export function readFilters(query: URLSearchParams): Filters {
  const list = (field: Field): string[] => [...new Set((query.get(field) ?? '').split(',').filter((part) => part !== ''))];
  return {
    state: list('state'),
    role: list('role'),
    scope: list('scope'),
    template: list('template'),
    team: list('team'),
    module: list('module'),
  };
}

/** The same address with these filters; what is not narrowed is left out. */
export function writeFilters(query: URLSearchParams, filters: Filters): URLSearchParams {
  const next = new URLSearchParams(query);
  for (const field of FIELDS) {
    if (filters[field].length > 0) next.set(field, filters[field].join(','));
    else next.delete(field);
  }
  return next;
}

/** What each filter may ask for, in words. */
export function choicesOf(
  members: readonly MemberLine[],
  templates: readonly Template[],
  word: (module: (typeof MODULES)[number]) => string,
): Record<Field, Choice[]> {
  const teams = new Map(members.flatMap((member) => member.teams.map(({ id, name }) => [id, name] as const)));
  return {
    state: (['active', 'invited', 'suspended'] as const).map((id) => ({ id, name: accessText.state[id] })),
    role: (['owner', 'admin', 'member'] as const).map((id) => ({ id, name: accessText.role[id] })),
    scope: SCOPES.toReversed().map((id) => ({ id, name: accessText.scope[id] })),
    template: [...templates.map(({ id, name }) => ({ id, name })), { id: NONE, name: listText.byHand }],
    team: [
      ...[...teams].map(([id, name]) => ({ id, name })).toSorted((a, b) => a.name.localeCompare(b.name, 'en-AU')),
      { id: NONE, name: listText.noTeam },
    ],
    module: MODULES.map((id) => ({ id, name: word(id) })),
  };
}

/** Whether a member fits every filter and the words that are looked for. */
export function fits(member: MemberLine, filters: Filters, find: string): boolean {
  const asks = (field: Field, test: (wanted: string) => boolean): boolean => filters[field].length === 0 || filters[field].some(test);
  return (
    asks('state', (state) => member.state === state) &&
    asks('role', (role) => member.role === role) &&
    asks('scope', (scope) => member.scope === scope) &&
    asks('template', (id) =>
      id === NONE
        ? member.grants.some(({ source }) => source === 'manual')
        : member.grants.some(({ source, sourceId }) => source === 'template' && sourceId === id),
    ) &&
    asks('team', (id) => (id === NONE ? member.teams.length === 0 : member.teams.some((team) => team.id === id))) &&
    asks('module', (id) => MODULES.some((module) => module === id && member.switches[module].read)) &&
    (find.trim() === '' || holdsAll(`${member.displayName} ${member.title} ${member.email}`, find))
  );
}
