import type { OrgKeyring } from '../crypto/org-keyring.js';
import { MODULES } from '../database/principal.js';
import type { TenantDatabase } from '../database/tenant-database.js';
import type { TenantTransaction } from '../database/tenant-transaction.js';
import type { JobGrants } from '../jobs/job-grants.js';
import { decodeEntries } from '../sealed-search/codec.js';
import { SEGMENT_ENTRIES, type SearchEntry } from '../sealed-search/entry.js';
import { openEntry, openSegment, sealSegment } from '../sealed-search/sealing.js';
import { MANY_DELTAS } from './search-indexes.js';
import type { DeltaRead, SearchTables } from './search-tables.js';

/** What came of one run. */
export type Built = 'built' | 'not-needed' | 'under-way';

/**
 * Builds the segments of an organisation anew from the generation before and the changes since, in one transaction
 * under a job's grant. Old segments are read, changed and sealed again one at a time, so memory does not grow with the
 * number of records. Searches go on: they see the old generation or the new one, never half of either.
 */
export class BuildSegments {
  constructor(
    private readonly tables: SearchTables,
    private readonly database: TenantDatabase,
    private readonly grants: JobGrants,
  ) {}

  /** @param options.force build even when few changes wait, as after an import or a change of keys. */
  async execute(orgId: string, options: { force?: boolean } = {}): Promise<Built> {
    return this.grants.with({ orgId, memberId: null, modules: MODULES[this.tables.module] }, (token) =>
      this.database.run(token, (tx) => this.build(tx, options.force === true)),
    );
  }

  private async build(tx: TenantTransaction, force: boolean): Promise<Built> {
    const before = await this.tables.lockGeneration(tx);
    if (!before) return 'under-way';
    const waiting = await this.tables.countDeltas(tx, MANY_DELTAS + 1);
    if (waiting === 0 || (!force && before.generation > 0n && waiting <= MANY_DELTAS)) return 'not-needed';
    const keyring = await tx.keyringUnrecorded('segments are opened to be sealed again; nothing leaves the process');
    const read = await this.tables.deltasSince(tx, before.horizon, []);
    const { latest, superseded } = latestChanges(read);
    const writer = new SegmentWriter(this.tables, tx, keyring, before.generation + 1n);
    for (let segmentNo = 0; segmentNo < before.segments; segmentNo++) {
      const [row] = await this.tables.segmentsOf(tx, before.generation, segmentNo, 1);
      if (!row) throw new RangeError(`Search segment ${segmentNo} of generation ${before.generation} is missing.`);
      const plain = openSegment(keyring, segmentNo, row.sealed, this.tables.record);
      for (const entry of decodeEntries(plain)) if (!latest.has(entry.id)) await writer.add(entry);
      plain.fill(0);
    }
    for (const [recordId, { sealed }] of latest) {
      const entry = openEntry(keyring, recordId, sealed, this.tables.record);
      if (entry) await writer.add(entry);
    }
    await writer.flush();
    const { generation, segments, entries } = writer;
    await this.tables.swap(tx, { generation, horizon: read.horizon, segments, entries }, superseded);
    return 'built';
  }
}

/** Collects entries and stores them in full segments. */
class SegmentWriter {
  segments = 0;
  entries = 0;
  private waiting: SearchEntry[] = [];

  constructor(
    private readonly tables: SearchTables,
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
    const sealed = sealSegment(this.keyring, segmentNo, this.waiting, this.tables.record);
    this.waiting = [];
    await this.tables.insertSegment(this.tx, this.keyring.orgId, this.generation, { segmentNo, sealed });
  }
}

/** The newest change of each record in one read, by the ids that follow the order of changes; and those it replaced. */
function latestChanges({ rows }: DeltaRead): { latest: Map<string, { id: bigint; sealed: Buffer }>; superseded: bigint[] } {
  const latest = new Map<string, { id: bigint; sealed: Buffer }>();
  const superseded: bigint[] = [];
  for (const { id, recordId, sealed } of rows) {
    const earlier = latest.get(recordId);
    if (earlier) superseded.push(earlier.id);
    latest.set(recordId, { id, sealed });
  }
  return { latest, superseded };
}
