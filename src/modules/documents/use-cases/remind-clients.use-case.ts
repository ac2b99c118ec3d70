import type { Clock } from '../../../common/clock/clock.js';
import type { PlainDatabase } from '../../../common/database/plain-database.js';
import { MODULES } from '../../../common/database/principal.js';
import type { TenantDatabase } from '../../../common/database/tenant-database.js';
import type { JobGrants } from '../../../common/jobs/job-grants.js';
import { isMorning } from '../domain/client-reminder.js';
import type { StoredRequest } from '../persistence/request.repository.js';
import { remindable } from '../persistence/request-telling.repository.js';
import type { PracticeLeftOut } from './remind-of-expiry.use-case.js';
import { stepOf, type TellClient } from './tell-client.use-case.js';

const PAGE = 500;
const NO_ID = '00000000-0000-0000-0000-000000000000';

/**
 * Reminds clients of what they have not sent yet, in the morning of each practice: three days before the day it is asked for
 * by and the day after it, or, without one, after a week in which nobody came. It may look as often as it likes.
 */
export class RemindClients {
  constructor(
    private readonly jobs: PlainDatabase,
    private readonly grants: JobGrants,
    private readonly database: TenantDatabase,
    private readonly tell: TellClient,
    private readonly clock: Clock,
  ) {}

  /** Every practice in which it is morning; one that fails keeps no other from reminding its clients. */
  async execute(): Promise<PracticeLeftOut[]> {
    const leftOut: PracticeLeftOut[] = [];
    const practices = await this.jobs.query<{ orgId: string }>({ text: 'select org_id as "orgId" from wall.practice_name' });
    for (const { orgId } of practices) await this.practice(orgId).catch((error: unknown) => leftOut.push({ orgId, error }));
    return leftOut;
  }

  private async practice(orgId: string): Promise<void> {
    let after: string | null = NO_ID;
    while (after !== null) {
      const { due, next }: { due: StoredRequest[]; next: string | null } = await this.page(orgId, after);
      for (const { id, card } of due) await this.tell.remind(orgId, id, card.dueOn);
      after = next;
    }
  }

  /** A page of requests of which a client is to be reminded now, on record when any card was opened for it. */
  private async page(orgId: string, after: string): Promise<{ due: StoredRequest[]; next: string | null }> {
    const now = this.clock.now();
    return this.grants.with({ orgId, memberId: null, modules: MODULES.documents | MODULES.clients }, (token) =>
      this.database.run(token, async (tx) => {
        const [practice] = await tx.query<{ zone: string }>({
          name: 'practice-zone',
          text: 'select time_zone as zone from app.organisation',
        });
        const { zone } = practice!;
        if (!isMorning(zone, now)) return { due: [], next: null };
        const requests = await remindable(tx, { now, after, limit: PAGE }, () => tx.keyring());
        if (requests.length > 0)
          tx.audit({ action: 'check', subject: { kind: 'client', id: null }, fields: ['requests'], detail: { requests: requests.length } });
        const due = requests.filter((request) => stepOf(request, request.card.dueOn, zone, now) !== undefined);
        return { due, next: requests.length === PAGE ? requests.at(-1)!.id : null };
      }),
    );
  }
}
