import { changesBetween, fromBits } from '../model.js';
import type { Access, Change, ModuleName, Role, Scope } from '../model.js';
import { level } from '../parts/change-chip.js';
import type { AccessChange } from '../requests.js';
import { accessText } from '../text.js';
import { memberText } from './text.js';

/** One thing that is not as before. */
export interface ChangeLine {
  what: string;
  from: string | null;
  to: string;
  direction: Change['direction'] | null;
}

/** What one entry of the history changed, old to new. */
export function linesOf(
  { before, after, madeBy }: AccessChange,
  word: (module: ModuleName) => string,
  teamName: (id: string) => string,
): ChangeLine[] {
  const lines: ChangeLine[] = [];
  const [was, is] = [before === null ? null : stateOf(before), stateOf(after)];
  if (was === null) lines.push({ what: memberText.began, from: null, to: '', direction: null });
  if (was !== null && was.active !== is.active)
    lines.push({
      what: !is.active ? memberText.ended : madeBy === null ? memberText.accepted : memberText.opened,
      from: null,
      to: '',
      direction: is.active ? 'up' : 'down',
    });
  if (was === null || was.role !== is.role)
    lines.push({ what: memberText.standing, from: was && accessText.role[was.role], to: accessText.role[is.role], direction: null });
  const start: Access = was ?? { scope: is.scope, switches: fromBits({}) };
  for (const change of changesBetween(start, is)) {
    const what = change.what === 'scope' ? accessText.scopeLabel : word(change.what);
    lines.push({ what, from: was === null ? null : level(was, change.what), to: level(is, change.what), direction: change.direction });
  }
  for (const id of is.teams)
    if (was?.teams.includes(id) !== true) lines.push({ what: memberText.joined(teamName(id)), from: null, to: '', direction: 'up' });
  for (const id of was?.teams ?? [])
    if (!is.teams.includes(id)) lines.push({ what: memberText.left(teamName(id)), from: null, to: '', direction: 'down' });
  return lines;
}

interface Kept extends Access {
  role: Role;
  active: boolean;
  teams: string[];
}

function stateOf(row: Record<string, unknown>): Kept {
  const teams = row['team_ids'] ?? row['teamIds'];
  return {
    role: (row['role'] ?? 'member') as Role,
    scope: (row['scope'] ?? 'assigned') as Scope,
    active: row['active'] !== false,
    teams: Array.isArray(teams) ? teams.filter((id): id is string => typeof id === 'string') : [],
    switches: fromBits(row),
  };
}
