import type { OrgKeyring } from '../../../common/crypto/org-keyring.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { badCursor } from '../../../common/errors.js';
import { isId } from '../../../common/ids.js';
import { listMembers } from '../../access-control/index.js';
import { openAuditDetails, type AuditDetail } from '../../audit/index.js';
import { actKind, type ActKind } from '../domain/document-acts.js';
import { DocumentNotFound } from '../domain/document.errors.js';
import { DOCUMENT_COLUMNS, openDocument, type DocumentRow } from '../persistence/document.repository.js';
import {
  actDays,
  actsStatement,
  partsOf,
  type ActDay,
  type ActFilter,
  type ActPosition,
  type ActRow,
} from '../persistence/history.rows.js';
import { addressesOf } from '../persistence/share.repository.js';
import { practiceDays } from './practice-days.js';

/** Which part of the history; a null part asks nothing, null kinds stand for all but mere looks. */
export interface HistoryFilter {
  documentId: string | null;
  clientId: string | null;
  memberId: string | null;
  kinds: readonly ActKind[] | null;
  /** Calendar days of the practice, both ends included. */
  from: string | null;
  to: string | null;
}

/** Who did something. */
export interface HistoryActor {
  memberId: string;
  displayName: string;
}

/** One act on a document. Every request that one link answered is folded into the line of its first. */
export interface DocumentHistoryLine {
  id: string;
  at: string;
  kind: ActKind;
  action: string;
  outcome: 'done' | 'refused' | 'failed';
  /** Null for somebody outside, and for work of the practice as a whole. */
  actor: HistoryActor | null;
  /** Address of somebody outside who did it by a share; '' by a request. Null for members and for the practice's own work. */
  outside: string | null;
  /** `name` is null for one that is gone. */
  document: { id: string; name: string | null };
  /** Number of the version, when the act was about one that is still there. */
  version: number | null;
  purpose: 'view' | 'download' | 'zip' | null;
  /** Requests that one link answered. */
  requests: number;
  /** Bytes that really left; null when nothing of it is on record. */
  bytes: number | null;
  /** Whether a request was sent to its end; null when nothing of it is on record. */
  whole: boolean | null;
  fields: string[];
  /** What else the entry says of itself. */
  detail: Record<string, string | number | boolean | null>;
  /** Present when the entry's sealed details do not open: somebody other than the product wrote or changed them. */
  unreadable?: true;
}

/** A page of history, latest first. */
export interface DocumentHistoryPage {
  items: DocumentHistoryLine[];
  nextCursor: string | null;
}

/** The practice's history, with its opens and downloads by day on the first page. */
export interface PracticeHistoryPage extends DocumentHistoryPage {
  days: ActDay[] | null;
}

const USUAL_KINDS: readonly ActKind[] = ['open', 'download', 'share', 'change', 'refuse'];
/** Parts of details that lines have places of their own for, or that say nothing to people. */
const TOLD_APART = new Set([
  'linkId',
  'versionId',
  'bundleId',
  'bytes',
  'whole',
  'from',
  'to',
  'page',
  'text',
  'purpose',
  'clientId',
  'outside',
  'shareId',
  'requestId',
  'itemId',
]);

/** Who opened, downloaded, shared or changed a document, and when; reading it is on record as well. @throws DocumentNotFound */
export async function documentHistory(
  tx: TenantTransaction,
  id: string,
  cursor: string | null,
  limit: number,
): Promise<DocumentHistoryPage> {
  const filter = { documentId: id, clientId: null, memberId: null, kinds: null, from: null, to: null };
  const there = tx.query({ name: 'document-there', text: 'select 1 from app.document where id = $1', values: [id] });
  const [found, page] = await Promise.all([there, readHistory(tx, filter, cursor, limit)]);
  if (found.length === 0) throw new DocumentNotFound().about([id]);
  tx.audit({ action: 'read', subject: { kind: 'document', id }, fields: ['history'] });
  return page;
}

/** The history of every document, for those who run the practice; also of documents that are gone. */
export async function practiceHistory(
  tx: TenantTransaction,
  filter: HistoryFilter,
  cursor: string | null,
  limit: number,
): Promise<PracticeHistoryPage> {
  const [page, days] = await Promise.all([readHistory(tx, filter, cursor, limit), cursor === null ? daysOf(tx, filter) : null]);
  tx.audit({
    action: 'read',
    subject: { kind: 'document', id: null },
    fields: ['history'],
    recordIds: [...new Set(page.items.map(({ document }) => document.id))],
    detail: saidOf(filter),
  });
  return { ...page, days };
}

/** A filter as it stands on record. */
export function saidOf({ documentId, clientId, memberId, kinds, from, to }: HistoryFilter): Record<string, string> {
  const said = { documentId, clientId, memberId, from, to, kinds: kinds?.join() ?? null };
  return Object.fromEntries(Object.entries(said).flatMap(([key, value]) => (value === null ? [] : [[key, value]])));
}

/** One page of lines. The caller puts on record that it was read. @throws InvalidInput for a cursor that no page gave */
export async function readHistory(
  tx: TenantTransaction,
  filter: HistoryFilter,
  cursor: string | null,
  limit: number,
): Promise<DocumentHistoryPage> {
  const after = cursor === null ? null : parseCursor(cursor);
  const [acts, members, keyring] = await Promise.all([
    tx.query<ActRow>(actsStatement(await toActs(tx, filter), after, limit + 1)),
    listMembers(tx),
    tx.keyring(),
  ]);
  const shown = acts.slice(0, limit);
  const details = openAuditDetails(keyring, shown);
  const [folded, documents] = await Promise.all([foldedParts(tx, keyring, shown), namesOf(tx, keyring, shown)]);
  const versions = await versionNumbers(tx, [...details.values()]);
  const shares = [...details.values()].flatMap((detail) => textOf(detail?.['shareId']) ?? []);
  const addresses = await addressesOf(tx, keyring, [...new Set(shares)].filter(isId));
  const people = new Map(members.map((member) => [member.id, member.displayName]));
  const last = shown.at(-1);
  return {
    items: shown.map((row) => lineOf(row, details.get(row.id) ?? null, { folded, documents, versions, people, addresses })),
    nextCursor: acts.length > limit && last ? Buffer.from(`${last.at} ${last.id}`).toString('base64url') : null,
  };
}

interface Surroundings {
  folded: ReadonlyMap<string, Folded>;
  documents: ReadonlyMap<string, string>;
  versions: ReadonlyMap<string, number>;
  people: ReadonlyMap<string, string>;
  addresses: ReadonlyMap<string, string>;
}

function lineOf(row: ActRow, detail: AuditDetail | null, around: Surroundings): DocumentHistoryLine {
  const { id, at, action, outcome, memberId, documentId, fields } = row;
  const said = detail ?? {};
  const outside = said['outside'] === true ? (around.addresses.get(textOf(said['shareId']) ?? '') ?? '') : null;
  const parts = around.folded.get(textOf(said['linkId']) ?? '');
  return {
    id,
    at: new Date(at).toISOString(),
    kind: actKind(action),
    action,
    outcome,
    // A door opens in the name of a member, who did not do it themself.
    actor: memberId === null || outside !== null ? null : { memberId, displayName: around.people.get(memberId) ?? '' },
    outside,
    document: { id: documentId, name: around.documents.get(documentId) ?? null },
    version: around.versions.get(textOf(said['versionId']) ?? '') ?? null,
    purpose: said['bundleId'] !== undefined ? 'zip' : action === 'open' ? 'view' : action === 'download' ? 'download' : null,
    requests: 1 + (parts?.further ?? 0),
    bytes: parts?.bytes ?? null,
    whole: parts?.whole ?? null,
    fields,
    detail: Object.fromEntries(Object.entries(said).filter(([key]) => !TOLD_APART.has(key))),
    ...(detail === null && { unreadable: true as const }),
  };
}

/** What belongs to one link beside its first request. */
interface Folded {
  further: number;
  bytes: number | null;
  whole: boolean | null;
}

async function foldedParts(tx: TenantTransaction, keyring: OrgKeyring, shown: readonly ActRow[]): Promise<Map<string, Folded>> {
  const parts = await partsOf(
    tx,
    shown.filter(({ action }) => action === 'open' || action === 'download'),
  );
  const details = openAuditDetails(keyring, parts);
  const folded = new Map<string, Folded>();
  for (const { id, action } of parts) {
    const { linkId, bytes, whole } = details.get(id) ?? {};
    if (typeof linkId !== 'string') continue;
    const link = folded.get(linkId) ?? { further: 0, bytes: null, whole: null };
    if (action !== 'sent') link.further += 1;
    else if (typeof bytes === 'number') {
      link.bytes = (link.bytes ?? 0) + bytes;
      link.whole = link.whole === true || whole === true;
    }
    folded.set(linkId, link);
  }
  return folded;
}

async function namesOf(tx: TenantTransaction, keyring: OrgKeyring, shown: readonly ActRow[]): Promise<Map<string, string>> {
  const rows = await tx.query<DocumentRow>({
    name: 'documents-by-id',
    text: ['select', DOCUMENT_COLUMNS, 'from app.document d where d.id = any($1::uuid[])'].join(' '),
    values: [[...new Set(shown.map(({ documentId }) => documentId))]],
  });
  return new Map(rows.map((row) => [row.id, openDocument(keyring, row).card.name]));
}

async function versionNumbers(tx: TenantTransaction, details: readonly (AuditDetail | null)[]): Promise<Map<string, number>> {
  const ids = [...new Set(details.map((detail) => detail?.['versionId']).filter(isId))];
  if (ids.length === 0) return new Map();
  const rows = await tx.query<{ id: string; number: number }>({
    name: 'document-version-numbers',
    text: 'select id, number from app.document_version where id = any($1::uuid[])',
    values: [ids],
  });
  return new Map(rows.map(({ id, number }) => [id, number]));
}

async function daysOf(tx: TenantTransaction, filter: HistoryFilter): Promise<ActDay[]> {
  return actDays(tx, await toActs(tx, filter));
}

async function toActs(tx: TenantTransaction, { from, to, kinds, ...rest }: HistoryFilter): Promise<ActFilter> {
  const { first, end } = await practiceDays(tx, from, to);
  return { ...rest, kinds: kinds ?? USUAL_KINDS, from: first, until: end };
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

function parseCursor(cursor: string): ActPosition {
  const [at, id] = Buffer.from(cursor, 'base64url').toString('latin1').split(' ');
  if (at === undefined || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/.test(at) || !isId(id)) throw badCursor();
  return { at, id };
}
