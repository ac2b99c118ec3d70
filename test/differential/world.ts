/** How far a member sees. */
export type Scope = 'all' | 'team' | 'assigned';

/** A scope and the switches of the ten modules, each act as ten bits. */
export interface Access {
  scope: Scope;
  read: number;
  create: number;
  update: number;
  delete: number;
}

/** A member as the model keeps them. */
export interface Member {
  id: string;
  role: 'owner' | 'admin' | 'member';
  state: 'active' | 'suspended';
  /** What they hold as their own, set by hand or copied from a role. */
  base: Access | null;
  teams: string[];
}

/** A team; members of it hold its role. */
export interface Team {
  id: string;
  parent: string | null;
  role: string | null;
}

/** A client and what the policies look at. */
export interface Client {
  id: string;
  team: string | null;
  practitioner: string | null;
  archived: boolean;
  blocked: string[];
  /** Who alone may see it; null when it is not private. */
  named: string[] | null;
}

/** A practice: everything that access depends on, by plain names. */
export interface World {
  members: Member[];
  teams: Team[];
  roles: { id: string; access: Access }[];
  clients: Client[];
}

/** One change of a world. */
export type Step =
  | { do: 'grant'; member: string; access: Access }
  | { do: 'apply'; member: string; role: string }
  | { do: 'take'; member: string }
  | { do: 'edit-role'; role: string; access: Access }
  | { do: 'team-role'; team: string; role: string | null }
  | { do: 'join'; member: string; team: string }
  | { do: 'leave'; member: string; team: string }
  | { do: 'parent'; team: string; parent: string | null }
  | { do: 'move'; client: string; team: string | null; practitioner: string | null }
  | { do: 'archive'; client: string; archived: boolean }
  | { do: 'state'; member: string; state: Member['state'] }
  | { do: 'block'; client: string; member: string; on: boolean }
  | { do: 'private'; client: string; named: string[] | null };

/** A world and what happens in it. */
export interface Scenario {
  seed: number;
  world: World;
  steps: Step[];
}

/** The world after a step. Steps that name what is not there change nothing. */
export function after(world: World, step: Step): World {
  const member = (id: string, change: (m: Member) => Member): World => ({
    ...world,
    members: world.members.map((m) => (m.id === id ? change(m) : m)),
  });
  const team = (id: string, change: (t: Team) => Team): World => ({
    ...world,
    teams: world.teams.map((t) => (t.id === id ? change(t) : t)),
  });
  const client = (id: string, change: (c: Client) => Client): World => ({
    ...world,
    clients: world.clients.map((c) => (c.id === id ? change(c) : c)),
  });
  switch (step.do) {
    case 'grant':
      return member(step.member, (m) => ({ ...m, base: step.access }));
    case 'apply': {
      const role = world.roles.find(({ id }) => id === step.role);
      return role ? member(step.member, (m) => ({ ...m, base: role.access })) : world;
    }
    case 'take':
      return member(step.member, (m) => ({ ...m, base: null }));
    case 'edit-role':
      return { ...world, roles: world.roles.map((r) => (r.id === step.role ? { ...r, access: step.access } : r)) };
    case 'team-role':
      return team(step.team, (t) => ({ ...t, role: step.role }));
    case 'join':
      return member(step.member, (m) => ({ ...m, teams: [...m.teams.filter((id) => id !== step.team), step.team] }));
    case 'leave':
      return member(step.member, (m) => ({ ...m, teams: m.teams.filter((id) => id !== step.team) }));
    case 'parent':
      return makesCircle(world, step.team, step.parent) ? world : team(step.team, (t) => ({ ...t, parent: step.parent }));
    case 'move':
      return client(step.client, (c) => ({ ...c, team: step.team, practitioner: step.practitioner }));
    case 'archive':
      return client(step.client, (c) => ({ ...c, archived: step.archived }));
    case 'state':
      return member(step.member, (m) => ({ ...m, state: step.state }));
    case 'block':
      return client(step.client, (c) => ({
        ...c,
        blocked: [...c.blocked.filter((id) => id !== step.member), ...(step.on ? [step.member] : [])],
      }));
    case 'private': {
      const named = step.named === null ? null : activeOf(world, step.named);
      // A private record names active members; without one it stays as it is.
      return named?.length === 0 ? world : client(step.client, (c) => ({ ...c, named }));
    }
  }
}

/** Those of these members who are active. */
export function activeOf({ members }: World, names: readonly string[]): string[] {
  return names.filter((name) => members.some(({ id, state }) => id === name && state === 'active'));
}

/** Whether a team would come to stand below itself. */
export function makesCircle({ teams }: World, team: string, parent: string | null): boolean {
  for (let above = parent; above !== null; above = teams.find(({ id }) => id === above)?.parent ?? null) if (above === team) return true;
  return false;
}

/** The scenario without one member, team, role or client, and without every mention of it. */
export function without(scenario: Scenario, id: string): Scenario {
  const { world, steps } = scenario;
  const unless = <T>(value: T): T | null => (value === id ? null : value);
  return {
    ...scenario,
    world: {
      members: world.members.filter((m) => m.id !== id).map((m) => ({ ...m, teams: m.teams.filter((t) => t !== id) })),
      teams: world.teams.filter((t) => t.id !== id).map((t) => ({ ...t, parent: unless(t.parent), role: unless(t.role) })),
      roles: world.roles.filter((r) => r.id !== id),
      clients: world.clients
        .filter((c) => c.id !== id)
        .map((c) => ({
          ...c,
          team: unless(c.team),
          practitioner: unless(c.practitioner),
          blocked: c.blocked.filter((m) => m !== id),
          named: c.named?.filter((m) => m !== id) ?? null,
        })),
    },
    steps: steps.filter((step) => !Object.values(step).flat().includes(id)),
  };
}
