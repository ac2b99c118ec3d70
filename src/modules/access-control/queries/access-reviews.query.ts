import type { Scope, Switches } from '../../../common/database/principal.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { NotFound } from '../../../common/errors.js';
import { listMembers } from './list-members.query.js';

/** A review in the list. */
export interface ReviewLine {
  id: string;
  teamId: string | null;
  teamName: string | null;
  startedAt: string;
  startedBy: string;
  dueOn: string;
  closedAt: string | null;
  lines: number;
  decided: number;
  revoked: number;
}

/** One member's grant under review. */
export interface ReviewedGrant {
  id: string;
  memberId: string;
  memberName: string;
  source: string;
  sourceName: string | null;
  scope: Scope;
  switches: Switches;
  suggestion: 'stale' | 'unused' | null;
  decision: 'approved' | 'revoked' | null;
  decidedBy: string | null;
  decidedAt: string | null;
}

/** A review with all its lines, by member. */
export interface Review extends ReviewLine {
  items: ReviewedGrant[];
}

interface ReviewRow {
  id: string;
  team_id: string | null;
  team_name: string | null;
  started_at: Date;
  started_by: string | null;
  due_on: string;
  closed_at: Date | null;
  lines: number;
  decided: number;
  revoked: number;
}

const REVIEWS = `
  select r.id, r.team_id, t.name as team_name, r.started_at, r.started_by, r.due_on::text, r.closed_at,
         count(l.id)::int as lines, count(l.decision)::int as decided, (count(*) filter (where l.decision = 'revoked'))::int as revoked
    from app.access_review r left join app.team t on t.id = r.team_id left join app.access_review_line l on l.review_id = r.id`;

/** The practice's reviews, latest first. */
export async function listReviews(tx: TenantTransaction): Promise<ReviewLine[]> {
  const [rows, names] = await Promise.all([
    tx.query<ReviewRow>({ text: `${REVIEWS} group by r.org_id, r.id, t.name order by r.started_at desc` }),
    memberNames(tx),
  ]);
  return rows.map((row) => toLine(row, names));
}

/** One review with its lines. @throws NotFound */
export async function readReview(tx: TenantTransaction, id: string): Promise<Review> {
  const [[row], lines, names] = await Promise.all([
    tx.query<ReviewRow>({ text: `${REVIEWS} where r.id = $1 group by r.org_id, r.id, t.name`, values: [id] }),
    tx.query<GrantRow>({
      text: `select l.id, l.member_id, l.access, coalesce(t.name, p.name) as source_name, l.suggestion, l.decision, l.decided_by, l.decided_at
               from app.access_review_line l
               left join app.team t on l.access ->> 'source' = 'team' and t.id = (l.access ->> 'sourceId')::uuid
               left join app.role_template p on l.access ->> 'source' = 'template' and p.id = (l.access ->> 'sourceId')::uuid
              where l.review_id = $1`,
      values: [id],
    }),
    memberNames(tx),
  ]);
  if (!row) throw new NotFound();
  const items = lines.map((line) => toGrant(line, names)).sort((a, b) => a.memberName.localeCompare(b.memberName, 'en-AU'));
  return { ...toLine(row, names), items };
}

interface GrantRow {
  id: string;
  member_id: string;
  access: { source: string; scope: Scope } & Switches;
  source_name: string | null;
  suggestion: ReviewedGrant['suggestion'];
  decision: ReviewedGrant['decision'];
  decided_by: string | null;
  decided_at: Date | null;
}

async function memberNames(tx: TenantTransaction): Promise<Map<string, string>> {
  return new Map((await listMembers(tx)).map(({ id, displayName }) => [id, displayName]));
}

function toLine(row: ReviewRow, names: ReadonlyMap<string, string>): ReviewLine {
  return {
    id: row.id,
    teamId: row.team_id,
    teamName: row.team_name,
    startedAt: row.started_at.toISOString(),
    startedBy: names.get(row.started_by ?? '') ?? '',
    dueOn: row.due_on,
    closedAt: row.closed_at?.toISOString() ?? null,
    lines: row.lines,
    decided: row.decided,
    revoked: row.revoked,
  };
}

function toGrant(row: GrantRow, names: ReadonlyMap<string, string>): ReviewedGrant {
  const { source, scope, modules, creates, updates, deletes } = row.access;
  return {
    id: row.id,
    memberId: row.member_id,
    memberName: names.get(row.member_id) ?? '',
    source,
    sourceName: row.source_name,
    scope,
    switches: { modules, creates, updates, deletes },
    suggestion: row.suggestion,
    decision: row.decision,
    decidedBy: row.decided_by === null ? null : (names.get(row.decided_by) ?? ''),
    decidedAt: row.decided_at?.toISOString() ?? null,
  };
}
