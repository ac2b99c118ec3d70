import type { Provider } from '@nestjs/common';
import { CLOCK, type Clock } from '../../common/clock/clock.js';
import type { Settings } from '../../common/config/settings.js';
import { SETTINGS } from '../../common/config/settings.token.js';
import { IDENTITY_DATABASE } from '../../common/database/database.tokens.js';
import type { PlainDatabase } from '../../common/database/plain-database.js';
import { TenantDatabase } from '../../common/database/tenant-database.js';
import { OutboxNudge } from '../../common/events/outbox-nudge.js';
import { JobGrants } from '../../common/jobs/job-grants.js';
import { BreakGlassRepository } from './persistence/break-glass.repository.js';
import { FactorRepository } from './persistence/factor.repository.js';
import { IdentityRepository } from './persistence/identity.repository.js';
import { SessionRepository } from './persistence/session.repository.js';
import { StepRepository } from './persistence/step.repository.js';
import { AddFactor } from './use-cases/add-factor.use-case.js';
import { BreakGlass } from './use-cases/break-glass.use-case.js';
import { CheckProof } from './use-cases/check-proof.js';
import { ConnectionSessions } from './use-cases/connection-sessions.use-case.js';
import { ConfirmSignIn } from './use-cases/confirm-sign-in.use-case.js';
import { DoorLimits } from './use-cases/door-limits.js';
import { ManageFactors } from './use-cases/manage-factors.use-case.js';
import { Passkeys } from './use-cases/passkeys.js';
import { ResetFactors } from './use-cases/reset-factors.use-case.js';
import { StartSession } from './use-cases/start-session.js';
import { Watch } from './use-cases/watch.js';

/** Wiring of everything about second factors. */
export const FACTOR_PROVIDERS: Provider[] = [
  { provide: FactorRepository, inject: [IdentityRepository], useFactory: (identity: IdentityRepository) => new FactorRepository(identity) },
  { provide: StepRepository, inject: [IDENTITY_DATABASE], useFactory: (database: PlainDatabase) => new StepRepository(database) },
  {
    provide: StartSession,
    inject: [IdentityRepository, SessionRepository, TenantDatabase, JobGrants, Watch],
    useFactory: (identity: IdentityRepository, sessions: SessionRepository, tenants: TenantDatabase, grants: JobGrants, watch: Watch) =>
      new StartSession(identity, sessions, tenants, grants, watch),
  },
  {
    provide: Passkeys,
    inject: [FactorRepository, StepRepository, SETTINGS],
    useFactory: (factors: FactorRepository, steps: StepRepository, settings: Settings) =>
      new Passkeys(factors, steps, settings.http.publicUrl),
  },
  {
    provide: CheckProof,
    inject: [IdentityRepository, FactorRepository, StepRepository, Passkeys, DoorLimits, Watch, CLOCK],
    useFactory: (
      identity: IdentityRepository,
      factors: FactorRepository,
      steps: StepRepository,
      passkeys: Passkeys,
      limits: DoorLimits,
      watch: Watch,
      clock: Clock,
    ) => new CheckProof(identity, factors, steps, passkeys, limits, watch, clock),
  },
  {
    provide: ConfirmSignIn,
    inject: [SessionRepository, FactorRepository, StepRepository, Passkeys, CheckProof, StartSession, CLOCK],
    useFactory: (
      sessions: SessionRepository,
      factors: FactorRepository,
      steps: StepRepository,
      passkeys: Passkeys,
      proofs: CheckProof,
      start: StartSession,
      clock: Clock,
    ) => new ConfirmSignIn(sessions, factors, steps, passkeys, proofs, start, clock),
  },
  {
    provide: AddFactor,
    inject: [IdentityRepository, SessionRepository, FactorRepository, StepRepository, Passkeys, StartSession, CLOCK, OutboxNudge],
    useFactory: (
      identity: IdentityRepository,
      sessions: SessionRepository,
      factors: FactorRepository,
      steps: StepRepository,
      passkeys: Passkeys,
      start: StartSession,
      clock: Clock,
      outbox: OutboxNudge,
    ) => new AddFactor(identity, sessions, factors, steps, passkeys, start, clock, () => outbox.nudge()),
  },
  {
    provide: ManageFactors,
    inject: [IdentityRepository, SessionRepository, FactorRepository, StepRepository, Passkeys, CheckProof, CLOCK, OutboxNudge],
    useFactory: (
      identity: IdentityRepository,
      sessions: SessionRepository,
      factors: FactorRepository,
      steps: StepRepository,
      passkeys: Passkeys,
      proofs: CheckProof,
      clock: Clock,
      outbox: OutboxNudge,
    ) => new ManageFactors(identity, sessions, factors, steps, passkeys, proofs, clock, () => outbox.nudge()),
  },
  {
    provide: ConnectionSessions,
    inject: [IdentityRepository, SessionRepository, FactorRepository, StepRepository, StartSession, CLOCK],
    useFactory: (
      identity: IdentityRepository,
      sessions: SessionRepository,
      factors: FactorRepository,
      steps: StepRepository,
      start: StartSession,
      clock: Clock,
    ) => new ConnectionSessions(identity, sessions, factors, steps, start, clock),
  },
  {
    provide: BreakGlass,
    inject: [IdentityRepository, FactorRepository, StepRepository, Passkeys, CheckProof, StartSession, CLOCK, OutboxNudge],
    useFactory: (
      identity: IdentityRepository,
      factors: FactorRepository,
      steps: StepRepository,
      passkeys: Passkeys,
      proofs: CheckProof,
      start: StartSession,
      clock: Clock,
      outbox: OutboxNudge,
    ) => new BreakGlass(identity, new BreakGlassRepository(identity), factors, steps, passkeys, proofs, start, clock, () => outbox.nudge()),
  },
  {
    provide: ResetFactors,
    inject: [IdentityRepository, FactorRepository, CLOCK, OutboxNudge],
    useFactory: (identity: IdentityRepository, factors: FactorRepository, clock: Clock, outbox: OutboxNudge) =>
      new ResetFactors(identity, factors, clock, () => outbox.nudge()),
  },
];
