import { MODULES } from '../../../common/database/principal.js';
import type { TenantDatabase } from '../../../common/database/tenant-database.js';
import type { DeliveredEvent } from '../../../common/events/domain-event.js';
import type { EventHandler } from '../../../common/events/event-handler.js';
import { isId } from '../../../common/ids.js';
import type { JobGrants } from '../../../common/jobs/job-grants.js';
import type { Mail, Mailer } from '../../../common/mail/mail.js';
import { listMembers } from '../../access-control/index.js';
import { newSecret } from '../domain/door.js';
import { REQUESTED } from '../domain/document.events.js';
import { requestMail } from '../domain/outside-mails.js';
import type { DoorRepository } from '../persistence/door.repository.js';
import { findRequest, itemsOf } from '../persistence/request.repository.js';
import { practiceName } from '../use-cases/doors.use-case.js';

/** Mails the link of a request, unless it was closed or sent anew meanwhile. The token is made here and is in the mail alone. */
export class SendRequestOnRequested implements EventHandler {
  readonly name = 'documents.send-request-on-requested';
  readonly hears = REQUESTED;

  constructor(
    private readonly doors: DoorRepository,
    private readonly grants: JobGrants,
    private readonly database: TenantDatabase,
    private readonly mailer: Mailer,
    private readonly publicUrl: string,
  ) {}

  async handle({ orgId, payload }: DeliveredEvent): Promise<void> {
    const { requestId, turn } = payload;
    if (orgId === null || !isId(requestId)) throw new TypeError(`${this.hears} without its ids`);
    const token = newSecret();
    const mail = await this.compose(orgId, requestId, Number(turn), `${this.publicUrl}/outside#${token}`);
    if (mail && (await this.doors.arm(requestId, token))) await this.mailer.send(mail);
  }

  private async compose(orgId: string, requestId: string, turn: number, link: string): Promise<Mail | undefined> {
    return this.grants.with({ orgId, memberId: null, modules: MODULES.documents }, (grant) =>
      this.database.run(grant, async (tx) => {
        const keyring = await tx.keyring();
        const request = await findRequest(tx, keyring, requestId);
        if (request.endedAt !== null || request.turn !== turn) return undefined;
        const { email, message } = request.card;
        const by = (await listMembers(tx)).find(({ id }) => id === request.madeBy)?.displayName ?? '';
        const items = (await itemsOf(tx, keyring, [requestId])).length;
        tx.audit({ action: 'send', subject: { kind: 'client', id: request.clientId }, fields: ['email'], detail: { requestId } });
        return requestMail({ to: email, practice: await practiceName(tx), by }, link, { items, message });
      }),
    );
  }
}
