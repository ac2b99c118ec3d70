import type { OrgKeyring } from '../../../common/crypto/org-keyring.js';
import { MODULES } from '../../../common/database/principal.js';
import type { TenantDatabase } from '../../../common/database/tenant-database.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import type { JobGrants } from '../../../common/jobs/job-grants.js';
import { decodeEntries } from '../../../common/sealed-search/codec.js';
import { SEGMENT_ENTRIES, type SearchEntry } from '../../../common/sealed-search/entry.js';
import { openEntry, openSegment, sealSegment } from '../../../common/sealed-search/sealing.js';
import { deltasSince, segmentsOf, type DeltaRead, type Generation } from '../persistence/search-store.js';
import { MANY_DELTAS } from '../queries/client-index.js';

/** What came of one run. */
export type Compaction = 'built' | 'not-needed' | 'under-way';

/**
 * Builds the segments of an organisation anew from the generation before and the changes since, in one transaction
 * under a job's grant. Old segments are read, changed and sealed again one at a time, so memory does not grow with the
 * number of clients. Searches go on: they see the old generation or the new one, never half of either.
 */
export class CompactSearch {
  constructor(
    private readonly database: TenantDatabase,
    private readonly grants: JobGrants,
  ) {}

  /** @param options.force build even when few changes wait, as after an import or a change of keys. */
  async execute(orgId: string, options: { force?: boolean } = {}): Promise<Compaction> {
    return this.grants.with({ orgId, memberId: null, modules: MODULES.clients }, (token) =>
      this.database.run(token, (tx) => this.compact(tx, options.force === true)),
    );
  }

  private async compact(tx: TenantTransaction, force: boolean): Promise<Compaction> {
    const before = await lockGeneration(tx);
    if (!before) return 'under-way';
    const waiting = await countDeltas(tx);
    if (waiting === 0 || (!force && before.generation > 0n && waiting <= MANY_DELTAS)) return 'not-needed';
    const keyring = await tx.keyringUnrecorded('segments are opened to be sealed again; nothing leaves the process');
    const read = await deltasSince(tx, before.horizon, []);
    const { latest, superseded } = latestChanges(read);
    const writer = new SegmentWriter(tx, keyring, before.generation + 1n);
    for (let segmentNo = 0; segmentNo < before.segments; segmentNo++) {
      const [row] = await segmentsOf(tx, before.generation, segmentNo, 1);
      if (!row) throw new RangeError(`Search segment ${segmentNo} of generation ${before.generation} is missing.`);
      const plain = openSegment(keyring, segmentNo, row.sealed);
      for (const entry of decodeEntries(plain)) if (!latest.has(entry.id)) await writer.add(entry);
      plain.fill(0);
    }
    for (const [clientId, { sealed }] of latest) {
      const entry = openEntry(keyring, clientId, sealed);
      if (entry) await writer.add(entry);
    }
    await writer.flush();
    await this.swap(tx, before, read.horizon, superseded, writer);
    return 'built';
  }

  private async swap(
    tx: TenantTransaction,
    before: Generation,
    horizon: bigint,
    superseded: readonly bigint[],
    writer: SegmentWriter,
  ): Promise<void> {
    await Promise.all([
      tx.execute({ text: 'delete from app.client_search_segment where generation <= $1', values: [before.generation.toString()] }),
      tx.execute({ text: 'delete from app.client_search_delta where xid < $1', values: [horizon.toString()] }),
      // A change past the horizon that a newer one of the same client has overtaken would undo that one when it is
      // read again on top of the new segments.
      tx.execute({
        text: 'delete from app.client_search_delta where xid >= $1 and id = any($2::bigint[])',
        values: [horizon.toString(), superseded.map(String)],
      }),
      tx.execute({
        text: `update app.client_search_generation set generation = $1, horizon = $2, segments = $3, entries = $4, built_at = clock_timestamp()`,
        values: [writer.generation.toString(), horizon.toString(), writer.segments, writer.entries],
      }),
    ]);
  }
}

/** Collects entries and stores them in full segments. */
class SegmentWriter {
  segments = 0;
  entries = 0;
  private waiting: SearchEntry[] = [];

  constructor(
    private readonly tx: TenantTransaction,
    private readonly keyring: OrgKeyring,
    readonly generation: bigint,
  ) {}

  async add(entry: SearchEntry): Promise<void> {
    this.waiting.push(entry);
    if (this.waiting.length === SEGMENT_ENTRIES) await this.flush();
  }

  async flush(): Promise<void> {
    if (this.waiting.length === 0) return;
    const segmentNo = this.segments++;
    this.entries += this.waiting.length;
    const sealed = sealSegment(this.keyring, segmentNo, this.waiting);
    this.waiting = [];
    await this.tx.execute({
      name: 'search-segment-insert',
      text: 'insert into app.client_search_segment (org_id, generation, segment_no, sealed) values ($1, $2, $3, $4)',
      values: [this.keyring.orgId, this.generation.toString(), segmentNo, sealed],
    });
  }
}

/** The newest change of each client in one read, by the ids that follow the order of changes; and those it replaced. */
function latestChanges({ rows }: DeltaRead): { latest: Map<string, { id: bigint; sealed: Buffer }>; superseded: bigint[] } {
  const latest = new Map<string, { id: bigint; sealed: Buffer }>();
  const superseded: bigint[] = [];
  for (const { id, clientId, sealed } of rows) {
    const earlier = latest.get(clientId);
    if (earlier) superseded.push(earlier.id);
    latest.set(clientId, { id, sealed });
  }
  return { latest, superseded };
}

/** Takes the organisation's generation for this transaction alone; undefined when another build holds it. */
async function lockGeneration(tx: TenantTransaction): Promise<Generation | undefined> {
  const { orgId } = await tx.principal();
  const [there] = await tx.query<{ one: number }>({ text: 'select 1 as one from app.client_search_generation' });
  if (!there) {
    await tx.execute({
      text: `insert into app.client_search_generation (org_id, generation, horizon, segments, entries) values ($1, 0, 0, 0, 0) on conflict do nothing`,
      values: [orgId],
    });
  }
  const [row] = await tx.query<{ generation: string; horizon: string; segments: number; entries: number }>({
    text: 'select generation, horizon, segments, entries from app.client_search_generation for update skip locked',
  });
  return row && { ...row, generation: BigInt(row.generation), horizon: BigInt(row.horizon) };
}

async function countDeltas(tx: TenantTransaction): Promise<number> {
  const [row] = await tx.query<{ waiting: number }>({
    text: 'select count(*)::int as waiting from (select 1 from app.client_search_delta limit $1) d',
    values: [MANY_DELTAS + 1],
  });
  return row?.waiting ?? 0;
}
