import { recordText } from './text.js';
import type { HistoryEntry } from './model.js';

/** What a line of history is about: something shown to somebody, or something changed. */
export type HistoryMood = 'read' | 'change' | 'warn';

const READS: ReadonlySet<string> = new Set(['read', 'list', 'search', 'open', 'show', 'copy', 'download', 'export', 'history', 'openings']);

const WORDS: Readonly<Record<string, string>> = {
  create: 'created', read: 'looked at', list: 'saw in a list', search: 'found in a search', update: 'changed', delete: 'removed', remove: 'removed', open: 'opened', show: 'showed', copy: 'copied',
  archive: 'archived', restore: 'restored', merge: 'merged a duplicate into', export: 'exported', import: 'imported', download: 'downloaded', assign: 'assigned', withdraw: 'withdrew', share: 'shared',
};

const SUBJECTS: Readonly<Record<string, string>> = {
  client: 'this client', identifier: 'an identifier', client_identifier: 'an identifier', relationship: 'a connection', client_relationship: 'a connection', consent: 'a consent', client_consent: 'a consent', history: 'the history', import: 'an import', client_import: 'an import',
};

/** Names of fields as the record's screens call them; unknown ones in plain words. */
export function fieldWords(fields: readonly string[]): string[] {
  const own: Readonly<Record<string, string>> = { ...recordText.fields, value: 'Number', kind: 'Kind', masked: 'Masked number', country: 'Country', issuedBy: 'Issuer', expiresOn: 'Expiry', note: 'Note', card: 'Name and birth', details: 'Details', identifiers: 'Identifiers (masked)', relationships: 'People', consents: 'Consents', archivedAt: 'Archived', mergedIntoId: 'Merged into', fileNumber: 'File number', withdrawnOn: 'Withdrawn', givenOn: 'Given', method: 'Method', since: 'Since', otherClientId: 'Other client', otherName: 'Other person' };
  return [...new Set(fields.map((field) => {
    const last = field.slice(field.lastIndexOf('.') + 1);
    const identifier: Readonly<Record<string, string>> = recordText.identifier;
    return own[field] ?? own[last] ?? identifier[last] ?? plain(last);
  }))];
}

/** Whether an entry only showed something. */
export function isRead(entry: HistoryEntry): boolean {
  return READS.has(verbOf(entry.action));
}

/** An entry's verb and its object, in words: "showed", "the passport number". */
export function actionWords(entry: HistoryEntry): { verb: string; object: string } {
  const verb = WORDS[verbOf(entry.action)] ?? plain(entry.action).toLowerCase();
  const subject = entry.subject;
  if (subject === null || subject.kind === 'client') {
    const label = subject?.label ?? null;
    return { verb, object: verbOf(entry.action) === 'merge' && label !== null ? `${SUBJECTS['client']} (${label})` : 'this client' };
  }
  const identifier: Readonly<Record<string, string>> = recordText.identifier;
  const named = subject.label === null ? null : identifier[subject.label] ?? subject.label;
  if (named !== null) return { verb, object: /identifier/.test(subject.kind) ? `the ${lowerFirst(named)}` : named };
  return { verb, object: SUBJECTS[subject.kind] ?? `a ${plain(subject.kind).toLowerCase()}` };
}

function verbOf(action: string): string {
  return action.slice(action.lastIndexOf('.') + 1);
}

function lowerFirst(text: string): string {
  return /^[A-Z]{2}/.test(text) || /^(Medicare|Home Affairs)/.test(text) ? text : text.charAt(0).toLowerCase() + text.slice(1);
}

function plain(name: string): string {
  const words = name.replace(/([a-z])([A-Z])/g, '$1 $2').replaceAll(/[_-]+/g, ' ').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
