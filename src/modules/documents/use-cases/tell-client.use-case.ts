import type { Clock } from '../../../common/clock/clock.js';
import { NoLiveGrant } from '../../../common/database/database.errors.js';
import { MODULES } from '../../../common/database/principal.js';
import type { TenantDatabase } from '../../../common/database/tenant-database.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import type { JobGrants } from '../../../common/jobs/job-grants.js';
import type { Mail, Mailer } from '../../../common/mail/mail.js';
import { listMembers } from '../../access-control/index.js';
import { newSecret } from '../domain/door.js';
import { reopenedMail } from '../domain/outside-mails.js';
import type { DoorRepository } from '../persistence/door.repository.js';
import { findRequest, isLive, itemsOf } from '../persistence/request.repository.js';
import { practiceName } from './doors.use-case.js';

/** What a job about a request knows: ids only. */
export type RequestJob = { orgId: string; requestId: string };

/** Queue of the mails that something is open again. */
export const TELL_CLIENT = 'documents.tell-client';

/** Tells a client by mail that something of a request is open again, with a new link, unless nothing is any more. */
export class TellClient {
  constructor(
    private readonly doors: DoorRepository,
    private readonly grants: JobGrants,
    private readonly database: TenantDatabase,
    private readonly mailer: Mailer,
    private readonly clock: Clock,
    private readonly publicUrl: string,
  ) {}

  async execute({ orgId, requestId }: RequestJob): Promise<void> {
    const token = newSecret();
    const link = `${this.publicUrl}/outside#${token}`;
    const mail = await this.grants.with({ orgId, memberId: null, modules: MODULES.documents }, (grant) =>
      this.database.run(grant, (tx) => this.compose(tx, requestId, link)),
    );
    if (mail === undefined || !(await this.stillAsks(orgId, mail.madeBy))) return;
    if (await this.doors.arm(requestId, token)) await this.mailer.send(mail.mail);
  }

  private async compose(tx: TenantTransaction, requestId: string, link: string): Promise<{ mail: Mail; madeBy: string } | undefined> {
    if (!(await isLive(tx, requestId))) return undefined;
    const keyring = await tx.keyring();
    const { clientId, madeBy, until, sentAt, card } = await findRequest(tx, keyring, requestId);
    const open = (await itemsOf(tx, keyring, [requestId])).filter(({ state }) => state === 'requested' || state === 'rejected').length;
    tx.audit({ action: 'send', subject: { kind: 'client', id: clientId }, fields: ['email'], detail: { requestId, open } });
    if (until <= this.clock.now() || sentAt !== null || open === 0) return undefined;
    const by = (await listMembers(tx)).find(({ id }) => id === madeBy)?.displayName ?? '';
    return { mail: reopenedMail({ to: card.email, practice: await practiceName(tx), by }, link, open), madeBy };
  }

  /** Whether the member in whose name the door opens is still there: else the link would open nothing. */
  private async stillAsks(orgId: string, memberId: string): Promise<boolean> {
    try {
      return await this.grants.with({ orgId, memberId, modules: MODULES.documents }, () => Promise.resolve(true));
    } catch (error) {
      if (error instanceof NoLiveGrant) return false;
      throw error;
    }
  }
}
