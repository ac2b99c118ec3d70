import type { Role, Scope } from '../../../common/database/principal.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { NotFound } from '../../../common/errors.js';
import { toMatrix, type SwitchMatrix } from '../domain/switches.js';
import { PROFILE_AT, type MemberProfile } from '../persistence/member-profile.js';

/** Where a membership stands. */
export type MemberState = 'invited' | 'active' | 'suspended' | 'removed';

/** One grant of a member, by where it comes from. */
export interface GrantLine {
  id: string;
  source: 'manual' | 'template' | 'team' | 'directory';
  sourceId: string | null;
  /** Name of the role or team. */
  sourceName: string | null;
  scope: Scope;
  switches: SwitchMatrix;
}

/** A member with all they hold. */
export interface MemberAccess {
  id: string;
  displayName: string;
  title: string;
  email: string;
  role: Role;
  state: MemberState;
  kind: 'person' | 'service';
  /** All told: the widest scope and every switch of the grants below; an owner's is everything. */
  scope: Scope;
  switches: SwitchMatrix;
  teams: { id: string; name: string }[];
  grants: GrantLine[];
  lastSeenAt: string | null;
  /** Until when an invitation can be accepted. */
  invitedUntil: string | null;
}

/** One change of what a member could reach. */
export interface AccessChangeLine {
  at: string;
  /** Null when the practice as a whole did it. */
  madeBy: string | null;
  before: Record<string, unknown> | null;
  after: Record<string, unknown>;
}

const CHANGES_SHOWN = 50;

interface Parts {
  grants: (Omit<GrantLine, 'switches'> & { memberId: string; modules: number; creates: number; updates: number; deletes: number })[];
  teams: { memberId: string; id: string; name: string }[];
  held: { member_id: string; scope: Scope; modules: number; creates: number; updates: number; deletes: number }[];
  seen: { memberId: string; at: Date }[];
  invited: { memberId: string; until: Date }[];
}

/** Members with what they hold, by name; removed ones only when asked for by id. The caller's reading is on record. */
export async function memberAccesses(tx: TenantTransaction, ids: readonly string[] | null = null): Promise<MemberAccess[]> {
  const values = [ids];
  const [members, parts] = await Promise.all([
    tx.query<{ id: string; role: Role; state: MemberState; kind: 'person' | 'service'; profile: Buffer }>({
      name: 'members-access',
      text: `select id, role, state, kind, profile from app.member where case when $1::uuid[] is null then state <> 'removed' else id = any ($1) end`,
      values,
    }),
    readParts(tx),
  ]);
  const keyring = await tx.keyring();
  tx.audit({
    action: 'read',
    subject: { kind: 'member', id: ids?.length === 1 ? ids[0]! : null },
    fields: ['access'],
    recordIds: members.map(({ id }) => id),
  });
  return members
    .map(({ id, role, state, kind, profile }) => {
      const opened = keyring.openJson<MemberProfile>({ ...PROFILE_AT, rowId: id }, profile);
      return { id, ...opened, role, state, kind, ...heldBy(id, parts) };
    })
    .sort((a, b) => a.displayName.localeCompare(b.displayName, 'en-AU'));
}

/** One member with what they hold. @throws NotFound */
export async function memberAccess(tx: TenantTransaction, id: string): Promise<MemberAccess> {
  const [line] = await memberAccesses(tx, [id]);
  if (!line) throw new NotFound();
  return line;
}

/** What changed in a member's access, latest first. */
export async function accessChanges(tx: TenantTransaction, memberId: string): Promise<AccessChangeLine[]> {
  const rows = await tx.query<{
    made_at: Date;
    made_by: string | null;
    before: AccessChangeLine['before'];
    after: AccessChangeLine['after'];
  }>({
    text: `select made_at, made_by, before, after from app.access_change where member_id = $1 order by made_at desc, id limit $2`,
    values: [memberId, CHANGES_SHOWN],
  });
  return rows.map(({ made_at, made_by, before, after }) => ({ at: made_at.toISOString(), madeBy: made_by, before, after }));
}

async function readParts(tx: TenantTransaction): Promise<Parts> {
  const [grants, teams, held, seen, invited] = await Promise.all([
    tx.query<Parts['grants'][number]>({
      name: 'access-grants',
      text: `select g.id, g.member_id as "memberId", g.source, g.source_id as "sourceId", coalesce(t.name, r.name) as "sourceName", g.scope,
                    g.reads as modules, g.creates, g.updates, g.deletes
               from app.access_grant g
               left join app.team t on g.source = 'team' and t.id = g.source_id
               left join app.role_template r on g.source = 'template' and r.id = g.source_id
              order by array_position(array['manual', 'template', 'team', 'directory'], g.source)`,
    }),
    tx.query<Parts['teams'][number]>({
      name: 'access-teams',
      text: `select tm.member_id as "memberId", t.id, t.name from app.team_member tm join app.team t on t.id = tm.team_id order by t.name`,
    }),
    tx.query<Parts['held'][number]>({
      name: 'accesses',
      text: 'select member_id, scope, modules, creates, updates, deletes from wall.accesses()',
    }),
    tx.query<Parts['seen'][number]>({
      name: 'last-seen',
      text: 'select u.member_id as "memberId", u.at from wall.uses() u where u.module_bit = 0',
    }),
    tx.query<Parts['invited'][number]>({ name: 'invitations', text: 'select member_id as "memberId", until from wall.invitations()' }),
  ]);
  return { grants, teams, held, seen, invited };
}

function heldBy(id: string, parts: Parts): Pick<MemberAccess, 'scope' | 'switches' | 'teams' | 'grants' | 'lastSeenAt' | 'invitedUntil'> {
  const held = parts.held.find(({ member_id }) => member_id === id);
  return {
    scope: held?.scope ?? 'assigned',
    switches: toMatrix(held ?? { modules: 0, creates: 0, updates: 0, deletes: 0 }),
    teams: parts.teams.filter(({ memberId }) => memberId === id).map(({ id: teamId, name }) => ({ id: teamId, name })),
    grants: parts.grants
      .filter(({ memberId }) => memberId === id)
      .map(({ memberId: _memberId, modules, creates, updates, deletes, ...grant }) => ({
        ...grant,
        switches: toMatrix({ modules, creates, updates, deletes }),
      })),
    lastSeenAt: parts.seen.find(({ memberId }) => memberId === id)?.at.toISOString() ?? null,
    invitedUntil: parts.invited.find(({ memberId }) => memberId === id)?.until.toISOString() ?? null,
  };
}
