import { MODULES } from '../../../common/database/principal.js';
import type { TenantDatabase } from '../../../common/database/tenant-database.js';
import type { DeliveredEvent } from '../../../common/events/domain-event.js';
import type { EventHandler } from '../../../common/events/event-handler.js';
import { isId } from '../../../common/ids.js';
import type { JobGrants } from '../../../common/jobs/job-grants.js';
import type { IdentityFacade } from '../../identity/index.js';
import { ANSWERED } from '../domain/document.events.js';
import { answeredMail } from '../domain/outside-mails.js';
import { findRequest } from '../persistence/request.repository.js';

/** Tells whoever asked for documents that the client says it is everything. */
export class TellAskerOnAnswered implements EventHandler {
  readonly name = 'documents.tell-asker-on-answered';
  readonly hears = ANSWERED;

  constructor(
    private readonly grants: JobGrants,
    private readonly database: TenantDatabase,
    private readonly identity: IdentityFacade,
    private readonly publicUrl: string,
  ) {}

  async handle({ orgId, payload }: DeliveredEvent): Promise<void> {
    const { requestId } = payload;
    if (orgId === null || !isId(requestId)) throw new TypeError(`${this.hears} without its ids`);
    const { madeBy, clientId } = await this.grants.with({ orgId, memberId: null, modules: MODULES.documents }, (token) =>
      this.database.run(token, async (tx) => {
        const request = await findRequest(tx, await tx.keyring(), requestId);
        tx.audit({ action: 'send', subject: { kind: 'client', id: request.clientId }, detail: { requestId } });
        return request;
      }),
    );
    await this.identity.tellMember(orgId, madeBy, (to) => answeredMail(to, `${this.publicUrl}/clients/${clientId}/documents`));
  }
}
