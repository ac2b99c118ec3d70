import type { OrgKeyring } from '../../../common/crypto/org-keyring.js';
import type { Principal } from '../../../common/database/principal.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { listMembers, listTeams } from '../../access-control/index.js';
import type { ClientStatus } from '../domain/client.js';
import type { ExportedClient } from '../domain/csv-export.js';
import type { IdentifierKind, IdentifierValues } from '../domain/identifiers.js';
import { ClientSealed, IdentifierSealed, codec } from './sealed-rows.js';

/** Names and time zone that an export writes and does not keep sealed with its clients. */
export interface ExportNames {
  teams: ReadonlyMap<string, string>;
  practitioners: ReadonlyMap<string, string>;
  timeZone: string;
}

/** A client on its way into a file. */
export interface ExportedLine {
  id: string;
  client: ExportedClient;
}

/** What narrows a page, and where it begins. */
export interface ExportWindow {
  /** `null` among ids of teams or practitioners stands for "none". */
  filter: {
    status?: readonly ClientStatus[];
    team?: readonly (string | null)[];
    practitioner?: readonly (string | null)[];
    ids?: readonly string[];
  };
  after: string | null;
  limit: number;
}

interface ClientLine {
  id: string;
  file_number: string;
  status: ClientStatus;
  team_id: string | null;
  practitioner_id: string | null;
  card: Buffer;
  details: Buffer;
}

interface IdentifierLine {
  id: string;
  client_id: string;
  kind: IdentifierKind;
  sealed: Buffer;
}

const NO_ID = '00000000-0000-0000-0000-000000000000';

// The id that no row has stands for "none" among the ids of a filter.
const NARROWED = `($3::text[] is null or c.status = any($3))
            and ($4::uuid[] is null or coalesce(c.team_id, '00000000-0000-0000-0000-000000000000') = any($4))
            and ($5::uuid[] is null or coalesce(c.practitioner_id, '00000000-0000-0000-0000-000000000000') = any($5))
            and ($6::uuid[] is null or c.id = any($6))`;

const BY_ORGANISATION = {
  name: 'export-page',
  text: `select c.id, c.file_number, c.status, c.team_id, c.practitioner_id, c.card, c.details from app.client c
          where c.id > $1 and c.merged_into_id is null
            and ${NARROWED}
          order by c.id limit $2`,
};

/** For members who see their own clients only: the narrow way to them. Row security decides all the same. */
const BY_ASSIGNMENT = {
  name: 'export-page-assigned',
  text: `select c.id, c.file_number, c.status, c.team_id, c.practitioner_id, c.card, c.details
           from app.assignment s join app.client c on c.org_id = s.org_id and c.id = s.client_id
          where s.member_id = $7 and s.client_id > $1 and c.merged_into_id is null
            and ${NARROWED}
          order by s.client_id limit $2`,
};

/** Names of the caller's organisation for its files. */
export async function exportNames(tx: TenantTransaction): Promise<ExportNames> {
  const organisation = tx.query<{ time_zone: string }>({ name: 'time-zone', text: 'select time_zone from app.organisation' });
  const [teams, members, [own]] = await Promise.all([listTeams(tx), listMembers(tx), organisation]);
  if (!own) throw new Error('a live grant without an organisation');
  return {
    teams: new Map(teams.map(({ id, name }) => [id, name])),
    practitioners: new Map(members.map(({ id, displayName }) => [id, displayName])),
    timeZone: own.time_zone,
  };
}

/** The next clients in the order of their ids, opened; `next` is null after the last. The caller puts them on record. */
export async function exportPage(
  tx: TenantTransaction,
  keyring: OrgKeyring,
  principal: Principal,
  names: ExportNames,
  { filter, after, limit }: ExportWindow,
): Promise<{ lines: ExportedLine[]; next: string | null }> {
  const values = [after ?? NO_ID, limit, filter.status ?? null, orNobody(filter.team), orNobody(filter.practitioner), filter.ids ?? null];
  const clients = await tx.query<ClientLine>(
    principal.scope === 'assigned' ? { ...BY_ASSIGNMENT, values: [...values, principal.memberId] } : { ...BY_ORGANISATION, values },
  );
  const identifiers = await identifiersOf(
    tx,
    keyring,
    clients.map(({ id }) => id),
  );
  const lines = clients.map((line) => ({ id: line.id, client: toExported(keyring, line, identifiers.get(line.id) ?? [], names) }));
  return { lines, next: clients.length === limit ? clients.at(-1)!.id : null };
}

/** Those of the ids behind which the caller may see no client. */
export async function unseenClients(tx: TenantTransaction, ids: readonly string[]): Promise<string[]> {
  const seen = await tx.query<{ id: string }>({
    name: 'clients-seen',
    text: 'select id from app.client where id = any($1::uuid[])',
    values: [ids],
  });
  const known = new Set(seen.map(({ id }) => id));
  return [...new Set(ids.map((id) => id.toLowerCase()))].filter((id) => !known.has(id));
}

async function identifiersOf(
  tx: TenantTransaction,
  keyring: OrgKeyring,
  clientIds: readonly string[],
): Promise<Map<string, IdentifierValues[]>> {
  const found = new Map<string, IdentifierValues[]>();
  if (clientIds.length === 0) return found;
  const lines = await tx.query<IdentifierLine>({
    name: 'export-identifiers',
    text: 'select id, client_id, kind, sealed from app.client_identifier where client_id = any($1::uuid[]) order by client_id, id',
    values: [clientIds],
  });
  for (const { id, client_id, kind, sealed } of lines) {
    const values = { kind, ...codec.open(keyring, IdentifierSealed, id, { sealed }) };
    found.set(client_id, [...(found.get(client_id) ?? []), values]);
  }
  return found;
}

function toExported(keyring: OrgKeyring, line: ClientLine, identifiers: readonly IdentifierValues[], names: ExportNames): ExportedClient {
  const opened = codec.open(keyring, ClientSealed, line.id, { card: line.card, details: line.details });
  return {
    card: opened,
    details: opened,
    identifiers,
    status: line.status,
    teamName: line.team_id === null ? null : (names.teams.get(line.team_id) ?? null),
    practitionerName: line.practitioner_id === null ? null : (names.practitioners.get(line.practitioner_id) ?? null),
    fileNumber: line.file_number,
  };
}

function orNobody(ids: readonly (string | null)[] | undefined): string[] | null {
  return ids?.map((id) => id ?? NO_ID) ?? null;
}
