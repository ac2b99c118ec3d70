import type { OrgKeyring } from '../../../common/crypto/org-keyring.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { NotFound } from '../../../common/errors.js';
import { listMembers } from '../../access-control/index.js';
import { openAuditDetails } from '../../audit/index.js';
import type { ActorLine } from './client-history.query.js';

/** One time that somebody saw or copied an identifier in full. */
export interface OpeningLine {
  at: string;
  actor: ActorLine | null;
  /** `show` or `copy`; `unreadable` when it cannot be said which identifier and how, because the details do not open. */
  action: string;
}

/** An entry about an opened identifier; which one it was is sealed. */
export interface OpeningRow {
  id: string;
  at: Date;
  memberId: string | null;
  details: Buffer;
}

interface Opening {
  at: Date;
  memberId: string | null;
  act: string;
}

const MOST_OPENINGS = 1_000;

/**
 * Entries about opened identifiers of a client and of those merged into it, latest first, at most `limit`. Sent at once.
 * Each client's are read off the index `audit_openings` from its end: no more of them are touched than may be shown.
 */
export async function openingRows(tx: TenantTransaction, clientId: string, limit = MOST_OPENINGS): Promise<OpeningRow[]> {
  return tx.query<OpeningRow>({
    name: 'identifier-openings',
    text: `select o.id, o.recorded_at as at, o.actor_member_id as "memberId", o.details
             from (select $1::uuid as id union all select m.id from app.client m where m.merged_into_id = $1) c
            cross join lateral (select e.id, e.recorded_at, e.actor_member_id, e.details from audit.event e
                                 where e.subject_id = c.id and e.subject_kind = 'client' and e.action = 'open'
                                 order by e.recorded_at desc, e.id desc limit $2) o
            order by o.recorded_at desc, o.id desc limit $2`,
    values: [clientId, limit],
  });
}

/** Openings by identifier, and those of which the record does not say any more which it was. */
export function openingsOf(
  keyring: OrgKeyring,
  rows: readonly OpeningRow[],
): { byIdentifier: ReadonlyMap<string, Opening[]>; unreadable: Opening[] } {
  const byIdentifier = new Map<string, Opening[]>();
  const unreadable: Opening[] = [];
  const details = openAuditDetails(keyring, rows);
  for (const { id, at, memberId } of rows) {
    const { identifierId, act } = details.get(id) ?? {};
    if (typeof identifierId !== 'string') {
      unreadable.push({ at, memberId, act: 'unreadable' });
      continue;
    }
    const openings = byIdentifier.get(identifierId) ?? [];
    openings.push({ at, memberId, act: String(act) });
    byIdentifier.set(identifierId, openings);
  }
  return { byIdentifier, unreadable };
}

/** Who opened an identifier and when; asking is on record too. @throws NotFound */
export async function identifierOpenings(tx: TenantTransaction, clientId: string, identifierId: string): Promise<OpeningLine[]> {
  const [there, rows, members] = await Promise.all([
    tx.query<{ one: number }>({
      text: 'select 1 as one from app.client_identifier where id = $1 and client_id = $2',
      values: [identifierId, clientId],
    }),
    openingRows(tx, clientId),
    listMembers(tx),
  ]);
  if (there.length === 0) throw new NotFound();
  const keyring = await tx.keyring();
  const names = new Map(members.map(({ id, displayName }) => [id, displayName]));
  tx.audit({ action: 'read', subject: { kind: 'client', id: clientId }, fields: ['openings'], detail: { identifierId } });
  const { byIdentifier, unreadable } = openingsOf(keyring, rows);
  // Any of the unreadable ones may have been of this identifier: leaving them out would hide it.
  const openings = [...(byIdentifier.get(identifierId) ?? []), ...unreadable].sort((one, other) => other.at.getTime() - one.at.getTime());
  return openings.map(({ at, memberId, act }) => ({
    at: at.toISOString(),
    actor: memberId === null ? null : { memberId, displayName: names.get(memberId) ?? '' },
    action: act,
  }));
}
