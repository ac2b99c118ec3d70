import { MODULES } from '../../../common/database/principal.js';
import type { TenantDatabase } from '../../../common/database/tenant-database.js';
import type { DeliveredEvent } from '../../../common/events/domain-event.js';
import type { EventHandler } from '../../../common/events/event-handler.js';
import { isId } from '../../../common/ids.js';
import type { JobGrants } from '../../../common/jobs/job-grants.js';
import type { Mail, Mailer } from '../../../common/mail/mail.js';
import { listMembers } from '../../access-control/index.js';
import type { Telling } from '../domain/client-reminder.js';
import { CLIENT_TOLD } from '../domain/document.events.js';
import { newSecret } from '../domain/door.js';
import { reminderMail, reopenedMail } from '../domain/outside-mails.js';
import type { DoorRepository } from '../persistence/door.repository.js';
import { findRequest } from '../persistence/request.repository.js';
import { standingOf } from '../persistence/request-telling.repository.js';
import { practiceName } from '../use-cases/doors.use-case.js';

/**
 * Mails a client what is outstanding, with a new link; the one before is dead, and whoever is in stays in. Not when the request
 * was closed, answered or sent anew since it was noted. The token is made here and is in the mail alone.
 */
export class MailClientOnTold implements EventHandler {
  readonly name = 'documents.mail-client-on-told';
  readonly hears = CLIENT_TOLD;

  constructor(
    private readonly doors: DoorRepository,
    private readonly grants: JobGrants,
    private readonly database: TenantDatabase,
    private readonly mailer: Mailer,
    private readonly publicUrl: string,
  ) {}

  async handle({ orgId, payload }: DeliveredEvent): Promise<void> {
    const { requestId, turn, why } = payload;
    if (orgId === null || !isId(requestId)) throw new TypeError(`${this.hears} without its ids`);
    const token = newSecret();
    const told = { requestId, turn: Number(turn), why: why as Telling };
    const mail = await this.compose(orgId, told, `${this.publicUrl}/outside#${token}`);
    if (mail && (await this.doors.arm(requestId, token))) await this.mailer.send(mail);
  }

  private async compose(
    orgId: string,
    { requestId, turn, why }: { requestId: string; turn: number; why: Telling },
    link: string,
  ): Promise<Mail | undefined> {
    return this.grants.with({ orgId, memberId: null, modules: MODULES.documents | MODULES.clients }, (grant) =>
      this.database.run(grant, async (tx) => {
        const standing = await standingOf(tx, requestId);
        if (standing === undefined || standing.turn !== turn || standing.endedAt !== null) return undefined;
        if (standing.sentAt !== null || standing.open === 0) return undefined;
        const { card, clientId, madeBy } = await findRequest(tx, await tx.keyring(), requestId);
        const by = (await listMembers(tx)).find(({ id }) => id === madeBy)?.displayName ?? '';
        tx.audit({ action: 'send', subject: { kind: 'client', id: clientId }, fields: ['email'], detail: { requestId } });
        const from = { to: card.email, practice: await practiceName(tx), by };
        return why === 'reopened' ? reopenedMail(from, link, standing.open) : reminderMail(from, link, standing.open, why);
      }),
    );
  }
}
