import { stringify } from 'csv-stringify/sync';
import type { Clock } from '../../../common/clock/clock.js';
import { refusal, type Origin } from '../../../common/database/audit-entry.js';
import type { GrantToken } from '../../../common/database/grant-token.js';
import type { Principal } from '../../../common/database/principal.js';
import type { TenantDatabase } from '../../../common/database/tenant-database.js';
import { NotFound } from '../../../common/errors.js';
import { todayIn } from '../domain/calendar.js';
import { EXPORT_HEADERS, exportRow } from '../domain/csv-export.js';
import { exportNames, exportPage, unseenClients, type ExportNames, type ExportedLine } from '../persistence/client-export.rows.js';
import type { ClientFilters } from './client-filters.js';

/** Which clients to export; an absent part narrows nothing, and nobody is left out for being archived. */
export interface ExportFilter extends ClientFilters {
  readonly ids?: readonly string[];
  /** First and last day of birth, `YYYY-MM-DD`; with either, clients without one are left out. */
  readonly bornFrom?: string;
  readonly bornTo?: string;
}

/** A CSV file that is made while it is sent. */
export interface ClientExport {
  readonly fileName: string;
  /** Ends with an error, so that the download is cut off, when access ends or changes on the way. */
  readonly chunks: AsyncGenerator<string, void, undefined>;
}

/** What the member may see changed during an export: the file would not be what was asked for. */
export class ExportCutShort extends Error {}

interface Page {
  principal: Principal;
  names: ExportNames;
  lines: ExportedLine[];
  next: string | null;
}

const PAGE = 500;
const BYTE_ORDER_MARK = '\ufeff';
const FIELDS = ['card', 'details', 'identifiers', 'status', 'teamId', 'practitionerId'] as const;

/**
 * Exports every client that the member may see and the filter keeps, as the CSV that an import reads. Each page of 500 is
 * read through row security in a transaction of its own, whose entries (one for the page, one in each client's history)
 * are committed before its rows are sent. Clients that were merged away are left out: they live on in another row. Ids that
 * the member may not see are left out as well; asking for them is on record with the first page.
 */
export class ExportClients {
  constructor(
    private readonly database: TenantDatabase,
    private readonly clock: Clock,
  ) {}

  /** Reads the first page, so that a refusal is an answer and not a broken file. @throws NoLiveGrant */
  async open(token: GrantToken, filter: ExportFilter, origin: Origin): Promise<ClientExport> {
    const first = await this.page(token, filter, null, origin);
    return { fileName: `clients-${todayIn(this.clock, first.names.timeZone)}.csv`, chunks: this.chunks(token, filter, first, origin) };
  }

  private async *chunks(token: GrantToken, filter: ExportFilter, first: Page, origin: Origin): AsyncGenerator<string, void, undefined> {
    yield BYTE_ORDER_MARK + rowsOf([EXPORT_HEADERS]);
    for (let page = first; ;) {
      if (page.lines.length > 0) yield rowsOf(page.lines.map((line) => exportRow(line.client)));
      if (page.next === null) return;
      page = await this.page(token, filter, page.next, origin);
      if (!sameReach(first.principal, page.principal)) throw new ExportCutShort();
    }
  }

  private async page(token: GrantToken, filter: ExportFilter, after: string | null, origin: Origin): Promise<Page> {
    return this.database.run(
      token,
      async (tx) => {
        const keyring = await tx.keyring();
        const principal = await tx.principal();
        const names = await exportNames(tx);
        const { lines, next } = await exportPage(tx, keyring, principal, names, { filter, after, limit: PAGE });
        const unseen = after === null && filter.ids ? await unseenClients(tx, filter.ids) : [];
        if (unseen.length > 0) tx.audit(refusal(null, unseen, { export: true, code: new NotFound().code }));
        const kept = lines.filter(({ client }) => bornWithin(client.card.dateOfBirth, filter));
        tx.audit({
          action: 'export',
          subject: { kind: 'client', id: null },
          fields: FIELDS,
          recordIds: kept.map(({ id }) => id),
          detail: { rows: kept.length },
        });
        for (const { id } of kept) tx.audit({ action: 'export', subject: { kind: 'client', id }, fields: FIELDS });
        return { principal, names, lines: kept, next };
      },
      origin,
    );
  }
}

function rowsOf(rows: readonly (readonly string[])[]): string {
  return stringify(rows as string[][], { record_delimiter: '\r\n' });
}

function bornWithin(born: string | null, { bornFrom, bornTo }: ExportFilter): boolean {
  if (bornFrom === undefined && bornTo === undefined) return true;
  return born !== null && (bornFrom === undefined || born >= bornFrom) && (bornTo === undefined || born <= bornTo);
}

/** Row security would give the rest of the file another extent without a word: compare, and cut it off instead. */
function sameReach(before: Principal, now: Principal): boolean {
  const teams = (principal: Principal): string => [...principal.teamIds].sort().join();
  return before.scope === now.scope && before.modules === now.modules && before.memberId === now.memberId && teams(before) === teams(now);
}
