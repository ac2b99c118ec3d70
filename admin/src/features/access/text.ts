import { ACTS } from './model.js';
import type { Act, ModuleName, ModuleSwitches, Role, Scope } from './model.js';
import type { MemberState, Source } from './requests.js';

const many = (count: number): string => count.toLocaleString('en-AU');
const upper = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** `3 members`, `1 member`. */
export const members = (count: number): string => `${many(count)} ${count === 1 ? 'member' : 'members'}`;
/** `3 clients`, `1 client`. */
export const clients = (count: number): string => `${many(count)} ${count === 1 ? 'client' : 'clients'}`;
/** `3 teams`, `1 team`. */
export const teams = (count: number): string => `${many(count)} ${count === 1 ? 'team' : 'teams'}`;

/** `Ana`, `Ana and Ben`, `Ana, Ben and 3 more`. */
export function names(all: readonly string[], most = 3): string {
  const shown = all.length > most ? [...all.slice(0, most), `${many(all.length - most)} more`] : all;
  if (shown.length < 2) return shown[0] ?? '';
  return `${shown.slice(0, -1).join(', ')} and ${shown.at(-1) ?? ''}`;
}

const MODULE_WORDS: Record<ModuleName, string> = {
  clients: 'Clients',
  cases: 'Cases',
  communications: 'Communications',
  ai: 'AI',
  documents: 'Documents',
  invoices: 'Invoices',
  reports: 'Reports',
  billing: 'Billing',
  settings: 'Settings',
  team_management: 'Team',
};

/** A module as the practice calls it: cases, episodes or disputes by its own word. */
export function moduleWord(module: ModuleName, matters: string): string {
  return module === 'cases' ? upper(matters) : MODULE_WORDS[module];
}

const ACT_WORDS: Record<Act, string> = { read: 'Read', create: 'Create', update: 'Update', delete: 'Delete' };

/** What may be done in a module, in a word or two. */
export function levelWord(held: ModuleSwitches): string {
  const on = ACTS.filter((act) => held[act]);
  if (on.length === 0) return 'None';
  if (on.length === ACTS.length) return 'Full';
  if (on.length === 3 && !held.delete) return 'Edit';
  return upper(on.map((act) => ACT_WORDS[act].toLowerCase()).join(', '));
}

/** What the Team screens say in more than one place. */
export const accessText = {
  team: 'Team',
  tabs: { members: 'Members', roles: 'Roles', teams: 'Teams', check: 'Access check', reviews: 'Reviews', keys: 'API keys' },
  tabsLabel: 'Team',
  crumb: 'Where you are',
  acts: ACT_WORDS,
  role: { owner: 'Owner', admin: 'Administrator', member: 'Member' } satisfies Record<Role, string>,
  state: { invited: 'Invited', active: 'Active', suspended: 'Suspended', removed: 'Removed' } satisfies Record<MemberState, string>,
  scopeLabel: 'Sees',
  scope: { all: 'All clients', team: 'Their teams’ clients', assigned: 'Assigned clients' } satisfies Record<Scope, string>,
  scopeShort: { all: 'All', team: 'Team', assigned: 'Assigned' } satisfies Record<Scope, string>,
  scopeMeaning: {
    all: 'Every client of the practice, in every team.',
    team: 'Clients of their teams and of the teams below those.',
    assigned: 'Only clients assigned to them by name.',
  } satisfies Record<Scope, string>,
  walls: 'Walls and private records stand above this: what they close stays closed.',
  moduleHint: {
    clients: 'Records, identifiers, consents. Delete: archive, restore, merge',
    cases: '',
    communications: '',
    ai: '',
    documents: '',
    invoices: '',
    reports: '',
    billing: '',
    settings: '',
    team_management: 'Changing anything here needs an administrator as well',
  } satisfies Record<ModuleName, string>,
  levels: 'Edit: read, create and update. Full: delete as well.',
  marksKey: { more: 'may change', read: 'may read', off: 'off' },
  marks: (on: number) => `${on} of 10 modules on`,
  source: {
    manual: 'Set by hand',
    template: 'Role',
    team: 'Team',
    directory: 'Directory',
  } satisfies Record<Source, string>,
  unknownMember: 'Somebody who left',
  nobodyYet: 'Nobody',
  failed: 'This couldn’t be read',
  unchanged: 'Nothing was changed',
  off: 'Off',
  on: 'On',
  matrix: {
    caption: 'Switches by module',
    module: 'Module',
    effect: 'In effect',
    box: (module: string, act: string) => `${module}: ${act.toLowerCase()}`,
    also: (from: string) => `also through ${from}`,
    alsoHint: 'Held through a team as well: turning it off here doesn’t take it away.',
    aboveOwn: 'You don’t hold this yourself, so you can’t give it',
    all: (module: string) => `${module}, all four`,
  },
  aboveOwn: {
    title: 'This is more than you hold',
    text: 'Nobody gives more than they hold. Ask an owner to do it.',
  },
} as const;
