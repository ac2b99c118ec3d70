import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { NotFound } from '../../../common/errors.js';
import { PROFILE_AT, type MemberProfile } from '../../access-control/index.js';
import { domainOf } from '../domain/domain-name.js';

/** What requiring a connection would come to, before anybody does. */
export interface Consequences {
  members: number;
  /** Members whose addresses are in no verified domain: the provider cannot vouch for them unless it knows them already. */
  outside: { id: string; displayName: string }[];
  /** Sessions that it would end now. */
  sessions: number;
  /** Whether whoever asks came by this connection themself. */
  cameByIt: boolean;
  /** Whether two owners keep a way in of their own. */
  breakGlass: boolean;
}

/** @throws NotFound */
export async function consequencesOf(tx: TenantTransaction, id: string): Promise<Consequences> {
  const [{ orgId }, keyring] = await Promise.all([tx.principal(), tx.keyring()]);
  const found = await tx.query({ text: 'select 1 from app.sso_connection where id = $1', values: [id] });
  if (found.length === 0) throw new NotFound();
  const [domains, members, [state]] = await Promise.all([
    tx.query<{ domain: string }>({ text: 'select domain from wall.domains() where verified_at is not null and lost_at is null' }),
    tx.query<{ id: string; profile: Buffer }>({
      text: `select id, profile from app.member where state in ('active', 'invited') and kind = 'person' order by id`,
    }),
    tx.query<{ sessions: number; cameBy: string | null; breakGlass: boolean }>({
      text: 'select wall.other_sessions($1) as sessions, wall.came_by() as "cameBy", wall.has_break_glass($2) as "breakGlass"',
      values: [id, orgId],
    }),
  ]);
  const verified = new Set(domains.map(({ domain }) => domain));
  const people = members.map((member) => ({
    id: member.id,
    ...keyring.openJson<MemberProfile>({ ...PROFILE_AT, rowId: member.id }, member.profile),
  }));
  tx.audit({
    action: 'read',
    subject: { kind: 'organisation', id: orgId },
    fields: ['members'],
    recordIds: people.map((member) => member.id),
  });
  return {
    members: people.length,
    outside: people
      .filter(({ email }) => !verified.has(domainOf(email) ?? ''))
      .map(({ id: memberId, displayName }) => ({ id: memberId, displayName })),
    sessions: state!.sessions,
    cameByIt: state!.cameBy === id,
    breakGlass: state!.breakGlass,
  };
}
