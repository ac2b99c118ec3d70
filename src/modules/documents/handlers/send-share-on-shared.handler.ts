import { MODULES } from '../../../common/database/principal.js';
import type { TenantDatabase } from '../../../common/database/tenant-database.js';
import type { DeliveredEvent } from '../../../common/events/domain-event.js';
import type { EventHandler } from '../../../common/events/event-handler.js';
import { isId } from '../../../common/ids.js';
import type { JobGrants } from '../../../common/jobs/job-grants.js';
import type { Mailer } from '../../../common/mail/mail.js';
import { listMembers } from '../../access-control/index.js';
import type { IdentityFacade } from '../../identity/index.js';
import { newSecret } from '../domain/door.js';
import { SHARED } from '../domain/document.events.js';
import { colleagueMail, shareMail } from '../domain/outside-mails.js';
import type { DoorRepository } from '../persistence/door.repository.js';
import { findShare, type StoredShare } from '../persistence/share.repository.js';
import { practiceName } from '../use-cases/doors.use-case.js';

/** Tells whom a document was shared with, unless it was ended meanwhile. The token is made here and is in the mail alone. */
export class SendShareOnShared implements EventHandler {
  readonly name = 'documents.send-share-on-shared';
  readonly hears = SHARED;

  constructor(
    private readonly doors: DoorRepository,
    private readonly grants: JobGrants,
    private readonly database: TenantDatabase,
    private readonly identity: IdentityFacade,
    private readonly mailer: Mailer,
    private readonly publicUrl: string,
  ) {}

  async handle({ orgId, payload }: DeliveredEvent): Promise<void> {
    const { shareId } = payload;
    if (orgId === null || !isId(shareId)) throw new TypeError(`${this.hears} without its ids`);
    const found = await this.read(orgId, shareId);
    if (!found) return;
    const { share, practice, by } = found;
    const { email, message } = share.card;
    if (share.memberId !== null) {
      const link = `${this.publicUrl}/clients/${share.clientId}/documents/${share.documentId}`;
      await this.identity.tellMember(orgId, share.memberId, (to) => colleagueMail({ to, practice, by }, link, message));
      return;
    }
    const token = newSecret();
    if (email === null || !(await this.doors.arm(share.id, token))) return;
    await this.mailer.send(shareMail({ to: email, practice, by }, `${this.publicUrl}/outside#${token}`, message));
  }

  private async read(orgId: string, shareId: string): Promise<{ share: StoredShare; practice: string; by: string } | undefined> {
    return this.grants.with({ orgId, memberId: null, modules: MODULES.documents }, (token) =>
      this.database.run(token, async (tx) => {
        const share = await findShare(tx, await tx.keyring(), shareId);
        if (!share || share.endedAt !== null) return undefined;
        const by = (await listMembers(tx)).find(({ id }) => id === share.madeBy)?.displayName ?? '';
        tx.audit({ action: 'send', subject: { kind: 'document', id: share.documentId }, fields: ['email'], detail: { shareId } });
        return { share, practice: await practiceName(tx), by };
      }),
    );
  }
}
