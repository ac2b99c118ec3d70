import { Module } from '@nestjs/common';
import { CLOCK, type Clock } from '../../common/clock/clock.js';
import { SETTINGS } from '../../common/config/settings.token.js';
import type { Settings } from '../../common/config/settings.js';
import { OrganisationKeys } from '../../common/crypto/organisation-keys.js';
import { IDENTITY_DATABASE } from '../../common/database/database.tokens.js';
import type { PlainDatabase } from '../../common/database/plain-database.js';
import { TenantDatabase } from '../../common/database/tenant-database.js';
import { OutboxNudge } from '../../common/events/outbox-nudge.js';
import { SESSION_KEEPER } from '../../common/http/session-keeper.js';
import { MAILER, type Mailer } from '../../common/mail/mail.js';
import { SendMailOnMailQueued } from './handlers/send-mail-on-mail-queued.handler.js';
import { AuthController } from './http/auth.controller.js';
import { AuthStepController } from './http/auth-step.controller.js';
import { BreakGlassController } from './http/break-glass.controller.js';
import { COOKIES, cookiesFor, type Cookies } from './http/cookies.js';
import { FactorsController, StepUpController } from './http/factors.controller.js';
import { LinkedAccountsController } from './http/linked-accounts.controller.js';
import { ProvidersController } from './http/providers.controller.js';
import { DevicesController, NotMeController, SignInsController } from './http/watch.controller.js';
import { RecordLockOnAccountLocked } from './handlers/record-lock-on-account-locked.handler.js';
import { IdentityFacade } from './identity.facade.js';
import { IdentitySessionKeeper } from './identity.session-keeper.js';
import { FACTOR_PROVIDERS } from './factor.providers.js';
import { LINKING_PROVIDERS } from './linking.providers.js';
import { IdentityRepository } from './persistence/identity.repository.js';
import { SessionRepository } from './persistence/session.repository.js';
import { StepRepository } from './persistence/step.repository.js';
import { ListSignIns } from './queries/list-sign-ins.query.js';
import { ConnectionSessions } from './use-cases/connection-sessions.use-case.js';
import { RedeemSignIn } from './use-cases/redeem-sign-in.use-case.js';
import { RequestSignIn } from './use-cases/request-sign-in.use-case.js';
import { DoorLimits } from './use-cases/door-limits.js';
import { LeadOn } from './use-cases/lead-on.js';
import { LockAccount } from './use-cases/lock-account.use-case.js';
import { Watch } from './use-cases/watch.js';
import { PracticeSignIns } from './queries/practice-sign-ins.query.js';
import { WATCH_PROVIDERS } from './watch.providers.js';
import { ResetFactors } from './use-cases/reset-factors.use-case.js';
import { SignOut } from './use-cases/sign-out.use-case.js';

@Module({
  controllers: [
    AuthController,
    AuthStepController,
    BreakGlassController,
    ProvidersController,
    LinkedAccountsController,
    FactorsController,
    StepUpController,
    SignInsController,
    DevicesController,
    NotMeController,
  ],
  providers: [
    {
      provide: IdentityRepository,
      inject: [IDENTITY_DATABASE, OrganisationKeys],
      useFactory: (database: PlainDatabase, keys: OrganisationKeys) => new IdentityRepository(database, keys),
    },
    {
      provide: SessionRepository,
      inject: [IDENTITY_DATABASE],
      useFactory: (database: PlainDatabase) => new SessionRepository(database),
    },
    { provide: COOKIES, inject: [SETTINGS], useFactory: (settings: Settings) => cookiesFor(settings.http.secure) },
    {
      provide: SESSION_KEEPER,
      inject: [SessionRepository, CLOCK, COOKIES],
      useFactory: (sessions: SessionRepository, clock: Clock, cookies: Cookies) =>
        new IdentitySessionKeeper(sessions, clock, cookies.session, cookies.view),
    },
    {
      provide: RequestSignIn,
      inject: [IdentityRepository, DoorLimits, CLOCK, SETTINGS, OutboxNudge],
      useFactory: (identity: IdentityRepository, limits: DoorLimits, clock: Clock, settings: Settings, outbox: OutboxNudge) =>
        new RequestSignIn(identity, limits, clock, settings.http.publicUrl, () => outbox.nudge()),
    },
    {
      provide: RedeemSignIn,
      inject: [IdentityRepository, LeadOn, DoorLimits, Watch, CLOCK],
      useFactory: (identity: IdentityRepository, leadOn: LeadOn, limits: DoorLimits, watch: Watch, clock: Clock) =>
        new RedeemSignIn(identity, leadOn, limits, watch, clock),
    },
    ...FACTOR_PROVIDERS,
    ...LINKING_PROVIDERS,
    ...WATCH_PROVIDERS,
    {
      provide: SignOut,
      inject: [IdentityRepository, SessionRepository, TenantDatabase, CLOCK],
      useFactory: (identity: IdentityRepository, sessions: SessionRepository, tenants: TenantDatabase, clock: Clock) =>
        new SignOut(identity, sessions, tenants, clock),
    },
    { provide: ListSignIns, inject: [IdentityRepository], useFactory: (identity: IdentityRepository) => new ListSignIns(identity) },
    {
      provide: SendMailOnMailQueued,
      inject: [IdentityRepository, MAILER],
      useFactory: (identity: IdentityRepository, mailer: Mailer) => new SendMailOnMailQueued(identity, mailer),
    },
    {
      provide: IdentityFacade,
      inject: [IdentityRepository, SessionRepository, CLOCK, COOKIES, StepRepository, OutboxNudge],
      useFactory: (
        identity: IdentityRepository,
        sessions: SessionRepository,
        clock: Clock,
        cookies: Cookies,
        steps: StepRepository,
        outbox: OutboxNudge,
      ) => new IdentityFacade(identity, sessions, clock, cookies, steps, () => outbox.nudge()),
    },
  ],
  exports: [
    SESSION_KEEPER,
    COOKIES,
    SendMailOnMailQueued,
    RecordLockOnAccountLocked,
    IdentityFacade,
    ResetFactors,
    LockAccount,
    PracticeSignIns,
    ConnectionSessions,
  ],
})
export class IdentityModule {}
