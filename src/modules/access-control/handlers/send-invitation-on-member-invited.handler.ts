import { MODULES } from '../../../common/database/principal.js';
import type { TenantDatabase } from '../../../common/database/tenant-database.js';
import type { DeliveredEvent } from '../../../common/events/domain-event.js';
import type { EventHandler } from '../../../common/events/event-handler.js';
import type { JobGrants } from '../../../common/jobs/job-grants.js';
import type { Mailer } from '../../../common/mail/mail.js';
import { MEMBER_INVITED, type MemberInvited } from '../domain/access.events.js';
import { invitationMail } from '../domain/invitation-mail.js';
import { PROFILE_AT, type MemberProfile } from '../persistence/member-profile.js';

/** Sends an invitation by mail, unless it was withdrawn or accepted meanwhile. */
export class SendInvitationOnMemberInvited implements EventHandler {
  readonly name = 'access.send_invitation';
  readonly hears = MEMBER_INVITED;

  constructor(
    private readonly grants: JobGrants,
    private readonly tenants: TenantDatabase,
    private readonly mailer: Mailer,
    private readonly publicUrl: string,
  ) {}

  async handle({ orgId, payload }: DeliveredEvent): Promise<void> {
    const { invitedId } = payload as unknown as MemberInvited;
    if (orgId === null) throw new TypeError(`${this.hears} without its organisation`);
    const reach = { orgId, memberId: null, modules: MODULES.team_management };
    const mail = await this.grants.with(reach, (token) =>
      this.tenants.run(token, async (tx) => {
        const [row] = await tx.query<{ profile: Buffer; until: Date; practice: string; time_zone: string }>({
          text: `select m.profile, i.until, o.name as practice, o.time_zone from app.member m
                   join wall.invitations() i on i.member_id = m.id cross join app.organisation o
                  where m.id = $1 and m.state = 'invited'`,
          values: [invitedId],
        });
        if (!row) return undefined;
        const { email } = (await tx.keyring()).openJson<MemberProfile>({ ...PROFILE_AT, rowId: invitedId }, row.profile);
        tx.audit({ action: 'send', subject: { kind: 'member', id: invitedId }, fields: ['email'] });
        const until = row.until.toLocaleDateString('en-AU', { timeZone: row.time_zone, day: 'numeric', month: 'long', year: 'numeric' });
        return invitationMail({ to: email, practice: row.practice, publicUrl: this.publicUrl, until });
      }),
    );
    if (mail) await this.mailer.send(mail);
  }
}
