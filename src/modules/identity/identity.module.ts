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
import { AuthController, COOKIES, SignInsController } from './http/auth.controller.js';
import { cookiesFor, type Cookies } from './http/cookies.js';
import { IdentityFacade } from './identity.facade.js';
import { IdentitySessionKeeper } from './identity.session-keeper.js';
import { IdentityRepository } from './persistence/identity.repository.js';
import { SessionRepository } from './persistence/session.repository.js';
import { ListSignIns } from './queries/list-sign-ins.query.js';
import { RedeemSignIn } from './use-cases/redeem-sign-in.use-case.js';
import { RequestSignIn } from './use-cases/request-sign-in.use-case.js';
import { SignOut } from './use-cases/sign-out.use-case.js';

@Module({
  controllers: [AuthController, SignInsController],
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
      inject: [IdentityRepository, CLOCK, SETTINGS, OutboxNudge],
      useFactory: (identity: IdentityRepository, clock: Clock, settings: Settings, outbox: OutboxNudge) =>
        new RequestSignIn(identity, clock, settings.http.publicUrl, () => outbox.nudge()),
    },
    {
      provide: RedeemSignIn,
      inject: [IdentityRepository, SessionRepository, TenantDatabase, CLOCK],
      useFactory: (identity: IdentityRepository, sessions: SessionRepository, tenants: TenantDatabase, clock: Clock) =>
        new RedeemSignIn(identity, sessions, tenants, clock),
    },
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
      inject: [IdentityRepository, SessionRepository, CLOCK, COOKIES],
      useFactory: (identity: IdentityRepository, sessions: SessionRepository, clock: Clock, cookies: Cookies) =>
        new IdentityFacade(identity, sessions, clock, cookies),
    },
  ],
  exports: [SESSION_KEEPER, COOKIES, SendMailOnMailQueued, IdentityFacade],
})
export class IdentityModule {}
