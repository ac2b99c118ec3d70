import { count as many } from '../../../shared/text/numbers.js';
import type { ClientStatus } from '../record/model.js';
import type { BulkAction } from './bulk.js';
import type { ColumnName } from './columns.js';

const clients = (count: number): string => `${many(count)} ${count === 1 ? 'client' : 'clients'}`;

/** Everything the client list says, in one place. */
export const listText = {
  clients,
  title: 'Clients',
  table: 'Clients',
  count: (count: number, all: boolean) =>
    count === 0 ? 'None to see outside the archive' : `${clients(count)}${all ? '' : ' you may see'}, archived ones aside`,
  countMatching: (count: number) =>
    count === 0 ? 'None matches the filters' : `${clients(count)} ${count === 1 ? 'matches' : 'match'} the filters`,
  counting: 'Counting',
  import: 'Import',
  export: 'Export',
  exporting: 'Exporting',
  newClient: 'New client',
  more: 'More',
  exported: 'The export is downloaded. It is on record.',
  exportFailed: 'The export couldn’t be made',
  exportNobody: 'An export can’t be narrowed to clients that belong to nobody. Take that filter off first.',
  name: 'Client',
  columnsButton: 'Columns',
  columnsLabel: 'Columns shown',
  columnsAll: 'Show all columns',
  columnsFailed: 'The columns couldn’t be kept. They are back as they were.',
  columns: {
    status: 'Status',
    born: 'Date of birth',
    team: 'Team',
    practitioner: 'Practitioner',
    fileNumber: 'File number',
    activity: 'Last activity',
  } satisfies Record<ColumnName, string>,
  age: (age: number) => (age === 1 ? '1 year' : `${age} years`),
  noBirth: 'No date of birth',
  noTeam: 'No team',
  noPractitioner: 'No practitioner',
  goesBy: (name: string) => `goes by ${name}`,
  sortLabel: 'Order',
  sortBy: { activity: 'Newest activity', name: 'Name' },
  sortByName: 'Sort by name',
  sortByActivity: 'Sort by last activity',
  filter: 'Filter',
  filterLabel: 'Add a filter',
  filters: 'Filters',
  back: 'Back',
  done: 'Done',
  clearFilters: 'Clear filters',
  remove: (field: string) => `Remove filter ${field}`,
  edit: (field: string, value: string) => `${field}: ${value}. Change`,
  fields: { status: 'Status', team: 'Team', practitioner: 'Practitioner', born: 'Born' },
  statuses: {
    prospect: 'Prospect',
    current: 'Current',
    waiting_list: 'Waiting list',
    archived: 'Archived',
    deceased: 'Deceased',
  } satisfies Record<ClientStatus, string>,
  find: (field: string) => `Find a ${field.toLowerCase()}`,
  nothingFound: 'Nothing by that name',
  someone: 'Somebody who left',
  unknownTeam: 'A team that is gone',
  bornFrom: 'Born on or after',
  bornTo: 'Born on or before',
  apply: 'Show these',
  badDay: 'There is no such day. Write it as 17/8/1994.',
  backwards: 'The second day comes before the first.',
  between: (from: string, to: string) => `${from} to ${to}`,
  since: (from: string) => `${from} or later`,
  until: (to: string) => `${to} or earlier`,
  and: (first: string, others: number) => (others === 0 ? first : `${first} and ${others} more`),
  none: 'No clients yet',
  noneHint: 'The people and organisations you act for or see. Add the first one, or bring them over from another system.',
  noneToReadHint: 'The people and organisations the practice acts for or sees.',
  noneReached: 'No client is yours to see yet',
  noneReachedHint: {
    team: 'You see the clients of your teams. Somebody who manages the practice puts you in a team, or clients in yours.',
    assigned: 'You see the clients assigned to you. Somebody who sees a client assigns it to you.',
  },
  noneImport: 'Import clients',
  noMatch: 'No client matches',
  noMatchHint: 'Nobody you may see fits all of these filters.',
  noMatchArchive: 'Archived clients are shown only when Status asks for them.',
  failed: 'The clients couldn’t be read',
  loadMore: (count: number) => `Load next ${count}`,
  loadingMore: 'Loading',
  moreFailed: 'The next clients couldn’t be read. Try again.',
  shown: (shown: number, total: number | null, sort: string) => {
    const by = sort === 'name' ? 'by name' : 'newest activity first';
    if (total === null) return `First ${many(shown)}, ${by}`;
    return shown >= total ? `All ${many(shown)}, ${by}` : `First ${many(shown)} of ${many(total)}, ${by}`;
  },
  loaded: (shown: number) => `${clients(shown)} shown`,
  choose: (name: string) => `Select ${name}`,
  chooseAll: 'Select all shown',
  assign: 'Assign',
  assignLabel: 'Assign to',
  findAssignee: 'Find a person or a team',
  archive: 'Archive',
  restore: 'Restore',
  toPractitioner: 'Practitioner',
  toTeam: 'Team',
  did: (action: BulkAction, count: number, to: string) => {
    if (action === 'archive') return `${clients(count)} archived`;
    if (action === 'restore') return `${clients(count)} restored`;
    return `${clients(count)} assigned to ${to}`;
  },
  nobody: 'no practitioner',
  noTeamWord: 'no team',
  undone: (count: number) => `${clients(count)} back as before`,
  undoFailed: 'This couldn’t be taken back',
  bulkFailed: 'Nothing was changed',
  failedSome: (count: number, of: number) =>
    of === count ? `${clients(count)} couldn’t be changed` : `${many(count)} of ${clients(of)} couldn’t be changed`,
  dismiss: 'Dismiss',
  selectAgain: (count: number) => (count === 1 ? 'Select this one again' : `Select these ${many(count)} again`),
  reason: (code: string | undefined): string => {
    switch (code) {
      case 'clients.changed_meanwhile':
        return 'Somebody changed this client in the meantime. The list now shows the newest; try again.';
      case 'clients.merged_away':
        return 'Merged into another client, which is the one to change.';
      case 'clients.already_archived':
        return 'Archived already.';
      case 'clients.not_archived':
        return 'Not archived.';
      case 'clients.not_found':
      case 'not_found':
      case 'request.not_found':
        return 'No longer there, or no longer yours to see.';
      default:
        return 'The service refused it. Open the client to see why.';
    }
  },
  keys: 'J and K move, Enter opens, X selects',
} as const;
