import type { Access, Client, Member, Scope, World } from './world.js';

/** What the model says of one member and one client. */
export interface Verdict {
  read: boolean;
  update: boolean;
  archive: boolean;
  /** Whether parts such as identifiers may be added, and removed. */
  addPart: boolean;
  removePart: boolean;
}

/** How a model decides; a test plants a mistake by replacing one rule. */
export interface Model {
  access(world: World, member: Member): Access;
  verdict(world: World, member: Member, client: Client): Verdict;
  mayInsert(world: World, member: Member, team: string | null, practitioner: string | null): boolean;
}

const CLIENTS = 1;
const EVERYTHING = 1023;
const WIDTH: Record<Scope, number> = { assigned: 0, team: 1, all: 2 };
const NOTHING: Access = { scope: 'assigned', read: 0, create: 0, update: 0, delete: 0 };
const NEVER: Verdict = { read: false, update: false, archive: false, addPart: false, removePart: false };

/** The rules of access, written down a second time and in another language than the database's. */
export const model: Model = {
  access(world, member) {
    if (member.state !== 'active') return NOTHING;
    if (member.role === 'owner') return { scope: 'all', read: EVERYTHING, create: EVERYTHING, update: EVERYTHING, delete: EVERYTHING };
    const fromTeams = world.teams.flatMap(({ id, role }) => {
      const held = member.teams.includes(id) ? world.roles.find((r) => r.id === role) : undefined;
      return held ? [held.access] : [];
    });
    return [...(member.base ? [member.base] : []), ...fromTeams].reduce(widest, NOTHING);
  },

  verdict(world, member, client) {
    const access = this.access(world, member);
    if ((access.read & CLIENTS) === 0 || !inScope(world, member, access.scope, client) || isHidden(member, client)) return NEVER;
    const [create, update, remove] = [access.create & CLIENTS, access.update & CLIENTS, access.delete & CLIENTS].map((bit) => bit !== 0);
    return { read: true, update: update!, archive: remove!, addPart: create! || update!, removePart: update! };
  },

  mayInsert(world, member, team, practitioner) {
    const access = this.access(world, member);
    if ((access.create & CLIENTS) === 0) return false;
    if (access.scope === 'all') return true;
    return access.scope === 'team' ? team !== null && teamsBelow(world, member.teams).has(team) : practitioner === member.id;
  },
};

function widest(a: Access, b: Access): Access {
  return {
    scope: WIDTH[a.scope] >= WIDTH[b.scope] ? a.scope : b.scope,
    read: a.read | b.read,
    create: a.create | b.create,
    update: a.update | b.update,
    delete: a.delete | b.delete,
  };
}

function inScope(world: World, member: Member, scope: Scope, client: Client): boolean {
  if (scope === 'all') return true;
  if (scope === 'assigned') return client.practitioner === member.id;
  return client.team !== null && teamsBelow(world, member.teams).has(client.team);
}

function isHidden(member: Member, client: Client): boolean {
  return client.blocked.includes(member.id) || (client.named !== null && !client.named.includes(member.id));
}

/** Teams and all that stand below them. */
function teamsBelow(world: World, teams: readonly string[]): Set<string> {
  const found = new Set(teams);
  for (let size = -1; size !== found.size;) {
    size = found.size;
    for (const { id, parent } of world.teams) if (parent !== null && found.has(parent)) found.add(id);
  }
  return found;
}
