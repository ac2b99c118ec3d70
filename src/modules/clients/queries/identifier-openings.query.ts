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

/** Entries about opened identifiers of a client and of those merged into it, latest first. Sent at once. */
export async function openingRows(tx: TenantTransaction, clientId: string): Promise<OpeningRow[]> {
  return tx.query<OpeningRow>({
    name: 'identifier-openings',
    text: `select id, recorded_at as at, actor_member_id as "memberId", details from audit.event
            where subject_id = any (array(select $1::uuid union all select m.id from app.client m where m.merged_into_id = $1))
              and subject_kind = 'client' and action = 'open'
            order by recorded_at desc, id desc limit $2`,
    values: [clientId, MOST_OPENINGS],
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
