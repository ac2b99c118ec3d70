import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { NotFound, badCursor } from '../../../common/errors.js';
import { isId } from '../../../common/ids.js';
import { listMembers } from '../../access-control/index.js';
import { displayName } from '../domain/client.js';
import { openAuditDetails, type AuditDetail } from '../../audit/index.js';
import { openCardValues } from './client-card.js';

/** Who did something. */
export interface ActorLine {
  memberId: string;
  displayName: string;
}

/** One act on a client. */
export interface HistoryLine {
  id: string;
  at: string;
  action: string;
  /** Null for work of the practice as a whole. */
  actor: ActorLine | null;
  fields: string[];
  /** The other client of a merge, when the reader may see it. */
  subject: HistorySubject | null;
  /** Present when the entry's sealed details do not open: somebody other than the product wrote or changed them. */
  unreadable?: true;
}

interface HistorySubject {
  kind: string;
  id: string;
  label: string;
}

/** A page of history, latest first. */
export interface HistoryPage {
  items: HistoryLine[];
  nextCursor: string | null;
}

interface EventRow {
  id: string;
  at: string;
  action: string;
  memberId: string | null;
  fields: string[];
  details: Buffer;
}

/** Acts whose sealed detail names another client. */
const ABOUT_TWO = new Set(['merge', 'merged-away']);

/** Who opened or changed a client and when; reading it is on record as well. @throws NotFound */
export async function clientHistory(tx: TenantTransaction, clientId: string, cursor: string | null, limit: number): Promise<HistoryPage> {
  const after = cursor === null ? null : parseCursor(cursor);
  const [client, rows, members] = await Promise.all([
    tx.query<{ id: string }>({ name: 'client-there', text: 'select id from app.client where id = $1', values: [clientId] }),
    tx.query<EventRow>({
      name: 'client-history',
      text: `select id, to_char(recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, action, actor_member_id as "memberId", fields, details
               from audit.event
              where subject_id = $1 and subject_kind = 'client' and (recorded_at, id) < ($2::timestamptz, $3::uuid)
              order by recorded_at desc, id desc limit $4`,
      values: [clientId, after?.at ?? 'infinity', after?.id ?? 'ffffffff-ffff-ffff-ffff-ffffffffffff', limit + 1],
    }),
    listMembers(tx),
  ]);
  if (client.length === 0) throw new NotFound();
  const shown = rows.slice(0, limit);
  const names = new Map(members.map((member) => [member.id, member.displayName]));
  const details = openAuditDetails(await tx.keyring(), shown);
  const others = await otherClients(tx, shown, details);
  const recordIds = [...new Set([...others.values()].map(({ id }) => id))];
  tx.audit({ action: 'read', subject: { kind: 'client', id: clientId }, fields: ['history'], recordIds });
  const last = shown.at(-1);
  return {
    items: shown.map(({ id, at, action, memberId, fields }) => ({
      id,
      at: new Date(at).toISOString(),
      action,
      actor: memberId === null ? null : { memberId, displayName: names.get(memberId) ?? '' },
      fields,
      subject: others.get(id) ?? null,
      ...(details.get(id) === null && { unreadable: true }),
    })),
    nextCursor: rows.length > limit && last ? Buffer.from(`${last.at} ${last.id}`).toString('base64url') : null,
  };
}

async function otherClients(
  tx: TenantTransaction,
  rows: readonly EventRow[],
  details: ReadonlyMap<string, AuditDetail | null>,
): Promise<Map<string, HistorySubject>> {
  const keyring = await tx.keyring();
  const named = rows
    .filter(({ action }) => ABOUT_TWO.has(action))
    .flatMap(({ id }) => {
      const { otherClientId } = details.get(id) ?? {};
      return isId(otherClientId) ? [{ eventId: id, otherClientId }] : [];
    });
  if (named.length === 0) return new Map();
  const cards = await tx.query<{ id: string; card: Buffer }>({
    text: 'select id, card from app.client where id = any($1::uuid[])',
    values: [[...new Set(named.map(({ otherClientId }) => otherClientId))]],
  });
  const labels = new Map(cards.map(({ id, card }) => [id, displayName(openCardValues(keyring, id, card).legalName)]));
  return new Map(
    named.flatMap(({ eventId, otherClientId }) => {
      const label = labels.get(otherClientId);
      return label === undefined ? [] : [[eventId, { kind: 'client', id: otherClientId, label }] as const];
    }),
  );
}

function parseCursor(cursor: string): { at: string; id: string } {
  const [at, id] = Buffer.from(cursor, 'base64url').toString('latin1').split(' ');
  if (at === undefined || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/.test(at) || !isId(id)) throw badCursor();
  return { at, id };
}
