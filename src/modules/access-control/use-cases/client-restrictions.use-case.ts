import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { AdministratorsOnly } from '../../../common/http/access.js';
import { InvalidInput, NotFound } from '../../../common/errors.js';
import { NamesNobody } from '../domain/access.errors.js';
import { assertMembers } from './change-member.use-case.js';

/** Who is kept from a client, or alone let in, above any scope. */
export interface Restrictions {
  private: { named: string[]; madeBy: string | null; madeAt: string } | null;
  /** Shown to owners and administrators only. */
  blocked: { memberId: string; madeBy: string | null; madeAt: string }[];
}

/** What a client's restrictions shall be. */
export interface WantedRestrictions {
  /** Members who alone may see the record; null when it is not private. */
  private: readonly string[] | null;
  blocked: readonly string[];
  /** Why, for the record. */
  reason: string;
}

/** Whoever sets walls around a client has to see it until all of them stand, and two of these would each hide it. */
class OutOfSight extends InvalidInput {
  constructor(index: number) {
    super([
      {
        field: `blocked.${index}`,
        code: 'own',
        message: 'The private record does not name you, so you cannot also keep yourself from it. Somebody it names can.',
      },
    ]);
  }
}

/** A client's restrictions. @throws NotFound when the caller may not see the client */
export async function readRestrictions(tx: TenantTransaction, clientId: string): Promise<Restrictions> {
  const [client, rows] = await Promise.all([
    tx.query({ text: 'select 1 from app.client where id = $1', values: [clientId] }),
    tx.query<{ kind: 'named' | 'blocked'; member_id: string; made_by: string | null; made_at: Date }>({
      text: 'select * from wall.restrictions($1)',
      values: [clientId],
    }),
  ]);
  if (client.length === 0) throw new NotFound();
  await tx.keyring();
  tx.audit({ action: 'read', subject: { kind: 'client', id: clientId }, fields: ['restrictions'] });
  const named = rows.filter(({ kind }) => kind === 'named');
  return {
    private: named[0]
      ? { named: named.map(({ member_id }) => member_id), madeBy: named[0].made_by, madeAt: named[0].made_at.toISOString() }
      : null,
    blocked: rows
      .filter(({ kind }) => kind === 'blocked')
      .map(({ member_id, made_by, made_at }) => ({ memberId: member_id, madeBy: made_by, madeAt: made_at.toISOString() })),
  };
}

/**
 * Sets who is kept from a client and who alone sees it. Whoever does it may thereby lose sight of it themselves.
 * @throws NotFound, AdministratorsOnly, NamesNobody, InvalidInput naming members who are not the practice's
 */
export async function changeRestrictions(tx: TenantTransaction, clientId: string, wanted: WantedRestrictions): Promise<void> {
  const { memberId: own, role } = await tx.principal();
  if (own !== null && role === 'member') throw new AdministratorsOnly();
  const before = await readRestrictions(tx, clientId);
  const was = before.blocked.map(({ memberId }) => memberId);
  await assertMembers(tx, 'blocked', wanted.blocked, was);
  if (wanted.private?.every((id) => wanted.blocked.includes(id))) throw new NamesNobody();
  for (const member of was.filter((id) => !wanted.blocked.includes(id)))
    await tx.query({ text: 'select wall.unblock_member($1, $2)', values: [clientId, member] });
  const fresh = wanted.blocked.filter((id) => !was.includes(id));
  for (const member of fresh.filter((id) => id !== own)) await block(tx, clientId, member);
  const blocksOwn = own !== null && fresh.includes(own);
  if (blocksOwn && wanted.private && !wanted.private.includes(own)) throw new OutOfSight(wanted.blocked.indexOf(own));
  if (wanted.private) await tx.query({ text: 'select wall.make_private($1, $2)', values: [clientId, wanted.private] });
  else if (before.private) await tx.query({ text: 'select wall.make_open($1)', values: [clientId] });
  // What hides the client from whoever does this comes last: each step asks whether they still see it.
  if (blocksOwn) await block(tx, clientId, own);
  tx.audit({
    action: 'restrict',
    subject: { kind: 'client', id: clientId },
    fields: ['restrictions'],
    recordIds: [...wanted.blocked, ...(wanted.private ?? [])],
    detail: {
      before: JSON.stringify({ private: before.private?.named ?? null, blocked: was }),
      after: JSON.stringify({ private: wanted.private, blocked: wanted.blocked }),
      reason: wanted.reason,
    },
  });
}

async function block(tx: TenantTransaction, clientId: string, member: string): Promise<void> {
  await tx.query({ text: 'select wall.block_member($1, $2)', values: [clientId, member] });
}
