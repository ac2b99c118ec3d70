import { stringify } from 'csv-stringify/sync';
import type { Origin } from '../../../common/database/audit-entry.js';
import type { Clock } from '../../../common/clock/clock.js';
import type { GrantToken } from '../../../common/database/grant-token.js';
import type { TenantDatabase } from '../../../common/database/tenant-database.js';
import { AdministratorsOnly, assertHolds } from '../../../common/http/access.js';
import { readHistory, saidOf, type DocumentHistoryLine, type DocumentHistoryPage, type HistoryFilter } from './document-history.query.js';

/** A CSV file that is made while it is sent. */
export interface HistoryExport {
  readonly fileName: string;
  /** Ends with an error, so that the download is cut off, when access ends on the way. */
  readonly chunks: AsyncGenerator<string, void, undefined>;
}

const PAGE = 500;
const BYTE_ORDER_MARK = '\ufeff';
const HEADERS = ['Time (UTC)', 'Act', 'Kind', 'Outcome', 'Person', 'Person id', 'Document', 'Document id', 'Version'];
const MORE_HEADERS = ['Requests', 'Bytes sent', 'Sent to the end', 'What', 'Details'];

/**
 * Exports the history of documents, latest first. Each page of 500 lines is read through row security in a transaction of
 * its own, whose entry is committed before its lines are sent; whoever stops being an administrator on the way gets no
 * further page, and the download breaks off. The last line was written before the export began.
 */
export class ExportDocumentHistory {
  constructor(
    private readonly database: TenantDatabase,
    private readonly clock: Clock,
  ) {}

  /** Reads the first page, so that a refusal is an answer and not a broken file. @throws NoLiveGrant, InvalidInput */
  async open(token: GrantToken, filter: HistoryFilter, origin: Origin): Promise<HistoryExport> {
    const first = await this.page(token, filter, null, origin);
    return {
      fileName: `document-history-${this.clock.now().toISOString().slice(0, 10)}.csv`,
      chunks: this.chunks(token, filter, first, origin),
    };
  }

  private async *chunks(
    token: GrantToken,
    filter: HistoryFilter,
    first: DocumentHistoryPage,
    origin: Origin,
  ): AsyncGenerator<string, void, undefined> {
    yield BYTE_ORDER_MARK + csv([[...HEADERS, ...MORE_HEADERS]]);
    for (let page = first; ;) {
      if (page.items.length > 0) yield csv(page.items.map(cells));
      if (page.nextCursor === null) return;
      page = await this.page(token, filter, page.nextCursor, origin);
    }
  }

  private async page(token: GrantToken, filter: HistoryFilter, cursor: string | null, origin: Origin): Promise<DocumentHistoryPage> {
    return this.database.run(
      token,
      async (tx) => {
        const principal = await tx.principal();
        assertHolds(principal, 'documents', 'read');
        if (principal.role === 'member') throw new AdministratorsOnly();
        const page = await readHistory(tx, filter, cursor, PAGE);
        tx.audit({
          action: 'export',
          subject: { kind: 'document', id: null },
          fields: ['history'],
          recordIds: [...new Set(page.items.map(({ document }) => document.id))],
          detail: { ...saidOf(filter), rows: page.items.length },
        });
        return page;
      },
      origin,
    );
  }
}

function cells(line: DocumentHistoryLine): (string | number)[] {
  const { at, action, kind, outcome, actor, outside, document, version, requests, bytes, whole, fields, detail, unreadable } = line;
  const what = unreadable ? 'The details of this entry do not open' : fields.join(' ');
  const details = Object.entries(detail).map(([key, value]) => `${key}: ${value}`);
  const who = [actor?.displayName ?? outside ?? '', actor?.memberId ?? ''];
  const which = [document.name ?? '', document.id, version ?? ''];
  const sent = [requests, bytes ?? '', whole === null ? '' : whole ? 'yes' : 'no'];
  return [at, action, kind, outcome, ...who, ...which, ...sent, what, details.join('; ')];
}

/** RFC 4180; cells that a spreadsheet would run as a formula are made text. */
function csv(rows: (string | number)[][]): string {
  return stringify(rows, { record_delimiter: '\r\n', escape_formulas: true });
}
