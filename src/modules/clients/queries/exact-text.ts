import type { OrgKeyring } from '../../../common/crypto/org-keyring.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { emailKey, phoneKey } from '../domain/contacts.js';
import { identifierKey } from '../domain/identifiers.js';
import { blindCandidates, type LookupKind } from '../persistence/lookups.js';

/** How a client was found exactly. */
export type ExactField = LookupKind | 'file_number';

/** What a text could be, in the forms that exact lookup compares. */
interface ExactForms {
  email: string | null;
  phone: string | null;
  identifier: string | null;
  fileNumber: string | null;
}

/** The exact forms of a text; null when it can be none: then names are all there is to search. */
export function exactForms(text: string): ExactForms | null {
  const trimmed = text.trim();
  if (trimmed.length > 254) return null;
  if (trimmed.includes('@')) return { email: emailKey(trimmed), phone: null, identifier: null, fileNumber: null };
  if (!/\d/.test(trimmed) || trimmed.length > 80) return null;
  const identifier = identifierKey(trimmed);
  return {
    email: null,
    phone: phoneKey(trimmed),
    identifier: identifier.length >= 4 ? identifier : null,
    fileNumber: /^[\p{L}\p{N}./ -]{1,40}$/u.test(trimmed) ? trimmed : null,
  };
}

/** Clients that the caller may see and that have exactly this e-mail, phone, identifier or file number. */
export async function findExact(
  tx: TenantTransaction,
  keyring: OrgKeyring,
  forms: ExactForms,
  limit: number,
): Promise<Map<string, ExactField>> {
  const blinds = (['email', 'phone', 'identifier'] as const).flatMap((kind) =>
    forms[kind] === null ? [] : blindCandidates(keyring, kind, forms[kind]),
  );
  const [lookups, numbers] = await Promise.all([
    tx.query<{ clientId: string; kind: LookupKind }>({
      name: 'client-lookup',
      text: `select client_id as "clientId", kind from app.client_lookup where blind = any($1::bytea[]) order by client_id limit $2`,
      values: [blinds, limit],
    }),
    forms.fileNumber === null
      ? []
      : tx.query<{ clientId: string }>({
          name: 'client-by-file-number',
          text: `select id as "clientId" from app.client where file_number = any($1::text[]) and merged_into_id is null`,
          values: [[forms.fileNumber, forms.fileNumber.toUpperCase()]],
        }),
  ]);
  const found = new Map<string, ExactField>(numbers.map(({ clientId }) => [clientId, 'file_number']));
  for (const { clientId, kind } of lookups) if (!found.has(clientId)) found.set(clientId, kind);
  return found;
}
