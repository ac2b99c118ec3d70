import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';

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
  clientId: string;
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

interface DeltaLine {
  horizon: string;
  generation: string | null;
  base: string | null;
  xid: string | null;
  id: string | null;
  clientId: string;
  sealed: Buffer;
}

const NONE: Generation = { generation: 0n, horizon: 0n, segments: 0, entries: 0 };

/** The generation that is current now. */
export async function currentGeneration(tx: TenantTransaction): Promise<Generation> {
  const [row] = await tx.query<{ generation: string; horizon: string; segments: number; entries: number }>({
    name: 'search-generation',
    text: 'select generation, horizon, segments, entries from app.client_search_generation',
  });
  return row ? { ...row, generation: BigInt(row.generation), horizon: BigInt(row.horizon) } : NONE;
}

/** The segments of a generation from `from` on, at most `count`. */
export async function segmentsOf(tx: TenantTransaction, generation: bigint, from: number, count: number): Promise<SegmentRow[]> {
  return tx.query<SegmentRow>({
    name: 'search-segments',
    text: `select segment_no as "segmentNo", sealed from app.client_search_segment
            where generation = $1 and segment_no >= $2 and segment_no < $3 order by segment_no`,
    values: [generation.toString(), from, from + count],
  });
}

/**
 * Changes of transactions at or past `since`, but for those in `known`, oldest first. `since` comes from the horizon of
 * an earlier read: nothing that commits later can stand below it, so no write is missed (reading "id > last" would
 * miss those that took an id early and committed late).
 */
export async function deltasSince(tx: TenantTransaction, since: bigint, known: readonly bigint[]): Promise<DeltaRead> {
  const lines = await tx.query<DeltaLine>({
    name: 'search-deltas',
    text: `select h.horizon, g.generation, g.horizon as base, d.xid, d.id, d.client_id as "clientId", d.sealed
             from (select pg_snapshot_xmin(pg_current_snapshot())::text as horizon) h
             left join app.client_search_generation g on true
             left join app.client_search_delta d on d.xid >= $1 and d.id <> all ($2::bigint[])
            order by d.id`,
    values: [since.toString(), known.map(String)],
  });
  const first = lines[0]!;
  return {
    horizon: BigInt(first.horizon),
    generation: BigInt(first.generation ?? 0),
    base: BigInt(first.base ?? 0),
    rows: lines.flatMap(({ xid, id, clientId, sealed }) =>
      xid === null || id === null ? [] : [{ xid: BigInt(xid), id: BigInt(id), clientId, sealed }],
    ),
  };
}
