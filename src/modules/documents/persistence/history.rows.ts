import type { Statement } from '../../../common/database/statement.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { actionsOf, type ActKind } from '../domain/document-acts.js';

/** Which acts; a null part asks nothing. */
export interface ActFilter {
  documentId: string | null;
  clientId: string | null;
  memberId: string | null;
  kinds: readonly ActKind[];
  from: Date | null;
  /** Not included. */
  until: Date | null;
}

/** A place in the record: everything that follows is older. */
export interface ActPosition {
  /** Instant to the microsecond, as PostgreSQL writes it. */
  at: string;
  id: string;
}

/** An entry as stored, its details sealed. */
export interface ActRow extends ActPosition {
  action: string;
  outcome: 'done' | 'refused' | 'failed';
  memberId: string | null;
  documentId: string;
  fields: string[];
  details: Buffer;
}

/** Opens and downloads of one day of the practice's calendar. */
export interface ActDay {
  day: string;
  opens: number;
  downloads: number;
}

const COLUMNS = `v.id, to_char(v.recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, v.action, v.outcome,
  v.actor_member_id as "memberId", v.subject_id as "documentId", v.fields, v.details`;

/**
 * Acts on documents: entries but those that belong to another one (what was sent in the end, later requests of the same
 * link) and those of no interest to people. Written as the predicate of the indexes on them.
 */
const ACTS = `v.subject_kind = 'document' and v.subject_id is not null and v.action not in ('sent', 'link', 'check')
  and not ('further' = any (v.fields))`;

const FILTERS = `($1::uuid is null or v.subject_id = $1)
  and ($2::uuid is null or v.subject_id in (select d.id from app.document d where d.client_id = $2))
  and ($3::uuid is null or v.actor_member_id = $3)
  and ($4::timestamptz is null or v.recorded_at >= $4) and ($5::timestamptz is null or v.recorded_at < $5)
  and (v.action = any ($6::text[]) or ($7 and v.action ~ '^(share|request)') or ($8 and v.action !~ '^(share|request)' and v.action <> all ($9::text[])))`;

/** Acts older than a position, latest first. Not prepared by name: each set of filters has a plan of its own. */
export function actsStatement(filter: ActFilter, after: ActPosition | null, limit: number): Statement {
  return {
    text: [
      'select',
      COLUMNS,
      'from audit.event v where',
      ACTS,
      'and',
      FILTERS,
      'and (v.recorded_at, v.id) < ($10::timestamptz, $11::uuid) order by v.recorded_at desc, v.id desc limit $12',
    ].join(' '),
    values: [...valuesOf(filter), after?.at ?? 'infinity', after?.id ?? 'ffffffff-ffff-ffff-ffff-ffffffffffff', limit],
  };
}

/** How many opens and downloads there were on each day that had any. */
export async function actDays(tx: TenantTransaction, filter: ActFilter): Promise<ActDay[]> {
  return tx.query<ActDay>({
    text: [
      `select to_char(v.recorded_at at time zone o.time_zone, 'YYYY-MM-DD') as day,
              (count(*) filter (where v.action = 'open'))::int as opens, (count(*) filter (where v.action = 'download'))::int as downloads
         from audit.event v cross join app.organisation o where v.action in ('open', 'download') and`,
      ACTS,
      'and',
      FILTERS,
      'group by 1 order by 1',
    ].join(' '),
    values: valuesOf(filter),
  });
}

/** A link ends within an hour, and what it sends ends with it. */
const LINK_LASTS = `interval '70 minutes'`;
/** More than a viewer asks for in an hour; what lies past it is not counted. */
const MOST_PARTS = 20_000;

/** What belongs to acts by links: later requests of the same link, and what was sent. */
export async function partsOf(tx: TenantTransaction, acts: readonly ActRow[]): Promise<ActRow[]> {
  if (acts.length === 0) return [];
  const times = acts.map(({ at }) => at).sort();
  return tx.query<ActRow>({
    text: [
      'select',
      COLUMNS,
      `from audit.event v
        where v.subject_kind = 'document' and v.subject_id = any ($1::uuid[]) and (v.action = 'sent' or 'further' = any (v.fields))
          and v.recorded_at >= $2::timestamptz and v.recorded_at <= $3::timestamptz +`,
      LINK_LASTS,
      'order by v.recorded_at limit $4',
    ].join(' '),
    values: [[...new Set(acts.map(({ documentId }) => documentId))], times[0], times.at(-1), MOST_PARTS],
  });
}

function valuesOf({ documentId, clientId, memberId, kinds, from, until }: ActFilter): unknown[] {
  const { named, sharing, others, notOthers } = actionsOf(kinds);
  return [documentId, clientId, memberId, from, until, named, sharing, others, notOthers];
}
