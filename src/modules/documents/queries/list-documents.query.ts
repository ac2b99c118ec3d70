import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { InvalidInput } from '../../../common/errors.js';
import { isId } from '../../../common/ids.js';
import type { DocumentState } from '../domain/document.js';
import { DOCUMENT_COLUMNS, openDocument, type DocumentRow } from '../persistence/document.repository.js';
import { documentLine, type DocumentLine } from './document-view.js';

/** Which documents, newest first. */
export interface ListDocuments {
  clientId: string | null;
  state: DocumentState;
  cursor: string | null;
  limit: number;
}

/** A page of documents; `nextCursor` is null on the last. */
export interface DocumentPage {
  items: DocumentLine[];
  nextCursor: string | null;
  /** How many there are of each state, of the client that was asked for; null for the whole practice. */
  counts: Partial<Record<DocumentState, number>> | null;
}

/** Documents that the caller may see, newest first; every one that is shown is on record. */
export async function listDocuments(tx: TenantTransaction, { clientId, state, cursor, limit }: ListDocuments): Promise<DocumentPage> {
  const after = cursor === null ? null : parseCursor(cursor);
  const [rows, counts, keyring] = await Promise.all([
    tx.query<DocumentRow & { at: string }>({
      name: 'documents-list',
      text: [
        'select',
        DOCUMENT_COLUMNS,
        `, to_char(d.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at from app.document d
          where d.state = $1 and (d.state <> 'removed' or d.current_version_id is not null) and ($2::uuid is null or d.client_id = $2) and (d.created_at, d.id) < ($3::timestamptz, $4::uuid)
          order by d.created_at desc, d.id desc limit $5`,
      ].join(' '),
      values: [state, clientId, after?.at ?? 'infinity', after?.id ?? 'ffffffff-ffff-ffff-ffff-ffffffffffff', limit + 1],
    }),
    clientId === null ? null : countsOf(tx, clientId),
    tx.keyring(),
  ]);
  const shown = rows.slice(0, limit);
  const items = shown.map((row) => documentLine(openDocument(keyring, row)));
  tx.audit({
    action: 'read',
    subject: { kind: 'document', id: null },
    fields: ['card'],
    recordIds: items.map(({ id }) => id),
    detail: { list: state, ...(clientId !== null && { clientId }) },
  });
  const last = shown.at(-1);
  return { items, counts, nextCursor: rows.length > limit && last ? Buffer.from(`${last.at} ${last.id}`).toString('base64url') : null };
}

async function countsOf(tx: TenantTransaction, clientId: string): Promise<Partial<Record<DocumentState, number>>> {
  const rows = await tx.query<{ state: DocumentState; count: number }>({
    name: 'documents-count',
    text: `select state, count(*)::int as count from app.document
            where client_id = $1 and (state <> 'removed' or current_version_id is not null) group by state`,
    values: [clientId],
  });
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}

function parseCursor(cursor: string): { at: string; id: string } {
  const [at, id] = Buffer.from(cursor, 'base64url').toString('latin1').split(' ');
  if (at === undefined || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/.test(at) || !isId(id))
    throw new InvalidInput([{ field: 'cursor', code: 'malformed', message: 'Take the cursor from the page before, unchanged.' }]);
  return { at, id };
}
