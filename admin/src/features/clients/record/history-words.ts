import { recordText } from './text.js';
import type { HistoryEntry } from './model.js';

const READS: ReadonlySet<string> = new Set(['read', 'open', 'export', 'request-look']);

const WORDS: Readonly<Record<string, string>> = {
  create: 'created',
  read: 'looked at',
  update: 'changed',
  delete: 'removed',
  open: 'opened',
  archive: 'archived',
  restore: 'restored',
  merge: 'merged a duplicate into',
  'merged-away': 'merged',
  export: 'exported',
  restrict: 'changed who may open',
  assign: 'assigned',
};

/** Acts that have an object of their own: what a client is asked for, and what comes of it. */
const WHOLE: Readonly<Record<string, { verb: string; object: string }>> = {
  request: { verb: 'asked for', object: 'documents' },
  'request-more': { verb: 'asked for', object: 'more documents' },
  'request-again': { verb: 'sent', object: 'a request for documents again' },
  'request-close': { verb: 'closed', object: 'a request for documents' },
  'request-judge': { verb: 'decided on', object: 'a document that was asked for' },
  'request-look': { verb: 'looked at', object: 'what documents are asked for' },
  'request-sent': { verb: 'said that', object: 'all documents asked for are sent' },
  remind: { verb: 'reminded the client', object: 'of documents that were asked for' },
  send: { verb: 'sent', object: 'a mail about a request for documents' },
};

/** Acts of whoever opened a mailed link; on record with the member in whose name it was sent. */
const OUTSIDE: ReadonlySet<string> = new Set(['request-look', 'request-sent']);

/** Whether somebody without an account did it. */
export function isOutside(entry: HistoryEntry): boolean {
  return OUTSIDE.has(entry.action);
}

/** What a read of these parts alone is called. */
const PARTS: Readonly<Record<string, string>> = {
  history: 'the history',
  openings: 'who opened an identifier',
  relationships: 'the people around this client',
  consents: 'the consents',
  card: 'this client in a list',
  requests: 'what documents are asked for',
};

/** Names of fields as the record's screens call them; unknown ones in plain words. */
export function fieldWords(fields: readonly string[]): string[] {
  const own: Readonly<Record<string, string>> = { ...recordText.fields, ...recordText.history.parts };
  return [
    ...new Set(
      fields.map((field) => {
        const last = field.slice(field.lastIndexOf('.') + 1);
        const identifier: Readonly<Record<string, string>> = recordText.identifier;
        return own[field] ?? own[last] ?? identifier[last] ?? plain(last);
      }),
    ),
  ];
}

/** Whether an entry only showed something. */
export function isRead(entry: HistoryEntry): boolean {
  return READS.has(entry.action);
}

/** An entry's verb and its object, in words: "opened", "the passport". */
export function actionWords(entry: HistoryEntry): { verb: string; object: string } {
  const whole = WHOLE[entry.action];
  if (whole !== undefined) return whole;
  const verb = WORDS[entry.action] ?? plain(entry.action).toLowerCase();
  const other = entry.subject?.label ?? null;
  if (entry.action === 'merge') return { verb, object: other === null ? 'this client' : `this client: ${other}` };
  if (entry.action === 'merged-away')
    return { verb, object: other === null ? 'this client into another one' : `this client into ${other}` };
  const [only, ...more] = entry.fields;
  if (only === undefined || more.length > 0) return { verb, object: 'this client' };
  if (only.startsWith('identifier.')) return { verb, object: `the ${identifierName(only)}` };
  const part = PARTS[only];
  return { verb: part !== undefined && only === 'card' && entry.action === 'read' ? 'saw' : verb, object: part ?? 'this client' };
}

/**
 * Reads of one person that repeat the one before within a few minutes, told once with their number. Changes and openings of
 * sealed values are always told one by one.
 * @param coarse takes every look at a client's page, its history included, for the same
 */
export function withoutRepeats(entries: readonly HistoryEntry[], coarse = false): { entry: HistoryEntry; times: number }[] {
  const told: { entry: HistoryEntry; times: number; since: number }[] = [];
  for (const entry of entries) {
    const last = told.at(-1);
    const at = Date.parse(entry.at);
    const same =
      last !== undefined &&
      entry.action === 'read' &&
      last.entry.action === 'read' &&
      last.entry.actor?.memberId === entry.actor?.memberId &&
      (coarse || last.entry.fields.join() === entry.fields.join()) &&
      last.since - at < REPEAT_MS;
    if (same) {
      last.times += entry.fields.join() === last.entry.fields.join() ? 1 : 0;
      if (entry.fields.length > last.entry.fields.length) Object.assign(last, { entry: { ...entry, at: last.entry.at }, times: 1 });
      last.since = at;
    } else told.push({ entry, times: 1, since: at });
  }
  return told;
}

const REPEAT_MS = 10 * 60_000;

function identifierName(field: string): string {
  const names: Readonly<Record<string, string>> = recordText.identifierNamed;
  const kind = field.slice('identifier.'.length);
  return names[kind] ?? plain(kind).toLowerCase();
}

function plain(name: string): string {
  const words = name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll(/[_-]+/g, ' ')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
