import { count as many } from '../../../shared/text/numbers.js';
const results = (count: number): string => `${many(count)} ${count === 1 ? 'result' : 'results'}`;

/** Everything the search says, in one place. */
export const searchText = {
  many,
  label: 'Search clients, pages and actions',
  open: 'Search',
  cancel: 'Cancel',
  escape: 'esc',
  slash: '/',
  listLabel: 'Results',
  groups: { clients: 'Clients', recent: 'Opened in this tab', pages: 'Pages', actions: 'Actions' },
  pages: { clients: 'Clients', imports: 'Imports', team: 'Team', access: 'Your access', security: 'Your security' },
  newClient: 'New client',
  newClientNamed: (name: string) => `New client named “${name}”`,
  newClientKeys: 'ctrl ↵',
  import: 'Import clients',
  export: 'Export clients',
  exportHint: 'CSV, archived ones aside',
  exporting: 'The export is being made',
  exported: 'The export is downloaded. It is on record.',
  exportFailed: 'The export couldn’t be made. Try again.',
  goesBy: 'goes by',
  formerly: 'formerly',
  similar: 'similar',
  found: { email: 'by email address', phone: 'by phone number', identifier: 'by identifier', file_number: 'by file number' },
  shownOf: (shown: number, total: number) => (total > shown ? `First ${many(shown)} of ${many(total)}` : many(total)),
  noClients: (text: string) => `No client you may see is called “${text}”`,
  noClientsHint: 'Names are found by any part; email addresses, phones, identifiers and file numbers when complete.',
  failed: 'The search couldn’t be done. Try again in a moment.',
  footer: 'Searched only what you may see',
  footerIdle: 'Searches only what you may see',
  move: 'move',
  choose: 'open',
  up: '↑',
  down: '↓',
  enter: '↵',
  announce: (clients: number, others: number) =>
    clients === 0
      ? `No clients, ${results(others)} among pages and actions`
      : `${many(clients)} ${clients === 1 ? 'client' : 'clients'}, ${results(others)} among pages and actions`,
  announceFailed: 'The search couldn’t be done',
} as const;
