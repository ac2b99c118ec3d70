import { Random } from './random.js';
import type { Access, Scenario, Scope, Step, World } from './world.js';

/** How large a scenario is. */
export interface Size {
  members: number;
  teams: number;
  roles: number;
  clients: number;
  steps: number;
}

const SCOPES: readonly Scope[] = ['all', 'team', 'team', 'assigned'];
const CLIENTS = 1;

/** A random practice and what happens in it, the same for the same seed. */
export function generate(seed: number, size: Size): Scenario {
  const random = new Random(seed);
  const ids = (prefix: string, count: number) => Array.from({ length: count }, (_item, index) => `${prefix}${index}`);
  const teams = ids('t', size.teams);
  const roles = ids('r', size.roles);
  const members = ids('m', size.members);
  const world: World = {
    roles: roles.map((id) => ({ id, access: anAccess(random) })),
    // Above stands an earlier team only, so that no circle begins.
    teams: teams.map((id, index) => ({
      id,
      parent: index > 0 && random.chance(0.4) ? teams[random.below(index)]! : null,
      role: random.chance(0.3) ? random.pick(roles) : null,
    })),
    members: members.map((id, index) => ({
      id,
      role: index === 0 ? 'owner' : index === 1 || random.chance(0.1) ? 'admin' : 'member',
      state: 'active',
      base: random.chance(0.9) ? anAccess(random) : null,
      teams: random.some(teams, 1.2 / size.teams),
    })),
    clients: ids('c', size.clients).map((id) => ({
      id,
      team: random.chance(0.85) ? random.pick(teams) : null,
      practitioner: random.chance(0.8) ? random.pick(members) : null,
      archived: random.chance(0.15),
      blocked: random.chance(0.05) ? [random.pick(members)] : [],
      named: random.chance(0.05) ? [random.pick(members), members[0]!] : null,
    })),
  };
  return { seed, world, steps: Array.from({ length: size.steps }, () => aStep(random, world)) };
}

function anAccess(random: Random): Access {
  const read = (random.below(1024) & ~CLIENTS) | (random.chance(0.85) ? CLIENTS : 0);
  const within = () => random.below(1024) & read;
  return { scope: random.pick(SCOPES), read, create: within(), update: within(), delete: within() };
}

function aStep(random: Random, { members, teams, roles, clients }: World): Step {
  const member = random.pick(members.slice(2)).id;
  const client = random.pick(clients).id;
  const team = random.pick(teams).id;
  const [aTeam, aMember] = [random.pick(teams).id, random.pick(members).id];
  const steps: (() => Step)[] = [
    () => ({ do: 'grant', member, access: anAccess(random) }),
    () => ({ do: 'apply', member, role: random.pick(roles).id }),
    () => ({ do: 'take', member }),
    () => ({ do: 'edit-role', role: random.pick(roles).id, access: anAccess(random) }),
    () => ({ do: 'team-role', team, role: random.chance(0.5) ? random.pick(roles).id : null }),
    () => ({ do: 'join', member, team }),
    () => ({ do: 'leave', member, team }),
    () => ({ do: 'parent', team, parent: random.chance(0.7) ? aTeam : null }),
    () => ({ do: 'move', client, team: random.chance(0.8) ? aTeam : null, practitioner: random.chance(0.8) ? aMember : null }),
    () => ({ do: 'archive', client, archived: random.chance(0.5) }),
    () => ({ do: 'state', member, state: random.chance(0.5) ? 'suspended' : 'active' }),
    () => ({ do: 'block', client, member: aMember, on: random.chance(0.7) }),
    () => ({ do: 'private', client, named: random.chance(0.6) ? [...new Set([aMember, random.pick(members).id])] : null }),
  ];
  return random.pick(steps)();
}
