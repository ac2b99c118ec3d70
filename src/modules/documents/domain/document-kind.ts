/** What kind of file a document is, for people: the few that a search is narrowed to. */
export const DOCUMENT_KINDS = ['pdf', 'image', 'text', 'word', 'spreadsheet', 'presentation', 'email', 'audio', 'video', 'other'] as const;
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

/** Kinds by what a MIME type begins with, the first that fits; IANA's media types. */
const BEGINNINGS: readonly (readonly [string, DocumentKind])[] = [
  ['application/pdf', 'pdf'],
  ['image/', 'image'],
  ['audio/', 'audio'],
  ['video/', 'video'],
  ['text/csv', 'spreadsheet'],
  ['text/rtf', 'word'],
  ['text/', 'text'],
  ['message/rfc822', 'email'],
  ['application/vnd.ms-outlook', 'email'],
  ['application/msword', 'word'],
  ['application/rtf', 'word'],
  ['application/vnd.openxmlformats-officedocument.wordprocessingml', 'word'],
  ['application/vnd.oasis.opendocument.text', 'word'],
  ['application/vnd.ms-excel', 'spreadsheet'],
  ['application/vnd.openxmlformats-officedocument.spreadsheetml', 'spreadsheet'],
  ['application/vnd.oasis.opendocument.spreadsheet', 'spreadsheet'],
  ['application/vnd.ms-powerpoint', 'presentation'],
  ['application/vnd.openxmlformats-officedocument.presentationml', 'presentation'],
  ['application/vnd.oasis.opendocument.presentation', 'presentation'],
];

/** Files of older office programs look alike inside ([MS-CFB]): the ending of their name tells them apart. */
const COMPOUND = 'application/x-cfb';
const BY_ENDING = new Map<string, DocumentKind>(
  Object.entries({ doc: 'word', xls: 'spreadsheet', ppt: 'presentation', msg: 'email' } as const),
);

/** The kind of a MIME type; `other` for one that is not known, and for what was not looked at yet. */
export function kindOf(type: string | null, fileName: string | null = null): DocumentKind {
  const said = type?.toLowerCase() ?? '';
  if (said === COMPOUND) return BY_ENDING.get(/\.(\w+)$/.exec(fileName?.toLowerCase() ?? '')?.[1] ?? '') ?? 'other';
  return BEGINNINGS.find(([beginning]) => said.startsWith(beginning))?.[1] ?? 'other';
}
