import { createHash } from 'node:crypto';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { DomainError, NotFound } from '../../../common/errors.js';
import { newId } from '../../../common/ids.js';
import { AboveOwnAccess } from '../domain/access.errors.js';
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

/** The preview is not what would happen any more, or some members cannot be given the role; nothing was changed. */
export class ApplyRefused extends DomainError {
  readonly code: string;

  constructor(items: readonly AppliedOne[], stale: boolean) {
    super(
      stale
        ? 'Access changed since this was previewed. Look at what would happen now.'
        : 'Some of these members cannot be given this role. Nothing was changed.',
      { items: items.filter(({ allowed }) => !allowed).map(({ memberId, reason }) => ({ memberId, reason })) },
    );
    this.code = stale ? 'access.preview_stale' : 'access.apply_refused';
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
  const { template, members, preview } = await consider(tx, templateId, memberIds);
  await tx.keyring();
  tx.audit({ action: 'read', subject: { kind: 'role', id: template.id }, fields: ['preview'], recordIds: [...members.keys()] });
  return preview;
}

/**
 * Gives a role to members in place of what they held as their own; what teams and the directory give stays. All of them
 * or none, in one transaction. Returns the id by which it can be undone.
 * @throws ApplyRefused, NotFound, AboveOwnAccess
 */
export async function applyTemplate(
  tx: TenantTransaction,
  templateId: string,
  memberIds: readonly string[],
  token: string,
): Promise<{ batchId: string; changed: number }> {
  const { orgId, actorId } = await tx.principal();
  await tx.query({ text: 'select id from app.member where id = any ($1::uuid[]) order by id for update', values: [memberIds] });
  const { template, preview } = await consider(tx, templateId, memberIds);
  if (preview.token !== token) throw new ApplyRefused(preview.items, true);
  if (preview.items.some(({ allowed }) => !allowed)) throw new ApplyRefused(preview.items, false);
  const ids = preview.items.filter(({ unchanged }) => !unchanged).map(({ memberId }) => memberId);
  const [before] = await tx.query<{ kept: KeptGrant[] }>({ text: `select ${KEPT} as kept`, values: [ids] });
  const { scope, modules, creates, updates, deletes } = template;
  const values = [ids, template.id, template.version, scope, modules, creates, updates, deletes, actorId];
  await tx.execute({
    text: `update app.access_grant set source = 'template', source_id = $2, source_version = $3, scope = $4, reads = $5, creates = $6, updates = $7,
                  deletes = $8, granted_by = $9, granted_at = clock_timestamp() where member_id = any ($1::uuid[]) and source in ('manual', 'template')`,
    values,
  });
  await tx.execute({
    text: `insert into app.access_grant (member_id, source, source_id, source_version, scope, reads, creates, updates, deletes, granted_by, org_id)
           select m, 'template', $2, $3, $4, $5, $6, $7, $8, $9, $10 from unnest($1::uuid[]) m
            where not exists (select 1 from app.access_grant g where g.member_id = m and g.source in ('manual', 'template'))`,
    values: [...values, orgId],
  });
  const batchId = newId();
  await tx.execute({
    text: `insert into app.access_batch (org_id, id, template_id, made_by, before, after) select $2, $3, $4, $5, $6, ${KEPT}`,
    values: [ids, orgId, batchId, template.id, actorId, JSON.stringify(before!.kept)],
  });
  await tx.keyring();
  tx.audit({
    action: 'grant',
    subject: { kind: 'role', id: template.id },
    fields: ['access'],
    recordIds: ids,
    detail: { batchId, before: JSON.stringify(before!.kept), after: JSON.stringify({ scope, modules, creates, updates, deletes }) },
  });
  return { batchId, changed: ids.length };
}

/** Gives back what members held before a role was applied; all or nothing. @throws NotFound, UndoRefused, AboveOwnAccess */
export async function undoTemplate(tx: TenantTransaction, batchId: string): Promise<{ changed: number }> {
  const { orgId, actorId } = await tx.principal();
  const [batch] = await tx.query<{ before: KeptGrant[]; after: KeptGrant[]; undone_at: Date | null }>({
    text: 'select before, after, undone_at from app.access_batch where id = $1 for update',
    values: [batchId],
  });
  if (!batch) throw new NotFound();
  const ids = batch.after.map(({ member_id }) => member_id);
  await tx.query({ text: 'select id from app.member where id = any ($1::uuid[]) order by id for update', values: [ids] });
  const [now] = await tx.query<{ same: boolean }>({
    text: `select ${KEPT} = $2::jsonb as same`,
    values: [ids, JSON.stringify(batch.after)],
  });
  if (batch.undone_at || !now!.same) throw new UndoRefused();
  await tx.execute({
    text: `update app.access_grant g set source = b.source, source_id = b.source_id, source_version = b.source_version, scope = b.scope, reads = b.reads,
                  creates = b.creates, updates = b.updates, deletes = b.deletes, granted_by = $2, granted_at = clock_timestamp()
             from jsonb_to_recordset($1::jsonb) b (member_id uuid, source text, source_id uuid, source_version int, scope text, reads int, creates int, updates int, deletes int)
            where g.member_id = b.member_id and g.source in ('manual', 'template')`,
    values: [JSON.stringify(batch.before), actorId],
  });
  const without = ids.filter((id) => !batch.before.some(({ member_id }) => member_id === id));
  await tx.execute({ text: `delete from app.access_grant where member_id = any ($1::uuid[]) and source = 'template'`, values: [without] });
  await tx.execute({
    text: 'update app.access_batch set undone_by = $2, undone_at = clock_timestamp() where id = $1 and org_id = $3',
    values: [batchId, actorId, orgId],
  });
  await tx.keyring();
  tx.audit({ action: 'grant', subject: { kind: 'role', id: null }, fields: ['access'], recordIds: ids, detail: { undone: batchId } });
  return { changed: ids.length };
}

async function consider(
  tx: TenantTransaction,
  templateId: string,
  memberIds: readonly string[],
): Promise<{ template: RoleTemplate; members: Map<string, MemberRow>; preview: ApplyPreview }> {
  const template = await readTemplate(tx, templateId);
  if (!holdsAll(await tx.principal(), template)) throw new AboveOwnAccess();
  const ids = [...new Set(memberIds)];
  const rows = await tx.query<MemberRow>({
    text: `select m.id, m.role, m.state,
                  (select ${GRANT} from app.access_grant g where g.member_id = m.id and g.source in ('manual', 'template')) as base,
                  coalesce((select jsonb_agg(${GRANT}) from app.access_grant g where g.member_id = m.id and g.source not in ('manual', 'template')), '[]') as others
             from app.member m where m.id = any ($1::uuid[])`,
    values: [ids],
  });
  const members = new Map(rows.map((row) => [row.id, row]));
  const items = ids.map((id) => appliedTo(id, members.get(id), template));
  const state = ids.map((id) => [id, members.get(id) ?? null]);
  const token = createHash('sha256')
    .update(JSON.stringify([template.id, template.version, state]))
    .digest('base64url');
  return { template, members, preview: { token, items } };
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
