import type { OrgKeyring } from '../../../common/crypto/org-keyring.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { DOCUMENT_COLUMNS, openDocument, type DocumentRow } from './document.repository.js';
import { ReminderSealed, codec } from './sealed-rows.js';

/** A filed document that expires, and the last reminder of it. */
export interface DatedDocument {
  readonly id: string;
  /** Null when the client has none. */
  readonly practitionerId: string | null;
  readonly expiresOn: string;
  readonly reminded: { readonly expiresOn: string; readonly step: number } | null;
}

interface DatedRow extends DocumentRow {
  practitionerId: string | null;
  reminder: Buffer | null;
}

/** Filed documents with an expiry date in the order of their ids, after one; no other card is opened. */
export async function datedDocuments(
  tx: TenantTransaction,
  keyring: OrgKeyring,
  after: string,
  limit: number,
): Promise<{ documents: DatedDocument[]; next: string | null }> {
  const rows = await tx.query<DatedRow>({
    name: 'documents-dated',
    text: [
      'select',
      DOCUMENT_COLUMNS,
      `, c.practitioner_id as "practitionerId", r.sealed as reminder
         from app.document d join app.client c on c.org_id = d.org_id and c.id = d.client_id
         left join app.document_reminder r on r.org_id = d.org_id and r.document_id = d.id
        where d.dated and d.state = 'filed' and d.id > $1 order by d.id limit $2`,
    ].join(' '),
    values: [after, limit],
  });
  const documents = rows.flatMap(({ practitionerId, reminder, ...row }) => {
    const { expiresOn } = openDocument(keyring, row).card;
    if (expiresOn === null) return [];
    const reminded = reminder && codec.open(keyring, ReminderSealed, row.id, { sealed: reminder });
    return [{ id: row.id, practitionerId, expiresOn, reminded }];
  });
  return { documents, next: rows.length === limit ? rows.at(-1)!.id : null };
}

/** Notes which reminder of a document was the last. */
export async function noteReminded(
  tx: TenantTransaction,
  keyring: OrgKeyring,
  { id, expiresOn, step }: { id: string; expiresOn: string; step: number },
): Promise<void> {
  await tx.execute({
    name: 'document-reminded',
    text: `insert into app.document_reminder (org_id, document_id, sealed) select $1, d.id, $3 from app.document d where d.id = $2
           on conflict (org_id, document_id) do update set sealed = excluded.sealed`,
    values: [keyring.orgId, id, codec.seal(keyring, ReminderSealed, id, { expiresOn, step })['sealed']],
  });
}
