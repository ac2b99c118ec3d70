import type { GrantToken } from '../../../common/database/grant-token.js';
import type { PlainDatabase } from '../../../common/database/plain-database.js';
import { MODULES } from '../../../common/database/principal.js';
import type { TenantDatabase } from '../../../common/database/tenant-database.js';
import type { JobGrants } from '../../../common/jobs/job-grants.js';
import type { Clock } from '../../../common/clock/clock.js';
import type { ObjectStore } from '../../../common/object-store/object-store.js';
import { RECYCLE_DAYS } from '../domain/document.js';
import { forgetInSearch } from '../persistence/search-delta.js';
import { followMergesMissed } from './follow-merge.js';

/** What a sweep did. */
export interface Swept {
  /** Objects and half objects that no row named. */
  removed: number;
  /** Keys that rows name and the store does not have. */
  missing: string[];
}

/** An object that a row names, and whether all of it should be there. */
interface NamedObject {
  key: string;
  complete: boolean;
}

const DAY_MS = 86_400_000;
/** Nobody's object younger than this is touched: its row may be about to be committed. */
const GRACE_MS = DAY_MS;
/** No upload goes on for longer than its seven days. */
const STALE_MS = 8 * DAY_MS;
const PAGE = 1_000;

/**
 * Keeps the store of files and the rows in step: ends uploads that nobody went on with, destroys what was removed thirty days ago,
 * moves what a merge left behind, removes objects that no row names, and reports rows whose object is gone. May be stopped and done again at any time.
 */
export class SweepDocuments {
  constructor(
    private readonly jobs: PlainDatabase,
    private readonly grants: JobGrants,
    private readonly database: TenantDatabase,
    private readonly store: ObjectStore,
    private readonly clock: Clock,
  ) {}

  async execute(): Promise<Swept> {
    const named = new Map<string, boolean>();
    const practices = await this.jobs.query<{ orgId: string }>({ text: 'select org_id as "orgId" from wall.practice_name' });
    for (const { orgId } of practices)
      for (const { key, complete } of await this.grants.with(
        { orgId, memberId: null, modules: MODULES.documents | MODULES.clients },
        (token) => this.practice(token),
      ))
        named.set(key, complete);
    return this.objects(named);
  }

  /** Ends and destroys what is due in one practice; answers the keys that its rows name. */
  private async practice(token: GrantToken): Promise<NamedObject[]> {
    return this.database.run(token, async (tx) => {
      const values = [RECYCLE_DAYS];
      await tx.execute({ text: 'delete from app.document_link where expires_at < clock_timestamp()' });
      await tx.execute({ text: 'delete from app.document_bundle where expires_at < clock_timestamp()' });
      const over = await tx.query<{ documentId: string; versionId: string }>({
        text: `delete from app.document_upload where expires_at < clock_timestamp() or done_at < clock_timestamp() - interval '1 day'
               returning document_id as "documentId", version_id as "versionId"`,
      });
      await tx.execute({
        text: `update app.document_version set state = 'gone', settled_at = clock_timestamp() where state = 'arriving' and id = any($1::uuid[])`,
        values: [over.map(({ versionId }) => versionId)],
      });
      const dropped = await tx.query<{ id: string }>({
        text: `delete from app.document d where (d.state = 'removed' and d.removed_at < clock_timestamp() - make_interval(days => $1))
                  or (d.state = 'arriving' and not exists (select 1 from app.document_version v where v.org_id = d.org_id and v.document_id = d.id and v.state <> 'gone'))
               returning d.id`,
        values,
      });
      await followMergesMissed(tx);
      const gone = dropped.map(({ id }) => id);
      if (gone.length > 0) await forgetInSearch(tx, await tx.keyring(), gone);
      for (const { id } of dropped) tx.audit({ action: 'destroy', subject: { kind: 'document', id }, fields: ['card', 'content'] });
      return tx.query<NamedObject>({
        text: `select object_key as key, state <> 'arriving' as complete from app.document_version where state in ('arriving', 'checking', 'ready')`,
      });
    });
  }

  /** Strikes what is there off the list of what is named: what is left of it is missing. */
  private async objects(named: Map<string, boolean>): Promise<Swept> {
    const now = this.clock.now().getTime();
    let removed = 0;
    let after: string | null = null;
    do {
      const page: { key: string; changedAt: Date }[] = await this.store.list(after, PAGE);
      for (const { key, changedAt } of page) {
        if (named.delete(key) || changedAt.getTime() > now - GRACE_MS) continue;
        await this.store.remove(key);
        removed++;
      }
      after = page.length === PAGE ? page.at(-1)!.key : null;
    } while (after !== null);
    for (const upload of await this.store.staleUploads(new Date(now - STALE_MS))) {
      await this.store.abort(upload);
      removed++;
    }
    return { removed, missing: [...named].flatMap(([key, complete]) => (complete ? [key] : [])) };
  }
}
