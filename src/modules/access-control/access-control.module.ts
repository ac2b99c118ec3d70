import { Module } from '@nestjs/common';
import { CLOCK, type Clock } from '../../common/clock/clock.js';
import type { Settings } from '../../common/config/settings.js';
import { SETTINGS } from '../../common/config/settings.token.js';
import { JOBS_DATABASE } from '../../common/database/database.tokens.js';
import type { PlainDatabase } from '../../common/database/plain-database.js';
import { TenantDatabase } from '../../common/database/tenant-database.js';
import type { EventHandler } from '../../common/events/event-handler.js';
import { JobGrants } from '../../common/jobs/job-grants.js';
import { MAILER, type Mailer } from '../../common/mail/mail.js';
import { IdentityFacade, IdentityModule } from '../identity/index.js';
import { SendInvitationOnMemberInvited } from './handlers/send-invitation-on-member-invited.handler.js';
import { AccessMembersController, OwnAccessController } from './http/access-members.controller.js';
import { DoorsController } from './http/doors.controller.js';
import { MemberFactorsController } from './http/member-factors.controller.js';
import { MemberLockController } from './http/member-lock.controller.js';
import { MembersController } from './http/members.controller.js';
import { RestrictionsController } from './http/restrictions.controller.js';
import { ReviewsController } from './http/reviews.controller.js';
import { ApplyController, RolesController } from './http/roles.controller.js';
import { ServicesController } from './http/services.controller.js';
import { TeamsController } from './http/teams.controller.js';
import './persistence/refusals.js';
import { InviteMember } from './use-cases/invite-member.use-case.js';
import { RemindOfKeys } from './use-cases/remind-of-keys.use-case.js';

/** Injection token of this context's event handlers. */
export const ACCESS_EVENT_HANDLERS = Symbol('AccessEventHandlers');

@Module({
  imports: [IdentityModule],
  controllers: [
    MembersController,
    AccessMembersController,
    OwnAccessController,
    MemberFactorsController,
    MemberLockController,
    RolesController,
    ApplyController,
    TeamsController,
    RestrictionsController,
    DoorsController,
    ServicesController,
    ReviewsController,
  ],
  providers: [
    {
      provide: InviteMember,
      inject: [IdentityFacade, CLOCK],
      useFactory: (identity: IdentityFacade, clock: Clock) => new InviteMember((address) => identity.ensureAccount(address), clock),
    },
    {
      provide: RemindOfKeys,
      inject: [JOBS_DATABASE, IdentityFacade, CLOCK, SETTINGS],
      useFactory: (jobs: PlainDatabase, identity: IdentityFacade, clock: Clock, { http }: Settings) =>
        new RemindOfKeys(jobs, identity, clock, http.publicUrl),
    },
    {
      provide: ACCESS_EVENT_HANDLERS,
      inject: [JobGrants, TenantDatabase, MAILER, SETTINGS],
      useFactory: (grants: JobGrants, tenants: TenantDatabase, mailer: Mailer, settings: Settings): EventHandler[] => [
        new SendInvitationOnMemberInvited(grants, tenants, mailer, settings.http.publicUrl),
      ],
    },
  ],
  exports: [ACCESS_EVENT_HANDLERS, RemindOfKeys],
})
export class AccessControlModule {}
