import type { OrgKeyring } from '../../../common/crypto/org-keyring.js';
import type { Statement } from '../../../common/database/statement.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { RelationshipSealed, codec } from './sealed-rows.js';

/**
 * Moves what hangs on one client to another: identifiers with their blind indexes, relationships from both sides,
 * consents, and the pointers of clients that were merged into the first. Seals stay valid: they are bound to the rows,
 * which keep their ids. Repeated identifiers are dropped, as are relationships between the two; repeated consents stay on
 * the first one's file.
 */
export async function moveParts(
  tx: TenantTransaction,
  from: string,
  to: string,
  repeated: { identifiers: readonly string[]; consents: readonly string[] },
): Promise<void> {
  const statements: Statement[] = [
    { text: 'delete from app.client_lookup where client_id = $1 and source_id = any($2::uuid[])', values: [from, repeated.identifiers] },
    { text: 'delete from app.client_identifier where client_id = $1 and id = any($2::uuid[])', values: [from, repeated.identifiers] },
    { text: 'update app.client_lookup set client_id = $2 where client_id = $1', values: [from, to] },
    { text: 'update app.client_identifier set client_id = $2 where client_id = $1', values: [from, to] },
    {
      text: `delete from app.client_relationship
              where (client_id = $1 and other_client_id = $2) or (client_id = $2 and other_client_id = $1)`,
      values: [from, to],
    },
    { text: 'update app.client_relationship set client_id = $2 where client_id = $1', values: [from, to] },
    { text: 'update app.client_relationship set other_client_id = $2 where other_client_id = $1', values: [from, to] },
    {
      text: 'update app.client_consent set client_id = $2 where client_id = $1 and id <> all ($3::uuid[])',
      values: [from, to, repeated.consents],
    },
    { text: 'update app.client set merged_into_id = $2 where merged_into_id = $1', values: [from, to] },
  ];
  await Promise.all(statements.map((statement) => tx.execute(statement)));
}

/** Drops relationships of a client that say what an older one says already: the same kind to the same other client. */
export async function dropRepeatedRelationships(tx: TenantTransaction, keyring: OrgKeyring, clientId: string): Promise<void> {
  const rows = await tx.query<{ id: string; other: string; sealed: Buffer }>({
    text: `select id, other_client_id as other, sealed from app.client_relationship
            where client_id = $1 and other_client_id is not null order by created_at, id`,
    values: [clientId],
  });
  const told = new Set<string>();
  const repeated = rows.flatMap(({ id, other, sealed }) => {
    const said = `${codec.open(keyring, RelationshipSealed, id, { sealed }).kind} ${other}`;
    if (told.has(said)) return [id];
    told.add(said);
    return [];
  });
  if (repeated.length > 0) await tx.execute({ text: 'delete from app.client_relationship where id = any($1::uuid[])', values: [repeated] });
}
