/** The ten module switches of a member, as bits (promise I-36). */
export const MODULES = {
  clients: 1,
  cases: 2,
  communications: 4,
  ai: 8,
  documents: 16,
  invoices: 32,
  reports: 64,
  billing: 128,
  settings: 256,
  team_management: 512,
} as const;

export type ModuleName = keyof typeof MODULES;

/** Every switch on. */
export const ALL_MODULES = 1023;

/** How far a member sees: every client of the organisation, their teams' clients, or those assigned to them (I-35). */
export type Scope = 'all' | 'team' | 'assigned';

/** Standing in the organisation (I-42). */
export type Role = 'owner' | 'admin' | 'member';

/** What is done in a module; each is a switch of its own (promise M-18). */
export type Act = 'create' | 'read' | 'update' | 'delete';

/** How well a person is known: 1 by their mailbox alone, 2 with a second factor, 3 by a passkey, which phishing does not reach. */
export type Assurance = 1 | 2 | 3;

/** Whether a practice's list of networks refuses requests from outside it, only notes them, or neither. */
export type NetworkMode = 'off' | 'dry_run' | 'enforced';

/** From where a practice may be entered (promise I-32). */
export interface NetworkRule {
  readonly mode: NetworkMode;
  /** CIDR, IPv4 and IPv6; empty when the mode is off. */
  readonly networks: readonly string[];
}

/** Switches by act, as bits of {@link MODULES}: a module is on when it may be read, and nothing else is without that. */
export interface Switches {
  /** May be read: the module is on. */
  readonly modules: number;
  readonly creates: number;
  readonly updates: number;
  readonly deletes: number;
}

/** Who a transaction acts for, as the database found it behind the token. */
export interface Principal extends Switches {
  /** A member's session, a job, a service account's key, an administrator's read-only view of a member's world, or a directory's token. */
  readonly kind: 'session' | 'job' | 'key' | 'view' | 'directory';
  /** Id of the session, job grant, key or view; not a secret. */
  readonly grantId: string;
  readonly orgId: string;
  /** Null for a job that acts for no member, and for a directory. */
  readonly memberId: string | null;
  /** In whose name acts go on record: the member, or of a view whoever looks. */
  readonly actorId: string | null;
  readonly accountId: string | null;
  readonly role: Role;
  readonly scope: Scope;
  /** The member's teams and those below them. */
  readonly teamIds: readonly string[];
  /** Networks a key is bound to, as CIDR; empty when it is not. */
  readonly networks: readonly string[];
  /** From where the practice may be entered at all; off for jobs, which come from nowhere. */
  readonly networkRule: NetworkRule;
  readonly startedAt: Date;
  readonly seenAt: Date;
  readonly idleUntil: Date;
  readonly expiresAt: Date;
  /** How whoever holds a session was known when it began; meant for sessions only. */
  readonly assurance: Assurance;
  /** Whether they proved it in the last fifteen minutes, by signing in or by a factor since. */
  readonly fresh: boolean;
}

const ACT_FIELD = { read: 'modules', create: 'creates', update: 'updates', delete: 'deletes' } as const;

/** Whether the switch of a module is on for an act. */
export function holds(switches: Switches, module: ModuleName, act: Act = 'read'): boolean {
  return (switches[ACT_FIELD[act]] & MODULES[module]) !== 0;
}

/** Names of the switches that are on, in the published order. */
export function moduleNames(bits: number): ModuleName[] {
  return (Object.keys(MODULES) as ModuleName[]).filter((name) => (bits & MODULES[name]) !== 0);
}
