const many = (count: number): string => count.toLocaleString('en-AU');
const rows = (count: number): string => `${many(count)} ${count === 1 ? 'row' : 'rows'}`;
const clients = (count: number): string => `${many(count)} ${count === 1 ? 'client' : 'clients'}`;

/** Everything the import's screens say, in one place. */
export const importText = {
  count: many, clients, rows,
  title: 'Import clients', crumb: 'Where you are', clientsCrumb: 'Clients', importsCrumb: 'Imports',
  intro: 'A CSV file from another system or a spreadsheet. You see every row before anything is saved.',
  drop: 'Drop a CSV file here', or: 'or', choose: 'Choose a file', paste: 'Paste rows', template: 'Download a template', dropHint: 'The first row holds the headings. Up to 20 MB and 50,000 rows.',
  pasteLabel: 'Rows to import, headings first', pasteHint: 'Copied from a spreadsheet or written as CSV', pasteGo: 'Check these rows', pasteCancel: 'Cancel', pastedName: 'Pasted rows.csv',
  notCsv: 'This is not a CSV file. In a spreadsheet, choose Save as, then CSV.', empty: 'There is nothing in this file.', oneFile: 'Drop one file at a time.',
  uploading: (name: string) => `Uploading ${name}`, uploadCancel: 'Cancel', uploadFailed: 'The file didn’t arrive. Check the connection and try again.', sealing: 'Arrived, sealing it',
  earlier: 'Earlier imports', none: 'No imports yet', noneHint: 'Files you import are listed here with what became of each row.', listFailed: 'The imports couldn’t be read', retry: 'Try again',
  file: 'File', state: 'State', rowsHead: 'Rows', imported: 'Imported', by: 'By', when: 'Started',
  states: { checking: 'Checking', ready: 'To review', running: 'Running', paused: 'Paused', done: 'Done', cancelled: 'Cancelled' },
  notFound: 'No such import', notFoundHint: 'It doesn’t exist, or isn’t yours to see.', loading: 'Opening the import', openFailed: 'The import couldn’t be opened',
  checking: 'Checking every row', checkingHint: 'Dates, numbers and check digits are read the way the client’s own page reads them. You can close this tab; it goes on.',
  checked: (count: number, total: number) => `${many(count)} of ${rows(total)} checked`, checkedSoFar: (count: number) => `${rows(count)} checked so far`,
  mapping: 'Columns', mappingHint: 'What each column of the file is. Correct what was guessed wrong.', column: 'In the file', becomes: 'Becomes', sample: 'For example', leaveOut: 'Leave out', becomesFor: (header: string) => `What ${header} becomes`,
  mappingMissing: (label: string) => `Choose the column that holds: ${label.toLowerCase()}.`, mappingTwice: (label: string) => `Two columns become ${label.toLowerCase()}. Choose one.`, mappingApply: 'Check again with these columns', mappingReset: 'Undo', mappingLeft: (count: number) => (count === 0 ? 'Every column is used' : count === 1 ? '1 column is left out' : `${count} columns are left out`),
  mappingFailed: 'The columns couldn’t be changed', show: 'Show columns', hide: 'Hide columns',
  preview: 'Rows', all: 'All', ready: 'Ready', errors: 'Left out', importedTab: 'Imported', filterRows: 'Which rows', row: 'Row', problems: 'What to correct', warnings: 'Worth a look', wholeRow: 'Row', openRow: (row: number) => `Open the client of row ${many(row)}`, you: 'You', noErrors: 'Every row can be imported', noErrorsHint: 'None is left out.', noReady: 'No row is ready', noReadyHint: 'Correct the columns above, or the file, and try again.', noRows: 'No rows here',
  more: 'Load next rows', loadingMore: 'Loading', rowsFailed: 'The rows couldn’t be read', shown: (count: number, total: number) => `${many(count)} of ${rows(total)} shown`, tableLabel: 'Rows of the file',
  download: (count: number) => (count === 1 ? 'Download the row left out' : `Download the ${many(count)} rows left out`), downloading: (count: number) => `Reading ${rows(count)}`, downloadFailed: 'The rows couldn’t be read. Try again.', downloadHint: 'With what to correct beside each. Mend them and import that file.',
  verb: (takes: number, leaves: number) => `Import ${clients(takes)}${leaves > 0 ? `, leave ${many(leaves)} out` : ''}`, discard: 'Discard this import', nothing: 'No row can be imported as it is.',
  consequence: (takes: number) => `Import ${clients(takes)}?`, now: 'Now', nowText: 'Nothing of this file is among the clients yet.', change: 'What changes',
  effectCreate: (takes: number) => `${clients(takes)} ${takes === 1 ? 'is' : 'are'} created, each with names, numbers and contacts sealed`, effectLeave: (leaves: number) => `${rows(leaves)} ${leaves === 1 ? 'is' : 'are'} left out and can be downloaded with what to correct`, effectSafe: 'A row that fails never undoes another', wayOut: 'You can pause or cancel while it runs. Clients created until then stay.', notYet: 'Not yet',
  runningTitle: (name: string) => `Importing ${name}`, goesOn: 'People keep working. You can close this tab; it goes on.', pause: 'Pause', resume: 'Resume', cancel: 'Cancel…',
  progress: (done: number, takes: number) => `${many(done)} of ${clients(takes)}`, left: (time: string) => `about ${time} left`, speed: (perSecond: number) => `at ${many(Math.round(perSecond))} a second`, pausedHint: 'Paused. What is imported stays; resume when it suits.',
  doneCount: 'Imported', failedCount: 'Failed', leftOutCount: 'Left out before the start', waitingCount: 'Waiting', barLabel: 'Share of the clients imported',
  cancelTitle: 'Cancel this import?', cancelNow: (done: number) => `${clients(done)} ${done === 1 ? 'has' : 'have'} been created`, cancelKeep: (done: number) => `${clients(done)} created so far ${done === 1 ? 'stays' : 'stay'}`, cancelDrop: (left: number) => `${rows(left)} ${left === 1 ? 'is' : 'are'} not imported`, cancelVerb: (left: number) => `Cancel ${rows(left)}`, goOn: 'Keep importing',
  doneTitle: (count: number) => `${clients(count)} imported`, cancelledTitle: 'This import was cancelled', finished: (when: string) => `Finished ${when}`, seeClients: 'See the clients', another: 'Import another file', facts: 'Why and by whom', startedBy: 'Started by', started: 'Started', finishedAt: 'Finished', fileRows: 'Rows in the file',
  problemCodes: {
    'clients.import_not_found': 'There is no such import, or it isn’t yours to see.',
    'clients.import_not_possible_now': 'The import is not at that step any more. This page now shows where it is.',
    'request.too_large': 'The file is larger than the service takes. Split it and import the parts one after the other.',
  } as Readonly<Record<string, string>>,
} as const;
