import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { NotFound } from '../../../common/errors.js';

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
 * @throws NotFound, AdministratorsOnly, NamesNobody
 */
export async function changeRestrictions(tx: TenantTransaction, clientId: string, wanted: WantedRestrictions): Promise<void> {
  const before = await readRestrictions(tx, clientId);
  const was = before.blocked.map(({ memberId }) => memberId);
  for (const member of was.filter((id) => !wanted.blocked.includes(id)))
    await tx.query({ text: 'select wall.unblock_member($1, $2)', values: [clientId, member] });
  const { memberId: own } = await tx.principal();
  const block = async (members: readonly string[]) => {
    for (const member of members) await tx.query({ text: 'select wall.block_member($1, $2)', values: [clientId, member] });
  };
  const fresh = wanted.blocked.filter((id) => !was.includes(id));
  // What hides the client from whoever does this comes last: each step asks whether they still see it.
  await block(fresh.filter((id) => id !== own));
  if (wanted.private === null) {
    if (before.private) await tx.query({ text: 'select wall.make_open($1)', values: [clientId] });
  } else await tx.query({ text: 'select wall.make_private($1, $2)', values: [clientId, wanted.private] });
  await block(fresh.filter((id) => id === own));
  tx.audit({
    action: 'restrict',
    subject: { kind: 'client', id: clientId },
    fields: ['restrictions'],
    recordIds: [...wanted.blocked, ...(wanted.private ?? [])],
    detail: { private: wanted.private !== null, blocked: wanted.blocked.length, reason: wanted.reason },
  });
}
