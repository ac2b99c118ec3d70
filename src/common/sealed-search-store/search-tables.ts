import type { OrgKeyring } from '../crypto/org-keyring.js';
import type { ModuleName } from '../database/principal.js';
import type { Statement } from '../database/statement.js';
import type { TenantTransaction } from '../database/tenant-transaction.js';
import type { SearchEntry } from '../sealed-search/entry.js';
import { sealEntry } from '../sealed-search/sealing.js';

/** One kind of record that is searched. Everything of it is kept and sealed apart from that of any other kind. */
export interface Searched {
  /** `client` for the tables `app.client_search_*`, whose deltas name the record in `client_id`. Lower-case letters only. */
  readonly record: string;
  /** The switch without which row security shows no segment. */
  readonly module: ModuleName;
}

/** The built generation of an organisation's segments; generation 0 is none. */
export interface Generation {
  generation: bigint;
  /** Changes of transactions below this are in the segments; the others are in the delta table. */
  horizon: bigint;
  segments: number;
  entries: number;
}

/** A sealed segment. */
export interface SegmentRow {
  segmentNo: number;
  sealed: Buffer;
}

/** A sealed change, with the transaction that wrote it. */
export interface DeltaRow {
  xid: bigint;
  id: bigint;
  recordId: string;
  sealed: Buffer;
}

/** Changes read in one snapshot. */
export interface DeltaRead {
  /** Every transaction below this had ended when the snapshot was taken: none of them can bring a change any more. */
  horizon: bigint;
  /** The generation that was current in the same snapshot. */
  generation: bigint;
  base: bigint;
  rows: DeltaRow[];
}

/** One change for the delta table: the entry after it, or null when the record left search. */
export interface SearchDelta {
  recordId: string;
  entry: SearchEntry | null;
}

interface DeltaLine {
  horizon: string;
  generation: string | null;
  base: string | null;
  xid: string | null;
  id: string | null;
  recordId: string;
  sealed: Buffer;
}

interface GenerationLine {
  generation: string;
  horizon: string;
  segments: number;
  entries: number;
}

const NONE: Generation = { generation: 0n, horizon: 0n, segments: 0, entries: 0 };

/** The three tables in which one kind of record keeps its sealed search, and what is asked of them. */
export class SearchTables {
  readonly record: string;
  readonly module: ModuleName;

  /** @throws RangeError for a record whose name is no name of a table */
  constructor({ record, module }: Searched) {
    if (!/^[a-z]+$/.test(record)) throw new RangeError('The tables of a search are named by lower-case letters.');
    this.record = record;
    this.module = module;
  }

  /** The generation that is current now. */
  async currentGeneration(tx: TenantTransaction): Promise<Generation> {
    const [row] = await tx.query<GenerationLine>(
      this.named('generation', 'select generation, horizon, segments, entries from app.RECORD_search_generation'),
    );
    return row ? generationOf(row) : NONE;
  }

  /** The segments of a generation from `from` on, at most `count`. */
  async segmentsOf(tx: TenantTransaction, generation: bigint, from: number, count: number): Promise<SegmentRow[]> {
    const text = `select segment_no as "segmentNo", sealed from app.RECORD_search_segment
                   where generation = $1 and segment_no >= $2 and segment_no < $3 order by segment_no`;
    return tx.query<SegmentRow>(this.named('segments', text, [generation.toString(), from, from + count]));
  }

  /**
   * Changes of transactions at or past `since`, but for those in `known`, oldest first. `since` comes from the horizon of
   * an earlier read: nothing that commits later can stand below it, so no write is missed (reading "id > last" would
   * miss those that took an id early and committed late).
   */
  async deltasSince(tx: TenantTransaction, since: bigint, known: readonly bigint[]): Promise<DeltaRead> {
    const text = `select h.horizon, g.generation, g.horizon as base, d.xid, d.id, d.RECORD_id as "recordId", d.sealed
                    from (select pg_snapshot_xmin(pg_current_snapshot())::text as horizon) h
                    left join app.RECORD_search_generation g on true
                    left join app.RECORD_search_delta d on d.xid >= $1 and d.id <> all ($2::bigint[])
                   order by d.id`;
    const lines = await tx.query<DeltaLine>(this.named('deltas', text, [since.toString(), known.map(String)]));
    const first = lines[0]!;
    return {
      horizon: BigInt(first.horizon),
      generation: BigInt(first.generation ?? 0),
      base: BigInt(first.base ?? 0),
      rows: lines.flatMap(({ xid, id, recordId, sealed }) =>
        xid === null || id === null ? [] : [{ xid: BigInt(xid), id: BigInt(id), recordId, sealed }],
      ),
    };
  }

  /**
   * Appends changes to the delta table. Send it AFTER the statement that changes the record's row: the lock on that row
   * is what makes the delta ids of one record follow the order of its changes, and readers rely on that order.
   */
  appendDeltas(keyring: OrgKeyring, deltas: readonly SearchDelta[]): Statement {
    const text = 'insert into app.RECORD_search_delta (org_id, RECORD_id, sealed) select $1, * from unnest($2::uuid[], $3::bytea[])';
    return this.named('append', text, [
      keyring.orgId,
      deltas.map(({ recordId }) => recordId),
      deltas.map(({ recordId, entry }) => sealEntry(keyring, recordId, entry, this.record)),
    ]);
  }

  /** Takes the organisation's generation for this transaction alone; undefined when another build holds it. */
  async lockGeneration(tx: TenantTransaction): Promise<Generation | undefined> {
    const { orgId } = await tx.principal();
    const [there] = await tx.query<{ one: number }>(this.of('select 1 as one from app.RECORD_search_generation'));
    if (!there) {
      const text = `insert into app.RECORD_search_generation (org_id, generation, horizon, segments, entries) values ($1, 0, 0, 0, 0) on conflict do nothing`;
      await tx.execute(this.of(text, [orgId]));
    }
    const [row] = await tx.query<GenerationLine>(
      this.of('select generation, horizon, segments, entries from app.RECORD_search_generation for update skip locked'),
    );
    return row && generationOf(row);
  }

  /** How many changes wait, counted no further than `most`. */
  async countDeltas(tx: TenantTransaction, most: number): Promise<number> {
    const text = 'select count(*)::int as waiting from (select 1 from app.RECORD_search_delta limit $1) d';
    const [row] = await tx.query<{ waiting: number }>(this.of(text, [most]));
    return row?.waiting ?? 0;
  }

  /** Stores one sealed segment of a generation that is being built. */
  async insertSegment(tx: TenantTransaction, orgId: string, generation: bigint, { segmentNo, sealed }: SegmentRow): Promise<void> {
    const text = 'insert into app.RECORD_search_segment (org_id, generation, segment_no, sealed) values ($1, $2, $3, $4)';
    await tx.execute(this.named('segment-insert', text, [orgId, generation.toString(), segmentNo, sealed]));
  }

  /** Makes a built generation the current one, and drops what it replaces; `superseded` are changes that a newer one of the same record overtook. */
  async swap(tx: TenantTransaction, { generation, horizon, segments, entries }: Generation, superseded: readonly bigint[]): Promise<void> {
    const past = horizon.toString();
    await Promise.all([
      tx.execute(this.of('delete from app.RECORD_search_segment where generation < $1', [generation.toString()])),
      tx.execute(this.of('delete from app.RECORD_search_delta where xid < $1', [past])),
      // A change past the horizon that a newer one of the same record has overtaken would undo that one when it is
      // read again on top of the new segments.
      tx.execute(this.of('delete from app.RECORD_search_delta where xid >= $1 and id = any($2::bigint[])', [past, superseded.map(String)])),
      tx.execute(
        this.of(
          `update app.RECORD_search_generation set generation = $1, horizon = $2, segments = $3, entries = $4, built_at = clock_timestamp()`,
          [generation.toString(), past, segments, entries],
        ),
      ),
    ]);
  }

  private of(text: string, values: unknown[] = []): Statement {
    return { text: text.replaceAll('RECORD', this.record), values };
  }

  /** The texts of two kinds differ, so their names do as well: a connection keeps one plan by name. */
  private named(name: string, text: string, values: unknown[] = []): Statement {
    return { name: `${this.record}-search-${name}`, ...this.of(text, values) };
  }
}

function generationOf({ generation, horizon, segments, entries }: GenerationLine): Generation {
  return { generation: BigInt(generation), horizon: BigInt(horizon), segments, entries };
}
