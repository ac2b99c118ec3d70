import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import type { OrgKeyring } from '../../../common/crypto/org-keyring.js';
import { listMembers, listTeams } from '../../access-control/index.js';
import { emailKey } from '../domain/contacts.js';
import type { ImportDraft } from '../domain/csv-row.js';
import { identifierKey } from '../domain/identifiers.js';
import { identifierColumn } from '../domain/import-duplicates.js';
import { ImportReferences } from '../domain/import-references.js';
import { blindCandidates } from './lookups.js';

/** What rows are read against: the organisation's time zone and file prefix, the names its rows may use. */
export interface ImportSurroundings {
  timeZone: string;
  filePrefix: string;
  references: ImportReferences;
}

/** The surroundings of the member that the transaction acts for. */
export async function importSurroundings(tx: TenantTransaction): Promise<ImportSurroundings> {
  const organisation = tx.query<{ time_zone: string; file_prefix: string }>({
    text: 'select time_zone, file_prefix from app.organisation',
  });
  const [teams, members, principal, [own]] = await Promise.all([listTeams(tx), listMembers(tx), tx.principal(), organisation]);
  if (!own) throw new Error('a live grant without an organisation');
  const practitioners = members.filter(({ active }) => active).map(({ id, displayName }) => ({ id, name: displayName }));
  return { timeZone: own.time_zone, filePrefix: own.file_prefix, references: new ImportReferences(teams, practitioners, principal) };
}

/** What existing clients share with drafts, as far as the member may see. */
export class KnownClients {
  private constructor(
    private readonly indexes: ReadonlySet<string>,
    private readonly fileNumbers: ReadonlySet<string>,
    private readonly candidates: ReadonlyMap<ImportDraft, readonly Candidate[]>,
  ) {}

  /** Looks up everything that these drafts could share with clients, in two statements. */
  static async find(tx: TenantTransaction, keyring: OrgKeyring, drafts: readonly ImportDraft[]): Promise<KnownClients> {
    const candidates = new Map(drafts.map((draft) => [draft, candidatesOf(keyring, draft)]));
    const blinds = [...candidates.values()].flatMap((list) => list.flatMap((candidate) => candidate.blinds));
    const numbers = drafts.flatMap(({ fileNumber }) => (fileNumber === null ? [] : [fileNumber]));
    const [found, taken] = await Promise.all([
      blinds.length === 0
        ? []
        : tx.query<{ blind: Buffer }>({
            name: 'import-known',
            text: 'select distinct blind from app.client_lookup where blind = any($1::bytea[])',
            values: [blinds],
          }),
      numbers.length === 0
        ? []
        : tx.query<{ file_number: string }>({
            name: 'import-numbers',
            text: 'select file_number from app.client where file_number = any($1::text[])',
            values: [numbers],
          }),
    ]);
    return new KnownClients(
      new Set(found.map(({ blind }) => blind.toString('hex'))),
      new Set(taken.map(({ file_number }) => file_number)),
      candidates,
    );
  }

  /** Whether a client has this file number. */
  hasFileNumber(fileNumber: string | null): boolean {
    return fileNumber !== null && this.fileNumbers.has(fileNumber);
  }

  /** The columns in which one of the drafts looked up resembles a client. */
  columnsOf(draft: ImportDraft): string[] {
    const alike = (this.candidates.get(draft) ?? []).filter(({ blinds }) =>
      blinds.some((blind) => this.indexes.has(blind.toString('hex'))),
    );
    return [...new Set(alike.map(({ column }) => column))];
  }
}

interface Candidate {
  readonly column: string;
  readonly blinds: readonly Buffer[];
}

function candidatesOf(keyring: OrgKeyring, { details, identifiers }: ImportDraft): Candidate[] {
  return [
    ...details.emails.map(({ value }) => ({ column: 'email', blinds: blindCandidates(keyring, 'email', emailKey(value)) })),
    // A phone number that the domain accepted is in its searched form already.
    ...details.phones.map(({ value }) => ({ column: 'phone', blinds: blindCandidates(keyring, 'phone', value) })),
    ...identifiers.map(({ kind, value }) => ({
      column: identifierColumn(kind),
      blinds: blindCandidates(keyring, 'identifier', identifierKey(value)),
    })),
  ];
}
