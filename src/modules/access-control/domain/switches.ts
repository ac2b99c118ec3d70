import { MODULES, type Act, type ModuleName, type Scope, type Switches } from '../../../common/database/principal.js';
import { InvalidInput, type FieldError } from '../../../common/errors.js';

/** What may be done in one module. Nothing is, unless it may be read. */
export type ModuleSwitches = Record<Act, boolean>;

/** The ten switches, each act apart, as people and programs send them. */
export type SwitchMatrix = Record<ModuleName, ModuleSwitches>;

/** A scope and switches: what a role or a grant holds. */
export interface Access extends Switches {
  readonly scope: Scope;
}

/** The ten modules in the published order. */
export const MODULE_NAMES = Object.keys(MODULES) as ModuleName[];
const ACTS: readonly Act[] = ['create', 'read', 'update', 'delete'];
const SCOPES: readonly Scope[] = ['assigned', 'team', 'all'];

/** Holding nothing. */
export const NO_ACCESS: Access = { scope: 'assigned', modules: 0, creates: 0, updates: 0, deletes: 0 };

/** Bits as a matrix. */
export function toMatrix({ modules, creates, updates, deletes }: Switches): SwitchMatrix {
  return Object.fromEntries(
    MODULE_NAMES.map((name) => {
      const on = (bits: number) => (bits & MODULES[name]) !== 0;
      return [name, { create: on(creates), read: on(modules), update: on(updates), delete: on(deletes) }];
    }),
  ) as SwitchMatrix;
}

/**
 * A matrix as bits. Modules that are left out are off.
 * @throws InvalidInput naming every unknown module or act, everything that is not true or false, and acts without read
 */
export function toSwitches(matrix: unknown, field = 'switches'): Switches {
  const errors: FieldError[] = [];
  const bits = { create: 0, read: 0, update: 0, delete: 0 };
  if (typeof matrix !== 'object' || matrix === null || Array.isArray(matrix)) {
    throw new InvalidInput([{ field, code: 'malformed', message: 'Give the switches by module.' }]);
  }
  for (const [name, acts] of Object.entries(matrix as Record<string, unknown>)) {
    const at = `${field}.${name}`;
    if (!Object.hasOwn(MODULES, name)) {
      errors.push({ field: at, code: 'unknown', message: `There is no such module. The modules are ${MODULE_NAMES.join(', ')}.` });
    } else if (typeof acts !== 'object' || acts === null) {
      errors.push({ field: at, code: 'malformed', message: 'Give create, read, update and delete as true or false.' });
    } else errors.push(...readModule(at, name as ModuleName, acts, bits));
  }
  if (errors.length > 0) throw new InvalidInput(errors);
  return { modules: bits.read, creates: bits.create, updates: bits.update, deletes: bits.delete };
}

function readModule(at: string, name: ModuleName, acts: object, bits: Record<Act, number>): FieldError[] {
  const errors: FieldError[] = [];
  for (const [act, on] of Object.entries(acts)) {
    if (!ACTS.includes(act as Act))
      errors.push({ field: `${at}.${act}`, code: 'unknown', message: 'The acts are create, read, update and delete.' });
    else if (typeof on !== 'boolean') errors.push({ field: `${at}.${act}`, code: 'malformed', message: 'Give true or false.' });
    else if (on) bits[act as Act] |= MODULES[name];
  }
  const without = ACTS.filter((act) => act !== 'read' && (bits[act] & MODULES[name]) !== 0 && (bits.read & MODULES[name]) === 0);
  if (without.length > 0) errors.push({ field: at, code: 'needs_read', message: `${without.join(', ')} needs read as well.` });
  return errors;
}

/** What several grants amount to: the widest scope, every switch that any of them turns on. */
export function together(grants: readonly Access[]): Access {
  return grants.reduce(
    (sum, grant) => ({
      scope: SCOPES[Math.max(SCOPES.indexOf(sum.scope), SCOPES.indexOf(grant.scope))]!,
      modules: sum.modules | grant.modules,
      creates: sum.creates | grant.creates,
      updates: sum.updates | grant.updates,
      deletes: sum.deletes | grant.deletes,
    }),
    NO_ACCESS,
  );
}

/** What one access holds that another does not. */
export interface AccessDifference {
  /** The scope, when it is wider. */
  scope: Scope | null;
  /** Switches such as `clients:read`. */
  switches: string[];
}

/** What `after` adds to `before`. */
export function gained(before: Access, after: Access): AccessDifference {
  const fields = { read: 'modules', create: 'creates', update: 'updates', delete: 'deletes' } as const;
  return {
    scope: SCOPES.indexOf(after.scope) > SCOPES.indexOf(before.scope) ? after.scope : null,
    switches: MODULE_NAMES.flatMap((name) =>
      (['read', 'create', 'update', 'delete'] as const)
        .filter((act) => (after[fields[act]] & ~before[fields[act]] & MODULES[name]) !== 0)
        .map((act) => `${name}:${act}`),
    ),
  };
}

/** Whether a difference is none. */
export function isNothing({ scope, switches }: AccessDifference): boolean {
  return scope === null && switches.length === 0;
}

/** Whether somebody holds all of an access, so that they may give it. */
export function holdsAll(own: Access, given: Access): boolean {
  return isNothing(gained(own, given));
}
