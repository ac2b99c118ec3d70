/** The ten parts of the practice that are switched, in the published order. */
export const MODULES = [
  'clients',
  'cases',
  'communications',
  'ai',
  'documents',
  'invoices',
  'reports',
  'billing',
  'settings',
  'team_management',
] as const;
/** What may be done in each of them. */
export const ACTS = ['read', 'create', 'update', 'delete'] as const;
/** How far a member sees, narrowest first. */
export const SCOPES = ['assigned', 'team', 'all'] as const;

export type ModuleName = (typeof MODULES)[number];
export type Act = (typeof ACTS)[number];
export type Scope = (typeof SCOPES)[number];
export type Role = 'owner' | 'admin' | 'member';
/** Which acts are on in one module. */
export type ModuleSwitches = Record<Act, boolean>;
/** Which acts are on, by module. */
export type Switches = Record<ModuleName, ModuleSwitches>;

/** How far and what: everything one grant, role or member holds. */
export interface Access {
  scope: Scope;
  switches: Switches;
}

/** Nothing in one module. */
export const OFF: ModuleSwitches = { read: false, create: false, update: false, delete: false };

/** The narrowest access there is. */
export function noAccess(): Access {
  return { scope: 'assigned', switches: eachModule(() => ({ ...OFF })) };
}

/** One value for each module. */
export function eachModule<T>(value: (module: ModuleName) => T): Record<ModuleName, T> {
  return Object.fromEntries(MODULES.map((module) => [module, value(module)])) as Record<ModuleName, T>;
}

/** Turns one act on or off. Without reading there is nothing to do, so turning reading off turns the rest off, and any act needs reading. */
export function turn(switches: Switches, module: ModuleName, act: Act, on: boolean): Switches {
  const before = switches[module];
  const after = !on && act === 'read' ? { ...OFF } : { ...before, [act]: on, ...(on && { read: true }) };
  return { ...switches, [module]: after };
}

/** What several grants come to: the widest scope, every act that any of them turns on. */
export function together(grants: readonly Access[]): Access {
  return grants.reduce<Access>(
    (sum, grant) => ({
      scope: rank(grant.scope) > rank(sum.scope) ? grant.scope : sum.scope,
      switches: eachModule((module) => eachAct((act) => sum.switches[module][act] || grant.switches[module][act])),
    }),
    noAccess(),
  );
}

/** One value for each act. */
export function eachAct<T>(value: (act: Act) => T): Record<Act, T> {
  return Object.fromEntries(ACTS.map((act) => [act, value(act)])) as Record<Act, T>;
}

/** Where a scope stands among them: 0 is the narrowest. */
export function rank(scope: Scope): number {
  return SCOPES.indexOf(scope);
}

/** A scope or a module that is not the same before and after. */
export interface Change {
  what: 'scope' | ModuleName;
  /** `mixed` when something is gained and something is lost. */
  direction: 'up' | 'down' | 'mixed';
}

/** What changes from one access to another: the scope first, then modules in their order. */
export function changesBetween(before: Access, after: Access): Change[] {
  const changes: Change[] = [];
  if (before.scope !== after.scope) changes.push({ what: 'scope', direction: rank(after.scope) > rank(before.scope) ? 'up' : 'down' });
  for (const module of MODULES) {
    const gains = ACTS.some((act) => after.switches[module][act] && !before.switches[module][act]);
    const loses = ACTS.some((act) => before.switches[module][act] && !after.switches[module][act]);
    if (gains || loses) changes.push({ what: module, direction: gains && loses ? 'mixed' : gains ? 'up' : 'down' });
  }
  return changes;
}

/** Whether two accesses are the same. */
export function sameAccess(a: Access, b: Access): boolean {
  return changesBetween(a, b).length === 0;
}

/** What an access holds beyond another, as `module:act`, and whether it reaches further. */
export function beyond(access: Access, own: Access): { scope: boolean; switches: string[] } {
  return {
    scope: rank(access.scope) > rank(own.scope),
    switches: MODULES.flatMap((module) =>
      ACTS.filter((act) => access.switches[module][act] && !own.switches[module][act]).map((act) => `${module}:${act}`),
    ),
  };
}

/** An access after a preview's gains and losses. */
export function applied(before: Access, gains: Difference, loses: Difference, scope: Scope): Access {
  const has = ({ switches }: Difference, module: ModuleName, act: Act): boolean => switches.includes(`${module}:${act}`);
  return {
    scope: gains.scope ?? (loses.scope === null ? before.scope : scope),
    switches: eachModule((module) =>
      eachAct((act) => (before.switches[module][act] || has(gains, module, act)) && !has(loses, module, act)),
    ),
  };
}

/** A part of an access, as a preview tells it. */
export interface Difference {
  scope: Scope | null;
  switches: string[];
}

/** How many modules are on. */
export function modulesOn(switches: Switches): ModuleName[] {
  return MODULES.filter((module) => switches[module].read);
}

/** Switches from the bit masks that changes are kept in; an unknown mask is nothing. */
export function fromBits(bits: { modules?: unknown; creates?: unknown; updates?: unknown; deletes?: unknown }): Switches {
  const held = (mask: unknown, module: ModuleName): boolean => typeof mask === 'number' && (mask & (1 << MODULES.indexOf(module))) !== 0;
  return eachModule((module) => ({
    read: held(bits.modules, module),
    create: held(bits.creates, module),
    update: held(bits.updates, module),
    delete: held(bits.deletes, module),
  }));
}
