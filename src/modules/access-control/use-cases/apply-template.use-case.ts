import { refusal } from '../../../common/database/audit-entry.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { DomainError, NotFound } from '../../../common/errors.js';
import { newId } from '../../../common/ids.js';
import { AboveOwnAccess } from '../domain/access.errors.js';
import { changedSince, previewToken, type Previewed } from '../domain/preview-token.js';
import { gained, holdsAll, isNothing, together, type Access, type AccessDifference } from '../domain/switches.js';
import type { MemberState } from '../queries/member-access.query.js';
import { readTemplate, type RoleTemplate } from './role-templates.use-case.js';

/** What applying a role would do to one member. */
export interface AppliedOne {
  memberId: string;
  allowed: boolean;
  /** Why not: `unknown`, `removed`, `owner`. */
  reason: 'unknown' | 'removed' | 'owner' | null;
  gains: AccessDifference;
  loses: AccessDifference;
  unchanged: boolean;
}

/** What applying a role would do, and a token for exactly this state. */
export interface ApplyPreview {
  token: string;
  items: AppliedOne[];
}

/** Why a member stands in the way: as in a preview, or `changed` since it. */
export type RefusalReason = NonNullable<AppliedOne['reason']> | 'changed';

/** Some members cannot be given the role; nothing was changed. */
export class ApplyRefused extends DomainError {
  readonly code = 'access.apply_refused';

  constructor(items: readonly { memberId: string; reason: RefusalReason }[]) {
    super('Some of these members cannot be given this role. Nothing was changed.', { items });
  }
}

/** The preview is not what would happen any more; nothing was changed. */
export class PreviewStale extends DomainError {
  readonly code = 'access.preview_stale';

  constructor(items: readonly { memberId: string; reason: RefusalReason }[]) {
    super('Access changed since this was previewed. Look at what would happen now.', { items });
  }
}

/** Somebody changed the access of these members since, so undoing would take that away as well. */
export class UndoRefused extends DomainError {
  readonly code = 'access.undo_refused';

  constructor() {
    super('Access changed since then, or it was undone already. Nothing was changed.');
  }
}

interface MemberRow {
  id: string;
  role: string;
  state: MemberState;
  base: (Access & { id: string; source: string; sourceId: string | null; version: number | null }) | null;
  others: Access[];
}

interface KeptGrant {
  member_id: string;
  source: string;
  source_id: string | null;
  source_version: number | null;
  scope: string;
  reads: number;
  creates: number;
  updates: number;
  deletes: number;
}

const GRANT = `jsonb_build_object('id', g.id, 'source', g.source, 'sourceId', g.source_id, 'version', g.source_version, 'scope', g.scope, 'modules', g.reads, 'creates', g.creates,
                                  'updates', g.updates, 'deletes', g.deletes)`;
const KEPT = `coalesce((select jsonb_agg(k order by k.member_id) from (select member_id, source, source_id, source_version, scope, reads, creates, updates, deletes
                from app.access_grant where source in ('manual', 'template') and member_id = any ($1::uuid[])) k), '[]')`;

/** Who would gain and lose what. @throws NotFound for the role, AboveOwnAccess */
export async function previewTemplate(tx: TenantTransaction, templateId: string, memberIds: readonly string[]): Promise<ApplyPreview> {
  const { template, items, state } = await consider(tx, templateId, memberIds);
  await tx.keyring();
  const unknown = unknownOf(items);
  const known = items.map(({ memberId }) => memberId).filter((id) => !unknown.includes(id));
  tx.audit({ action: 'read', subject: { kind: 'role', id: template.id }, fields: ['preview'], recordIds: known });
  if (unknown.length > 0) tx.audit(refusal(null, unknown, { bulk: 'preview', code: new NotFound().code }));
  return { token: previewToken(state), items };
}

/**
 * Gives a role to members in place of what they held as their own; what teams and the directory give stays. All of them
 * or none, in one transaction. Returns the id by which it can be undone.
 * @throws PreviewStale, ApplyRefused, NotFound, AboveOwnAccess
 */
export async function applyTemplate(
  tx: TenantTransaction,
  templateId: string,
  memberIds: readonly string[],
  token: string,
): Promise<{ batchId: string; changed: number }> {
  await lockTemplates(tx, [templateId]);
  await lockMembers(tx, memberIds);
  const { template, items, state } = await consider(tx, templateId, memberIds);
  const unknown = unknownOf(items);
  const changed = new Set(changedSince(token, state));
  const inTheWay = items.flatMap(({ memberId, reason }) => {
    const why: RefusalReason | null = reason ?? (changed.has(memberId) ? 'changed' : null);
    return why === null ? [] : [{ memberId, reason: why }];
  });
  if (changed.size > 0) throw new PreviewStale(inTheWay).about(unknown);
  if (inTheWay.length > 0) throw new ApplyRefused(inTheWay).about(unknown);
  return give(
    tx,
    template,
    items.filter(({ unchanged }) => !unchanged).map(({ memberId }) => memberId),
  );
}

/** Gives a role without a preview, to somebody who holds nothing yet. @throws NotFound, AboveOwnAccess */
export async function giveTemplate(tx: TenantTransaction, templateId: string, memberId: string): Promise<void> {
  await lockTemplates(tx, [templateId]);
  await give(tx, await readTemplate(tx, templateId), [memberId]);
}

async function give(tx: TenantTransaction, template: RoleTemplate, ids: readonly string[]): Promise<{ batchId: string; changed: number }> {
  const { orgId, actorId } = await tx.principal();
  const before = await ownGrants(tx, ids);
  const { scope, modules: reads, creates, updates, deletes } = template;
  const given = { source: 'template', source_id: template.id, source_version: template.version, scope, reads, creates, updates, deletes };
  const after = ids.map((member_id) => ({ member_id, ...given }));
  const batchId = newId();
  await tx.execute({
    text: 'insert into app.access_batch (org_id, id, template_id, made_by, before, after) values ($1, $2, $3, $4, $5, $6)',
    values: [orgId, batchId, template.id, actorId, JSON.stringify(before), JSON.stringify(after)],
  });
  // One statement: whoever gives a role to themself as well may hold no switch for a second one afterwards.
  const [written] = await tx.query<{ count: number }>({
    text: `with changed as (
             update app.access_grant set source = 'template', source_id = $2, source_version = $3, scope = $4, reads = $5, creates = $6, updates = $7,
                    deletes = $8, granted_by = $9, granted_at = clock_timestamp()
              where member_id = any ($1::uuid[]) and source in ('manual', 'template') returning member_id
           ), added as (
             insert into app.access_grant (member_id, source, source_id, source_version, scope, reads, creates, updates, deletes, granted_by, org_id)
             select m, 'template', $2, $3, $4, $5, $6, $7, $8, $9, $10 from unnest($1::uuid[]) m
              where not exists (select 1 from app.access_grant g where g.member_id = m and g.source in ('manual', 'template')) returning member_id
           ) select ((select count(*) from changed) + (select count(*) from added))::int as count`,
    values: [ids, template.id, template.version, scope, reads, creates, updates, deletes, actorId, orgId],
  });
  assertAll(written!.count, ids.length);
  await tx.keyring();
  tx.audit({
    action: 'grant',
    subject: { kind: 'role', id: template.id },
    fields: ['access'],
    recordIds: ids,
    detail: { batchId, before: JSON.stringify(before), after: JSON.stringify(given) },
  });
  return { batchId, changed: ids.length };
}

/**
 * Gives back what members held before a role was applied, all or nothing. A role that is gone meanwhile comes back as
 * access by hand. @throws NotFound, UndoRefused, AboveOwnAccess
 */
export async function undoTemplate(tx: TenantTransaction, batchId: string): Promise<{ changed: number }> {
  const { actorId } = await tx.principal();
  const [batch] = await tx.query<{ template_id: string; before: KeptGrant[]; after: KeptGrant[]; undone_at: Date | null }>({
    text: 'select template_id, before, after, undone_at from app.access_batch where id = $1 for update',
    values: [batchId],
  });
  if (!batch) throw new NotFound();
  const ids = batch.after.map(({ member_id }) => member_id);
  const there = await lockTemplates(
    tx,
    batch.before.flatMap(({ source_id }) => source_id ?? []),
  );
  await lockMembers(tx, ids);
  const [now] = await tx.query<{ same: boolean }>({
    text: `select ${KEPT} = (select coalesce(jsonb_agg(k order by k ->> 'member_id'), '[]') from jsonb_array_elements($2::jsonb) k) as same`,
    values: [ids, JSON.stringify(batch.after)],
  });
  if (batch.undone_at || !now!.same) throw new UndoRefused();
  const back = batch.before.map((kept) =>
    kept.source_id === null || there.has(kept.source_id) ? kept : { ...kept, source: 'manual', source_id: null, source_version: null },
  );
  await tx.execute({
    text: 'update app.access_batch set undone_by = $2, undone_at = clock_timestamp() where id = $1',
    values: [batchId, actorId],
  });
  // One statement, as above.
  const [written] = await tx.query<{ count: number }>({
    text: `with back as (
             select * from jsonb_to_recordset($1::jsonb) b (member_id uuid, source text, source_id uuid, source_version int, scope text, reads int, creates int, updates int, deletes int)
           ), changed as (
             update app.access_grant g set source = b.source, source_id = b.source_id, source_version = b.source_version, scope = b.scope, reads = b.reads,
                    creates = b.creates, updates = b.updates, deletes = b.deletes, granted_by = $2, granted_at = clock_timestamp()
               from back b where g.member_id = b.member_id and g.source in ('manual', 'template') returning g.member_id
           ), gone as (
             delete from app.access_grant g where g.member_id = any ($3::uuid[]) and g.source = 'template' and g.member_id not in (select b.member_id from back b)
             returning g.member_id
           ) select ((select count(*) from changed) + (select count(*) from gone))::int as count`,
    values: [JSON.stringify(back), actorId, ids],
  });
  assertAll(written!.count, ids.length);
  await tx.keyring();
  tx.audit({
    action: 'grant',
    subject: { kind: 'role', id: batch.template_id },
    fields: ['access'],
    recordIds: ids,
    detail: { undone: batchId, before: JSON.stringify(batch.after), after: JSON.stringify(back) },
  });
  return { changed: ids.length };
}

/** Keeps roles as they are until the end, so that none is removed while it is given. Returns those that are there. */
export async function lockTemplates(tx: TenantTransaction, ids: readonly string[]): Promise<Set<string>> {
  const rows = await tx.query<{ id: string }>({
    text: 'select id from app.role_template where id = any ($1::uuid[]) order by id for share',
    values: [ids],
  });
  return new Set(rows.map(({ id }) => id));
}

async function lockMembers(tx: TenantTransaction, ids: readonly string[]): Promise<void> {
  await tx.query({ text: 'select id from app.member where id = any ($1::uuid[]) order by id for update', values: [ids] });
}

/** What members hold as their own. */
async function ownGrants(tx: TenantTransaction, ids: readonly string[]): Promise<KeptGrant[]> {
  const [row] = await tx.query<{ kept: KeptGrant[] }>({ text: `select ${KEPT} as kept`, values: [ids] });
  return row!.kept;
}

/** Row security passes over what it hides without a word: all or none has to be counted. */
function assertAll(written: number, expected: number): void {
  if (written !== expected) throw new Error(`${written} of ${expected} grants were written`);
}

function unknownOf(items: readonly AppliedOne[]): string[] {
  return items.filter(({ reason }) => reason === 'unknown').map(({ memberId }) => memberId);
}

async function consider(
  tx: TenantTransaction,
  templateId: string,
  memberIds: readonly string[],
): Promise<{ template: RoleTemplate; items: AppliedOne[]; state: Previewed }> {
  const template = await readTemplate(tx, templateId);
  if (!holdsAll(await tx.principal(), template)) throw new AboveOwnAccess();
  const ids = [...new Set(memberIds)];
  const rows = await tx.query<MemberRow>({
    text: `select m.id, m.role, m.state,
                  (select ${GRANT} from app.access_grant g where g.member_id = m.id and g.source in ('manual', 'template')) as base,
                  coalesce((select jsonb_agg(${GRANT} order by g.id) from app.access_grant g
                             where g.member_id = m.id and g.source not in ('manual', 'template')), '[]') as others
             from app.member m where m.id = any ($1::uuid[])`,
    values: [ids],
  });
  const members = new Map(rows.map((row) => [row.id, row]));
  const items = ids.map((id) => appliedTo(id, members.get(id), template));
  const state = { basis: [template.id, template.version], items: new Map(ids.map((id) => [id, members.get(id) ?? null])) };
  return { template, items, state };
}

const NOTHING: AccessDifference = { scope: null, switches: [] };

function appliedTo(memberId: string, member: MemberRow | undefined, template: RoleTemplate): AppliedOne {
  const reason = !member ? 'unknown' : member.state === 'removed' ? 'removed' : member.role === 'owner' ? 'owner' : null;
  if (!member || reason) return { memberId, allowed: false, reason, gains: NOTHING, loses: NOTHING, unchanged: true };
  const before = together([...member.others, ...(member.base ? [member.base] : [])]);
  const after = together([...member.others, template]);
  const [gains, loses] = [gained(before, after), gained(after, before)];
  const held = member.base?.source === 'template' && member.base.sourceId === template.id && member.base.version === template.version;
  return { memberId, allowed: true, reason: null, gains, loses, unchanged: held && isNothing(gains) && isNothing(loses) };
}
