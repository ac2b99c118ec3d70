import type { Clock } from '../../../common/clock/clock.js';
import { NoLiveGrant } from '../../../common/database/database.errors.js';
import { MODULES } from '../../../common/database/principal.js';
import type { TenantDatabase } from '../../../common/database/tenant-database.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import type { JobGrants } from '../../../common/jobs/job-grants.js';
import { mayContact } from '../../clients/index.js';
import { clientReminder, dayIn, isQuiet, type Telling } from '../domain/client-reminder.js';
import { clientTold } from '../domain/document.events.js';
import type { DoorRepository } from '../persistence/door.repository.js';
import { lockRequest, type StoredRequest } from '../persistence/request.repository.js';
import { noteTold, standingOf, type RequestStanding } from '../persistence/request-telling.repository.js';

/** What a job about a request knows: ids only. */
export type RequestJob = { orgId: string; requestId: string };

/** Queue of the looks whether a client is to be told that something is open again. */
export const TELL_CLIENT = 'documents.tell-client';

const REACH = MODULES.documents | MODULES.clients;

/**
 * Decides that a client is told of what is outstanding. The note of it and the event that has the mail sent are written
 * together, under a lock: however often it runs and wherever it is cut off, a client is told once. Nobody is told who
 * could not come in: the mail's link opens in the name of the member who asked, and ends with that member's access.
 * Nor is anybody who is not to be contacted: the record promises that it stops every message, reminders included.
 */
export class TellClient {
  constructor(
    private readonly doors: DoorRepository,
    private readonly grants: JobGrants,
    private readonly database: TenantDatabase,
    private readonly clock: Clock,
  ) {}

  /** Tells of what is open again, once the practice has been quiet. Whatever was answered meanwhile is not spoken of. */
  async execute({ orgId, requestId }: RequestJob): Promise<void> {
    await this.tell(orgId, requestId, ({ anew, reopenedAt }) =>
      anew > 0 && reopenedAt !== null && isQuiet(reopenedAt, this.clock.now()) ? 'reopened' : undefined,
    );
  }

  /** Reminds of a request that is asked for by a day, or by none. Returns whether it did. */
  async remind(orgId: string, requestId: string, dueOn: string | null): Promise<boolean> {
    return this.tell(orgId, requestId, (standing) =>
      standing.reminders ? stepOf(standing, dueOn, standing.zone, this.clock.now()) : undefined,
    );
  }

  private async tell(orgId: string, id: string, whyNow: (standing: RequestStanding) => Telling | undefined): Promise<boolean> {
    const why = (standing: RequestStanding | undefined) => (standing && this.waits(standing) ? whyNow(standing) : undefined);
    const before = await this.as(orgId, null, (tx) => standingOf(tx, id));
    if (before === undefined || why(before) === undefined || !(await this.opens(orgId, before))) return false;
    return this.as(orgId, null, async (tx) => {
      await lockRequest(tx, id);
      const standing = await standingOf(tx, id);
      const reason = why(standing);
      if (standing === undefined || reason === undefined || standing.turn !== before.turn) return false;
      if (!(await mayContact(tx, standing.clientId))) {
        const recordIds = [standing.clientId];
        tx.audit({
          action: 'check',
          subject: { kind: 'client', id: null },
          fields: ['doNotContact'],
          recordIds,
          detail: { requestId: id },
        });
        return false;
      }
      await noteTold(tx, id, this.clock.now(), reason !== 'reopened');
      tx.raise(clientTold(id, standing.turn, reason));
      tx.audit({
        action: 'remind',
        subject: { kind: 'client', id: standing.clientId },
        fields: ['documents'],
        detail: { requestId: id, step: reason, open: standing.open },
      });
      return true;
    });
  }

  /** Whether anything is open to the client that they have not said they are done with. */
  private waits({ endedAt, sentAt, until, open }: RequestStanding): boolean {
    return endedAt === null && sentAt === null && until > this.clock.now() && open > 0;
  }

  /** Whether the link would lead anywhere: the door is open, and whoever opened it is there and sees the request. */
  private async opens(orgId: string, { id, madeBy }: RequestStanding): Promise<boolean> {
    if (!(await this.doors.opens(id))) return false;
    try {
      return await this.as(orgId, madeBy, async (tx) => (await standingOf(tx, id)) !== undefined);
    } catch (error) {
      if (error instanceof NoLiveGrant) return false;
      throw error;
    }
  }

  private async as<Result>(orgId: string, memberId: string | null, work: (tx: TenantTransaction) => Promise<Result>): Promise<Result> {
    return this.grants.with({ orgId, memberId, modules: REACH }, (token) => this.database.run(token, work));
  }
}

/** The reminder of a request that is due at an instant, by the calendar of its practice. */
export function stepOf(
  { createdAt, toldAt, seenAt, remindedAt }: Pick<StoredRequest, 'createdAt' | 'toldAt' | 'seenAt' | 'remindedAt'>,
  dueOn: string | null,
  zone: string,
  now: Date,
): Telling | undefined {
  const days = {
    dueOn,
    toldOn: dayIn(zone, toldAt ?? createdAt),
    seenOn: seenAt && dayIn(zone, seenAt),
    reminded: remindedAt !== null,
  };
  return clientReminder(days, dayIn(zone, now));
}
