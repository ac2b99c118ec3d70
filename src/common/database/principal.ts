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

/** Who a transaction acts for, as the database found it behind the token. */
export interface Principal {
  readonly kind: 'session' | 'job';
  /** Id of the session or job grant; not a secret. */
  readonly grantId: string;
  readonly orgId: string;
  /** Null only for a job that acts for no member. */
  readonly memberId: string | null;
  readonly accountId: string | null;
  readonly role: Role;
  readonly scope: Scope;
  /** Bits of {@link MODULES}. */
  readonly modules: number;
  readonly teamIds: readonly string[];
  readonly startedAt: Date;
  readonly seenAt: Date;
  readonly idleUntil: Date;
  readonly expiresAt: Date;
}

/** Whether every given module switch is on. */
export function holds(principal: Principal, module: ModuleName): boolean {
  return (principal.modules & MODULES[module]) !== 0;
}

/** Names of the switches that are on, in the published order. */
export function moduleNames(modules: number): ModuleName[] {
  return (Object.keys(MODULES) as ModuleName[]).filter((name) => (modules & MODULES[name]) !== 0);
}
