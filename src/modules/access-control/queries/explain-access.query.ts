import { ACTS } from '../../../common/database/row-security.js';
import { MODULES, type Act, type ModuleName, type Role, type Scope } from '../../../common/database/principal.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';

/** What is asked: may this member do this, to this client or to anything of the module. */
export interface AccessQuestion {
  memberId: string;
  module: ModuleName;
  act: Act;
  clientId: string | null;
}

/** One thing that speaks for or against. */
export interface AccessStep {
  kind: 'state' | 'role' | 'switch' | 'wall' | 'private' | 'scope' | 'team' | 'assignment';
  /** Whether it lets the member through. */
  allows: boolean;
  /** Whether the answer turns on it: the first that refuses, or the last when nothing does. */
  decides: boolean;
  text: string;
  /** Grants behind it, by source; of a team or template with its id. */
  sources: { source: string; sourceId: string | null }[];
}

/** Yes or no, and why. */
export interface AccessAnswer {
  allowed: boolean;
  steps: AccessStep[];
}

interface Facts {
  allowed: boolean;
  active: boolean;
  role: Role;
  switch: boolean;
  clients: boolean;
  visible: boolean | null;
  scope: Scope;
  team_ids: string[];
  client_team?: string | null;
  assigned?: boolean;
  blocked?: boolean;
  private?: boolean;
  named?: boolean;
  grants: { source: string; source_id: string | null; scope: Scope; holds: boolean }[];
}

/**
 * Answers with what the policies themselves say when they are asked as that member (`wall.explain`); the steps come
 * from the facts that those policies read. @throws NoSuchMember, NoSuchClient, AdministratorsOnly
 */
export async function explainAccess(tx: TenantTransaction, { memberId, module, act, clientId }: AccessQuestion): Promise<AccessAnswer> {
  const [row] = await tx.query<{ facts: Facts }>({
    text: 'select wall.explain($1, $2, $3, $4) as facts',
    values: [memberId, MODULES[module], ACTS[act], clientId],
  });
  const { facts } = row!;
  await tx.keyring();
  tx.audit({
    action: 'read',
    subject: { kind: 'member', id: memberId },
    fields: ['access'],
    recordIds: clientId === null ? [] : [clientId],
    detail: { explain: `${module}:${act}` },
  });
  return { allowed: facts.allowed, steps: deciding(stepsOf(facts, module, act, clientId !== null), facts.allowed) };
}

function stepsOf(facts: Facts, module: ModuleName, act: Act, ofClient: boolean): Omit<AccessStep, 'decides'>[] {
  const steps: Omit<AccessStep, 'decides'>[] = [];
  const add = (kind: AccessStep['kind'], allows: boolean, text: string, sources: AccessStep['sources'] = []) =>
    steps.push({ kind, allows, text, sources });
  const sources = (held: (grant: Facts['grants'][number]) => boolean) =>
    facts.grants.filter(held).map(({ source, source_id }) => ({ source, sourceId: source_id }));
  if (!facts.active) add('state', false, 'This membership is not active, so nothing is open to it.');
  if (facts.role === 'owner') add('role', true, 'An owner holds every switch and sees every client.');
  add(
    'switch',
    facts.switch,
    facts.switch ? `The switch “${words(module)}: ${act}” is on.` : `The switch “${words(module)}: ${act}” is off.`,
    sources(({ holds }) => holds),
  );
  if (!ofClient) return steps;
  if (module !== 'clients' && !facts.clients) add('switch', false, 'The switch “clients: read” is off, and this is about a client.');
  if (facts.blocked) add('wall', false, 'A wall keeps this member from this client.');
  if (facts.private) {
    add(
      'private',
      facts.named === true,
      facts.named ? 'The record is private and names this member.' : 'The record is private and does not name this member.',
    );
  }
  add('scope', facts.scope === 'all', SCOPE_TEXT[facts.scope], facts.role === 'owner' ? [] : sources(({ scope }) => scope === facts.scope));
  if (facts.scope === 'team') {
    const inTeam = facts.client_team != null && facts.team_ids.includes(facts.client_team);
    add('team', inTeam, inTeam ? 'The client belongs to one of their teams.' : 'The client belongs to none of their teams.');
  }
  if (facts.scope === 'assigned') {
    add('assignment', facts.assigned === true, facts.assigned ? 'The client is assigned to them.' : 'The client is not assigned to them.');
  }
  return steps;
}

const SCOPE_TEXT: Record<Scope, string> = {
  all: 'Their scope is all clients.',
  team: 'Their scope is the clients of their teams.',
  assigned: 'Their scope is the clients assigned to them.',
};

/** A narrow scope by itself refuses nobody: the team or the assignment after it does. */
function refuses({ kind, allows }: Omit<AccessStep, 'decides'>): boolean {
  return !allows && kind !== 'scope';
}

function deciding(steps: Omit<AccessStep, 'decides'>[], allowed: boolean): AccessStep[] {
  const at = allowed ? steps.length - 1 : steps.findIndex(refuses);
  return steps.map((step, index) => ({ ...step, decides: index === at }));
}

function words(module: ModuleName): string {
  return module === 'ai' ? 'AI' : module.replace('_', ' ');
}
