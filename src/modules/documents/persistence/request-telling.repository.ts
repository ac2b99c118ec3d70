import type { OrgKeyring } from '../../../common/crypto/org-keyring.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { REQUEST_COLUMNS, openRequest, type RequestRow, type StoredRequest } from './request.repository.js';

/** Where a request stands towards its client. Nothing sealed is opened for it. */
export interface RequestStanding extends Omit<StoredRequest, 'card'> {
  readonly reopenedAt: Date | null;
  /** How many items wait for the client. */
  readonly open: number;
  /** How many of them they have not been told of. */
  readonly anew: number;
  /** The practice's time zone. */
  readonly zone: string;
}

const WAITS = `i.state in ('requested', 'rejected')`;

/** Where one request stands; undefined when it is not in sight. */
export async function standingOf(tx: TenantTransaction, id: string): Promise<RequestStanding | undefined> {
  const [row] = await tx.query<RequestStanding>({
    name: 'document-request-standing',
    text: [
      `select r.id, r.client_id as "clientId", r.made_by as "madeBy", r.turn, r.created_at as "createdAt", r.until, r.seen_at as "seenAt",
              r.sent_at as "sentAt", r.ended_at as "endedAt", r.reminders, r.told_at as "toldAt", r.reminded_at as "remindedAt",
              r.reopened_at as "reopenedAt", w.open, w.anew, (select time_zone from app.organisation) as zone
         from app.document_request r cross join lateral (
           select count(*)::int as open, (count(*) filter (where i.changed_at >= r.reopened_since))::int as anew
             from app.document_request_item i where i.org_id = r.org_id and i.request_id = r.id and`,
      WAITS,
      ') w where r.id = $1',
    ].join(' '),
    values: [id],
  });
  return row;
}

/** Requests of whose outstanding items a client may be reminded, in the order of their ids, after one; opened when there are any. */
export async function remindable(
  tx: TenantTransaction,
  { now, after, limit }: { now: Date; after: string; limit: number },
  keyring: () => Promise<OrgKeyring>,
): Promise<StoredRequest[]> {
  const rows = await tx.query<RequestRow>({
    name: 'document-requests-remindable',
    text: [
      'select',
      REQUEST_COLUMNS,
      `from app.document_request r join app.client c on c.org_id = r.org_id and c.id = r.client_id and c.archived_at is null
        where r.reminders and r.ended_at is null and r.sent_at is null and r.until > $1 and r.id > $2
          and exists (select 1 from app.document_request_item i where i.org_id = r.org_id and i.request_id = r.id and`,
      WAITS,
      ') order by r.id limit $3',
    ].join(' '),
    values: [now, after, limit],
  });
  if (rows.length === 0) return [];
  const keys = await keyring();
  return rows.map((row) => openRequest(keys, row));
}

/** Notes that a client is told of everything that is open, and whether by a reminder. */
export async function noteTold(tx: TenantTransaction, id: string, at: Date, reminder: boolean): Promise<void> {
  await tx.execute({
    name: 'document-request-told',
    text: `update app.document_request set told_at = $2, reopened_since = null, reminded_at = case when $3 then $2 else reminded_at end where id = $1`,
    values: [id, at, reminder],
  });
}
