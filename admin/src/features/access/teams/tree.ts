import type { TeamLine } from '../requests.js';

/** A team and how deep it stands. */
export interface Branch {
  team: TeamLine;
  level: number;
  parent: TeamLine | null;
}

/** The teams as they stand below each other, by name; what would go round in a circle stands at the top. */
export function treeOf(teams: readonly TeamLine[]): Branch[] {
  const branches: Branch[] = [];
  const seen = new Set<string>();
  const add = (parent: TeamLine | null, level: number): void => {
    const below = teams
      .filter((team) =>
        parent === null ? team.parentId === null || !teams.some(({ id }) => id === team.parentId) : team.parentId === parent.id,
      )
      .toSorted((a, b) => a.name.localeCompare(b.name, 'en-AU'));
    for (const team of below) {
      if (seen.has(team.id)) continue;
      seen.add(team.id);
      branches.push({ team, level, parent });
      add(team, level + 1);
    }
  };
  add(null, 0);
  for (const team of teams) if (!seen.has(team.id)) branches.push({ team, level: 0, parent: null });
  return branches;
}

/** A team and every team below it: none of them can stand above it. */
export function withBelow(teams: readonly TeamLine[], id: string): Set<string> {
  const found = new Set([id]);
  for (let grown = true; grown;) {
    const more = teams.filter((team) => !found.has(team.id) && team.parentId !== null && found.has(team.parentId));
    for (const team of more) found.add(team.id);
    grown = more.length > 0;
  }
  return found;
}
