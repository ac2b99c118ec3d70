import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { DomainError, NotFound } from '../../../common/errors.js';
import { newId } from '../../../common/ids.js';

/** Who has not been seen, or has not used what a grant opens, for this many days is suggested for removal. */
const UNUSED_DAYS = 90;

/** The review is closed: its lines are a record now. */
export class ReviewClosed extends DomainError {
  readonly code = 'access.review_closed';

  constructor() {
    super('This review is closed. Start another one to change access.');
  }
}

/** Lines wait for a decision. */
export class ReviewUndecided extends DomainError {
  readonly code = 'access.review_undecided';

  constructor(waiting: number) {
    super(`Decide every line first: ${waiting} still wait.`, { waiting });
  }
}

/** A review to be started: of one team, or of everybody. */
export interface NewReview {
  teamId: string | null;
  /** Calendar date. */
  dueOn: string;
}

/**
 * One line for each grant of each active member (of the team and the teams below it), as it stands now. Suggested for
 * removal: whoever was not seen for ninety days (stale), and grants whose modules nobody's hands touched as long (unused).
 */
const LINES = `
  with recursive chosen as (
    select id from app.team where id = $2
    union
    select t.id from chosen c join app.team t on t.parent_id = c.id
  ), people as (
    select m.id, m.joined_at from app.member m
     where m.state = 'active' and ($2::uuid is null or exists (select 1 from app.team_member t where t.member_id = m.id and t.team_id in (select id from chosen)))
  ), uses as (
    select u.member_id, max(u.at) as seen, bit_or(case when u.module_bit > 0 and u.at > clock_timestamp() - make_interval(days => $3) then u.module_bit else 0 end) as used
      from wall.uses() u group by u.member_id
  )
  insert into app.access_review_line (org_id, review_id, member_id, grant_id, access, suggestion)
  select g.org_id, $1, p.id, g.id,
         jsonb_build_object('source', g.source, 'sourceId', g.source_id, 'scope', g.scope, 'modules', g.reads, 'creates', g.creates,
                            'updates', g.updates, 'deletes', g.deletes),
         case when greatest(u.seen, p.joined_at) < clock_timestamp() - make_interval(days => $3) then 'stale'
              when p.joined_at < clock_timestamp() - make_interval(days => $3) and g.reads <> 0 and (g.reads & coalesce(u.used, 0)) = 0 then 'unused' end
    from people p join app.access_grant g on g.member_id = p.id left join uses u on u.member_id = p.id`;

/** Starts a review. Returns its id. @throws NotFound for a team that is not the practice's */
export async function startReview(tx: TenantTransaction, { teamId, dueOn }: NewReview): Promise<string> {
  const { orgId, actorId } = await tx.principal();
  if (teamId !== null && (await tx.query({ text: 'select 1 from app.team where id = $1', values: [teamId] })).length === 0)
    throw new NotFound();
  const id = newId();
  await tx.execute({
    text: 'insert into app.access_review (org_id, id, team_id, due_on, started_by) values ($1, $2, $3, $4, $5)',
    values: [orgId, id, teamId, dueOn, actorId],
  });
  const lines = await tx.execute({ text: LINES, values: [id, teamId, UNUSED_DAYS] });
  await tx.keyring();
  tx.audit({ action: 'create', subject: { kind: 'access_review', id }, detail: { lines } });
  return id;
}

/**
 * Decides one line. Revoking takes the grant away at once, and out of the team whose role it is, unless somebody replaced
 * it meanwhile: then there is nothing left of it to take. @throws NotFound, ReviewClosed, and what changing access throws
 */
export async function decideLine(tx: TenantTransaction, reviewId: string, lineId: string, decision: 'approved' | 'revoked'): Promise<void> {
  const { actorId } = await tx.principal();
  await assertOpen(tx, reviewId);
  const [line] = await tx.query<{ member_id: string; grant_id: string; decision: string | null }>({
    text: 'select member_id, grant_id, decision from app.access_review_line where review_id = $1 and id = $2 for update',
    values: [reviewId, lineId],
  });
  if (!line) throw new NotFound();
  await tx.execute({
    text: 'update app.access_review_line set decision = $2, decided_by = $3, decided_at = clock_timestamp() where id = $1',
    values: [lineId, decision, actorId],
  });
  const taken = decision === 'revoked' ? await takeGrant(tx, line.grant_id) : 0;
  await tx.keyring();
  tx.audit({
    action: decision === 'revoked' ? 'revoke' : 'approve',
    subject: { kind: 'member', id: line.member_id },
    fields: ['access'],
    detail: { reviewId, grantId: line.grant_id, taken },
  });
}

/** Closes a review once every line is decided; afterwards it is a record. @throws NotFound, ReviewClosed, ReviewUndecided */
export async function closeReview(tx: TenantTransaction, reviewId: string): Promise<void> {
  const { actorId } = await tx.principal();
  await assertOpen(tx, reviewId);
  const [row] = await tx.query<{ waiting: number }>({
    text: 'select count(*)::int as waiting from app.access_review_line where review_id = $1 and decision is null',
    values: [reviewId],
  });
  if (row!.waiting > 0) throw new ReviewUndecided(row!.waiting);
  await tx.execute({
    text: 'update app.access_review set closed_by = $2, closed_at = clock_timestamp() where id = $1 and closed_at is null',
    values: [reviewId, actorId],
  });
  await tx.keyring();
  tx.audit({ action: 'close', subject: { kind: 'access_review', id: reviewId } });
}

/** What a team gives goes with its membership: by itself it would come back with the team's next change. */
async function takeGrant(tx: TenantTransaction, grantId: string): Promise<number> {
  const left = await tx.execute({
    text: `delete from app.team_member m using app.access_grant g
            where g.id = $1 and g.source = 'team' and m.team_id = g.source_id and m.member_id = g.member_id`,
    values: [grantId],
  });
  return left || tx.execute({ text: 'delete from app.access_grant where id = $1', values: [grantId] });
}

async function assertOpen(tx: TenantTransaction, reviewId: string): Promise<void> {
  const [review] = await tx.query<{ closed_at: Date | null }>({
    text: 'select closed_at from app.access_review where id = $1 for update',
    values: [reviewId],
  });
  if (!review) throw new NotFound();
  if (review.closed_at) throw new ReviewClosed();
}
