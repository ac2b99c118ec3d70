import { applied, changesBetween, MODULES } from '../model.js';
import type { Access, Change, ModuleName } from '../model.js';
import type { MemberLine, Preview, Template } from '../requests.js';

/** One member of a preview: what they hold, what they would hold, what is different. */
export interface Outcome {
  member: MemberLine;
  allowed: boolean;
  reason: string | null;
  before: Access;
  after: Access;
  changes: Change[];
}

/** A preview, member by member. */
export function outcomesOf(preview: Preview, members: readonly MemberLine[], template: Template): Outcome[] {
  return preview.items.flatMap(({ memberId, allowed, reason, gains, loses }) => {
    const member = members.find(({ id }) => id === memberId);
    if (member === undefined) return [];
    const before = { scope: member.scope, switches: member.switches };
    const through = member.grants.filter(({ source }) => source === 'team' || source === 'directory').map(({ scope }) => scope);
    const scope = through.reduce((widest, each) => (wider(each, widest) ? each : widest), template.scope);
    const after = allowed ? applied(before, gains, loses, scope) : before;
    return [{ member, allowed, reason, before, after, changes: changesBetween(before, after) }];
  });
}

function wider(a: Access['scope'], b: Access['scope']): boolean {
  const order = ['assigned', 'team', 'all'];
  return order.indexOf(a) > order.indexOf(b);
}

/** How many levels go up and down, and for how many members. */
export interface Counts {
  gained: number;
  gainers: number;
  lost: number;
  losers: number;
  same: string[];
}

/** The sum of all outcomes. */
export function countsOf(outcomes: readonly Outcome[]): Counts {
  const up = ({ direction }: Change): boolean => direction !== 'down';
  const down = ({ direction }: Change): boolean => direction !== 'up';
  return {
    gained: outcomes.reduce((sum, { changes }) => sum + changes.filter(up).length, 0),
    gainers: outcomes.filter(({ changes }) => changes.some(up)).length,
    lost: outcomes.reduce((sum, { changes }) => sum + changes.filter(down).length, 0),
    losers: outcomes.filter(({ changes }) => changes.some(down)).length,
    same: outcomes.filter(({ changes }) => changes.length === 0).map(({ member }) => member.displayName),
  };
}

/** The columns in which anything changes for anybody, the scope first. */
export function columnsOf(outcomes: readonly Outcome[]): ('scope' | ModuleName)[] {
  return (['scope', ...MODULES] as const).filter((what) => outcomes.some(({ changes }) => changes.some((change) => change.what === what)));
}

/** Members to whom the same modules open, or close. */
export interface Doors {
  direction: 'up' | 'down';
  who: string[];
  modules: ModuleName[];
}

/** Who opens which modules for the first time, and who loses which altogether; said once for everybody alike. */
export function doorsOf(outcomes: readonly Outcome[]): Doors[] {
  const groups = new Map<string, Doors>();
  for (const direction of ['down', 'up'] as const) {
    for (const module of MODULES) {
      const who = outcomes
        .filter(({ before, after }) => {
          const [was, is] = [before.switches[module].read, after.switches[module].read];
          return direction === 'up' ? is && !was : was && !is;
        })
        .map(nameOf);
      if (who.length === 0) continue;
      const key = JSON.stringify([direction, who]);
      const group = groups.get(key) ?? { direction, who, modules: [] };
      group.modules.push(module);
      groups.set(key, group);
    }
  }
  return [...groups.values()];
}

/** Who sees more clients, and who fewer. */
export function reachOf(outcomes: readonly Outcome[]): { scope: Access['scope']; wider: string[]; narrower: string[] }[] {
  return (['all', 'team', 'assigned'] as const)
    .map((scope) => {
      const moved = outcomes.filter(({ before, after }) => before.scope !== scope && after.scope === scope);
      return {
        scope,
        wider: moved.filter(({ before }) => wider(scope, before.scope)).map(nameOf),
        narrower: moved.filter(({ before }) => wider(before.scope, scope)).map(nameOf),
      };
    })
    .filter((each) => each.wider.length + each.narrower.length > 0);
}

function nameOf({ member }: Outcome): string {
  return member.displayName;
}
