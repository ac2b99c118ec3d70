import type { OrgKeyring } from '../../../common/crypto/org-keyring.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { NotFound } from '../../../common/errors.js';
import { newId } from '../../../common/ids.js';
import type { ItemCard, RequestCard } from '../domain/request.js';
import type { ItemState } from '../domain/request-item.js';
import { ItemSealed, RequestSealed, codec } from './sealed-rows.js';

/** A request for documents as stored, its card opened. */
export interface StoredRequest {
  readonly id: string;
  readonly clientId: string;
  readonly madeBy: string;
  /** How often it was sent. */
  readonly turn: number;
  readonly createdAt: Date;
  readonly until: Date;
  readonly seenAt: Date | null;
  readonly sentAt: Date | null;
  readonly endedAt: Date | null;
  /** Whether the client is reminded of what is outstanding. */
  readonly reminders: boolean;
  /** When the client was last told by mail, after the first mail. */
  readonly toldAt: Date | null;
  /** When the last reminder was. */
  readonly remindedAt: Date | null;
  readonly card: RequestCard;
}

/** One line of its checklist, its card opened. */
export interface StoredItem {
  readonly id: string;
  readonly requestId: string;
  readonly clientId: string;
  readonly position: number;
  readonly state: ItemState;
  readonly changedAt: Date;
  readonly version: number;
  readonly card: ItemCard;
}

/** A request as the database has it. */
export type RequestRow = Omit<StoredRequest, 'card'> & { sealed: Buffer };
type ItemRow = Omit<StoredItem, 'card'> & { sealed: Buffer };

/** Columns of a request, of a table named `r`. */
export const REQUEST_COLUMNS = `r.id, r.client_id as "clientId", r.made_by as "madeBy", r.turn, r.created_at as "createdAt", r.until, r.seen_at as "seenAt",
  r.sent_at as "sentAt", r.ended_at as "endedAt", r.reminders, r.told_at as "toldAt", r.reminded_at as "remindedAt", r.sealed`;
const ITEM_COLUMNS = `i.id, i.request_id as "requestId", i.client_id as "clientId", i.position, i.state, i.changed_at as "changedAt", i.version, i.sealed`;

/** A request, its card opened. */
export function openRequest(keyring: OrgKeyring, { sealed, ...row }: RequestRow): StoredRequest {
  const { title, message, email, name, dueOn } = codec.open(keyring, RequestSealed, row.id, { sealed });
  return { ...row, card: { title, message, email, name, dueOn } };
}

function openItem(keyring: OrgKeyring, { sealed, ...row }: ItemRow): StoredItem {
  const { label, hint, category, reason } = codec.open(keyring, ItemSealed, row.id, { sealed });
  return { ...row, card: { label, hint, category, reason } };
}

/** One request about a client in sight. @throws NotFound */
export async function findRequest(tx: TenantTransaction, keyring: OrgKeyring, id: string, lock = false): Promise<StoredRequest> {
  const text = ['select', REQUEST_COLUMNS, 'from app.document_request r where r.id = $1', lock ? 'for update' : ''].join(' ');
  const [row] = await tx.query<RequestRow>({ text, values: [id] });
  if (!row) throw new NotFound().about([id]);
  return openRequest(keyring, row);
}

/** Requests about a client, those that go on first, then newest first. */
export async function requestsOf(tx: TenantTransaction, keyring: OrgKeyring, clientId: string): Promise<StoredRequest[]> {
  const text = [
    'select',
    REQUEST_COLUMNS,
    'from app.document_request r where r.client_id = $1 order by (r.ended_at is not null or r.until <= clock_timestamp()), r.created_at desc, r.id desc limit 200',
  ].join(' ');
  return (await tx.query<RequestRow>({ name: 'document-requests', text, values: [clientId] })).map((row) => openRequest(keyring, row));
}

/** The checklists of requests, in their order. */
export async function itemsOf(tx: TenantTransaction, keyring: OrgKeyring, requestIds: readonly string[]): Promise<StoredItem[]> {
  const text = [
    'select',
    ITEM_COLUMNS,
    'from app.document_request_item i where i.request_id = any($1::uuid[]) order by i.request_id, i.position',
  ].join(' ');
  return (await tx.query<ItemRow>({ name: 'document-request-items', text, values: [requestIds] })).map((row) => openItem(keyring, row));
}

/** Has whoever wants the same request wait. */
export async function lockRequest(tx: TenantTransaction, id: string): Promise<void> {
  await tx.query({ name: 'document-request-lock', text: 'select 1 from app.document_request where id = $1 for update', values: [id] });
}

/** One item, locked. @throws NotFound, also for one of another request */
export async function lockItem(tx: TenantTransaction, keyring: OrgKeyring, id: string, requestId: string | null): Promise<StoredItem> {
  const text = ['select', ITEM_COLUMNS, 'from app.document_request_item i where i.id = $1 for update'].join(' ');
  const [row] = await tx.query<ItemRow>({ name: 'document-request-item-lock', text, values: [id] });
  if (!row || (requestId !== null && row.requestId !== requestId)) throw new NotFound().about([id]);
  return openItem(keyring, row);
}

/** Stores a request; the database makes its door. */
export async function insertRequest(
  tx: TenantTransaction,
  keyring: OrgKeyring,
  { id, clientId, madeBy, until, reminders, card }: Pick<StoredRequest, 'id' | 'clientId' | 'madeBy' | 'until' | 'reminders' | 'card'>,
): Promise<void> {
  await tx.execute({
    name: 'document-request-insert',
    text: 'insert into app.document_request (org_id, id, client_id, made_by, until, reminders, sealed) values ($1, $2, $3, $4, $5, $6, $7)',
    values: [keyring.orgId, id, clientId, madeBy, until, reminders, codec.seal(keyring, RequestSealed, id, { ...card })['sealed']],
  });
}

/** Adds lines to a checklist, from a position on. */
export async function insertItems(
  tx: TenantTransaction,
  keyring: OrgKeyring,
  { id, clientId }: Pick<StoredRequest, 'id' | 'clientId'>,
  { cards, from }: { cards: readonly ItemCard[]; from: number },
): Promise<void> {
  const rows = cards.map((card, index) => ({ id: newId(), position: from + index, card }));
  await tx.execute({
    name: 'document-request-items-insert',
    text: `insert into app.document_request_item (org_id, id, request_id, client_id, position, state, sealed)
           select $1, r.id, $2, $3, r.position, 'requested', r.sealed from unnest($4::uuid[], $5::int[], $6::bytea[]) r (id, position, sealed)`,
    values: [
      keyring.orgId,
      id,
      clientId,
      rows.map((row) => row.id),
      rows.map((row) => row.position),
      rows.map((row) => codec.seal(keyring, ItemSealed, row.id, { ...row.card })['sealed']),
    ],
  });
}

/** Moves a locked item on. */
export async function storeItem(
  tx: TenantTransaction,
  keyring: OrgKeyring,
  item: StoredItem,
  state: ItemState,
  reason: string | null,
): Promise<void> {
  await tx.execute({
    name: 'document-request-item-update',
    text: 'update app.document_request_item set state = $2, sealed = $3, version = version + 1, changed_at = clock_timestamp() where id = $1',
    values: [item.id, state, codec.seal(keyring, ItemSealed, item.id, { ...item.card, reason })['sealed']],
  });
}

/**
 * Writes what of a request's own times changes when it goes on; false when it was so before. That it is open again is written
 * before its items are, so that those changed since are the ones that the client is to be told of.
 */
export async function touchRequest(tx: TenantTransaction, id: string, what: 'seen' | 'sent' | 'ended' | 'reopened'): Promise<boolean> {
  const set = {
    seen: 'seen_at = clock_timestamp() where',
    sent: 'sent_at = clock_timestamp() where sent_at is null and',
    ended: 'ended_at = clock_timestamp() where ended_at is null and',
    reopened: 'sent_at = null, reopened_since = coalesce(reopened_since, clock_timestamp()), reopened_at = clock_timestamp() where',
  }[what];
  return (await tx.execute({ text: ['update app.document_request set', set, 'id = $1'].join(' '), values: [id] })) === 1;
}

/** Opens a request anew, in the name of whoever acts; any link from before is dead. */
export async function turnRequest(tx: TenantTransaction, id: string, memberId: string, until: Date): Promise<void> {
  await tx.execute({
    name: 'document-request-turn',
    text: 'update app.document_request set turn = turn + 1, made_by = $2, until = $3, ended_at = null, told_at = clock_timestamp(), reopened_since = null where id = $1',
    values: [id, memberId, until],
  });
}

/** The item that a document came in answer to, and its request; undefined when it was not asked for. */
export async function askedBy(tx: TenantTransaction, documentId: string): Promise<{ itemId: string; requestId: string } | undefined> {
  const [row] = await tx.query<{ itemId: string; requestId: string }>({
    name: 'document-asked-by',
    text: `select i.id as "itemId", i.request_id as "requestId" from app.document d
             join app.document_request_item i on i.org_id = d.org_id and i.id = d.request_item_id where d.id = $1`,
    values: [documentId],
  });
  return row;
}

/** Whether a request in sight still goes on; its card stays sealed. */
export async function isLive(tx: TenantTransaction, id: string): Promise<boolean> {
  const text = 'select 1 from app.document_request where id = $1 and ended_at is null';
  return (await tx.query({ name: 'document-request-live', text, values: [id] })).length > 0;
}
