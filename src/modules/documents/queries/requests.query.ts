import type { OrgKeyring } from '../../../common/crypto/org-keyring.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { listMembers } from '../../access-control/index.js';
import type { DocumentCategory, DocumentState } from '../domain/document.js';
import { ITEM_STATES, type ItemState } from '../domain/request-item.js';
import { requestState, type RequestState } from '../domain/request.js';
import { DOCUMENT_COLUMNS, openDocument, type DocumentRow, type StoredDocument } from '../persistence/document.repository.js';
import { findRequest, itemsOf, requestsOf, type StoredItem, type StoredRequest } from '../persistence/request.repository.js';
import { versionsOf, type StoredVersion } from '../persistence/version.repository.js';

/** A document that came in answer to an item. */
export interface AnswerLine {
  id: string;
  name: string;
  state: DocumentState;
  /** Why its content was refused; null for what is good or not looked at yet. */
  problem: string | null;
  bytes: number;
  createdAt: string;
}

/** One line of a checklist, as members see it. */
export interface ItemLine {
  id: string;
  label: string;
  hint: string | null;
  category: DocumentCategory | null;
  state: ItemState;
  reason: string | null;
  changedAt: string;
  version: number;
  documents: AnswerLine[];
}

/** A request, as members see it. */
export interface RequestLine {
  id: string;
  clientId: string;
  title: string;
  message: string | null;
  to: { email: string; name: string | null };
  madeBy: { id: string; name: string };
  state: RequestState;
  dueOn: string | null;
  createdAt: string;
  until: string;
  sentAt: string | null;
  lastSeenAt: string | null;
  reminders: boolean;
  /** When the client was last told by mail, after the first mail. */
  lastRemindedAt: string | null;
  items: ItemLine[];
  counts: Record<ItemState, number>;
}

/** Requests about a client, those that go on first. */
export async function listRequests(tx: TenantTransaction, clientId: string, now: Date): Promise<RequestLine[]> {
  const keyring = await tx.keyring();
  const requests = await requestsOf(tx, keyring, clientId);
  tx.audit({ action: 'read', subject: { kind: 'client', id: clientId }, fields: ['requests'] });
  return requestLines(tx, keyring, requests, now);
}

/** One request. @throws NotFound */
export async function readRequest(tx: TenantTransaction, id: string, now: Date): Promise<RequestLine> {
  const keyring = await tx.keyring();
  const request = await findRequest(tx, keyring, id);
  tx.audit({ action: 'read', subject: { kind: 'client', id: request.clientId }, fields: ['requests'], detail: { requestId: id } });
  return (await requestLines(tx, keyring, [request], now))[0]!;
}

async function requestLines(
  tx: TenantTransaction,
  keyring: OrgKeyring,
  requests: readonly StoredRequest[],
  now: Date,
): Promise<RequestLine[]> {
  const items = await itemsOf(
    tx,
    keyring,
    requests.map(({ id }) => id),
  );
  const answers = await answersTo(tx, keyring, items);
  const names = new Map((await listMembers(tx)).map(({ id, displayName }) => [id, displayName]));
  return requests.map((request) => {
    const { id, clientId, madeBy, card } = request;
    const own = items.filter(({ requestId }) => requestId === id);
    const { email, name, title, message, dueOn } = card;
    return {
      id,
      clientId,
      title,
      message,
      to: { email, name },
      madeBy: { id: madeBy, name: names.get(madeBy) ?? '' },
      state: requestState(request, now),
      dueOn,
      createdAt: request.createdAt.toISOString(),
      until: request.until.toISOString(),
      sentAt: request.sentAt?.toISOString() ?? null,
      lastSeenAt: request.seenAt?.toISOString() ?? null,
      reminders: request.reminders,
      lastRemindedAt: request.toldAt?.toISOString() ?? null,
      items: own.map((item) => itemLine(item, answers.get(item.id) ?? [])),
      counts: Object.fromEntries(ITEM_STATES.map((state) => [state, own.filter((item) => item.state === state).length])) as Record<
        ItemState,
        number
      >,
    };
  });
}

function itemLine({ id, card, state, changedAt, version }: StoredItem, answers: readonly Answer[]): ItemLine {
  const documents = answers.map(({ document, newest }) => ({
    id: document.id,
    name: document.card.name,
    state: document.state,
    problem: newest?.facts.problem ?? null,
    bytes: document.card.bytes,
    createdAt: document.createdAt.toISOString(),
  }));
  return { id, ...card, state, changedAt: changedAt.toISOString(), version, documents };
}

/** A document that answers an item, with the version that came last. */
export interface Answer {
  document: StoredDocument;
  newest: StoredVersion | undefined;
  /** The newest of those that the client sent themselves. */
  sent: StoredVersion | undefined;
}

/** What came in answer to items, by item, oldest first; given up files are left out. */
export async function answersTo(tx: TenantTransaction, keyring: OrgKeyring, items: readonly StoredItem[]): Promise<Map<string, Answer[]>> {
  const rows = await tx.query<DocumentRow & { itemId: string }>({
    name: 'document-request-answers',
    text: [
      'select d.request_item_id as "itemId",',
      DOCUMENT_COLUMNS,
      `from app.document d where d.request_item_id = any($1::uuid[]) and d.state <> 'removed' order by d.created_at, d.id`,
    ].join(' '),
    values: [items.map(({ id }) => id)],
  });
  const versions = await versionsOf(
    tx,
    keyring,
    rows.map(({ id }) => id),
  );
  const answers = new Map<string, Answer[]>();
  for (const { itemId, ...row } of rows) {
    const own = versions.filter(({ documentId }) => documentId === row.id);
    const [newest, sent] = [own[0], own.find(({ madeBy }) => madeBy === null)];
    if (newest?.state === 'gone') continue;
    answers.set(itemId, [...(answers.get(itemId) ?? []), { document: openDocument(keyring, row), newest, sent }]);
  }
  return answers;
}
