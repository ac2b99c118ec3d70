import { MODULES } from '../../../common/database/principal.js';
import type { TenantDatabase } from '../../../common/database/tenant-database.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import type { DeliveredEvent } from '../../../common/events/domain-event.js';
import type { EventHandler } from '../../../common/events/event-handler.js';
import { isId } from '../../../common/ids.js';
import type { JobGrants } from '../../../common/jobs/job-grants.js';
import type { Mailer } from '../../../common/mail/mail.js';
import { newCode } from '../domain/door.js';
import { CODE_ASKED } from '../domain/document.events.js';
import { codeMail } from '../domain/outside-mails.js';
import type { DoorRepository } from '../persistence/door.repository.js';
import { findRequest } from '../persistence/request.repository.js';
import { findShare } from '../persistence/share.repository.js';
import { practiceName } from '../use-cases/doors.use-case.js';

/** Mails a code to the address of a door. It is made here and is in the mail alone; a newer one takes its place. */
export class SendCodeOnCodeAsked implements EventHandler {
  readonly name = 'documents.send-code-on-code-asked';
  readonly hears = CODE_ASKED;

  constructor(
    private readonly doors: DoorRepository,
    private readonly grants: JobGrants,
    private readonly database: TenantDatabase,
    private readonly mailer: Mailer,
  ) {}

  async handle({ orgId, payload }: DeliveredEvent): Promise<void> {
    const { doorId, kind } = payload;
    if (orgId === null || !isId(doorId)) throw new TypeError(`${this.hears} without its ids`);
    const { email, practice } = await this.grants.with({ orgId, memberId: null, modules: MODULES.documents }, (token) =>
      this.database.run(token, async (tx) => ({
        email: await (kind === 'share' ? shareAddress : requestAddress)(tx, doorId),
        practice: await practiceName(tx),
      })),
    );
    const code = newCode();
    if (email !== null && (await this.doors.setCode(doorId, code))) await this.mailer.send(codeMail(email, practice, code));
  }
}

async function shareAddress(tx: TenantTransaction, id: string): Promise<string | null> {
  const share = await findShare(tx, await tx.keyring(), id);
  tx.audit({ action: 'send', subject: { kind: 'document', id: share?.documentId ?? null }, fields: ['email'], detail: { shareId: id } });
  return share?.card.email ?? null;
}

async function requestAddress(tx: TenantTransaction, id: string): Promise<string | null> {
  const { clientId, card } = await findRequest(tx, await tx.keyring(), id);
  tx.audit({ action: 'send', subject: { kind: 'client', id: clientId }, fields: ['email'], detail: { requestId: id } });
  return card.email;
}
