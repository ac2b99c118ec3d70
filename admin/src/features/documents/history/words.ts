import type { HistoryLine } from './requests.js';
import { historyText as words } from './text.js';

const UNITS = ['kB', 'MB', 'GB'];

/** A length as people here write it: 512 bytes, 1.2 MB; units of a thousand (SI). */
export function amount(bytes: number): string {
  if (bytes < 1000) return bytes === 1 ? '1 byte' : `${bytes} bytes`;
  const power = Math.min(UNITS.length, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${UNITS[power - 1]}`;
}

/** What was done, in words. */
export function actWords({ action, kind, purpose, fields, version, unreadable, detail }: HistoryLine): string {
  const verb = verbOf({ action, kind, purpose, fields });
  const changed = action === 'update' ? fields.flatMap((field) => words.fields[field] ?? []).join(', ') : '';
  const problem = kind === 'refuse' && typeof detail['problem'] === 'string' ? detail['problem'].replaceAll('_', ' ') : '';
  const parts = [[verb, changed || problem].filter((part) => part !== '').join(': ')];
  if (version !== null && version > 1) parts.push(words.version(version));
  if (unreadable) parts.push(words.unreadable);
  return parts.join(', ');
}

function verbOf({ action, kind, purpose, fields }: Pick<HistoryLine, 'action' | 'kind' | 'purpose' | 'fields'>): string {
  if (purpose === 'zip') return words.verbs['zip']!;
  if (action === 'update' && fields.includes('version')) return words.verbs['newVersion']!;
  if (action === 'read' && fields.includes('history')) return words.verbs['history']!;
  if (action === 'read' && fields.includes('shares')) return words.verbs['shares']!;
  const known = words.verbs[action] ?? (kind === 'share' ? undefined : words.verbs[kind]);
  if (known !== undefined) return known;
  const plain = action.replaceAll('-', ' ');
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}

/** What left the practice, in words; null where nothing is on record of it. */
export function sentWords({ kind, bytes, whole, requests }: HistoryLine): string | null {
  if (bytes === null) return null;
  const said = kind === 'download' && whole === false ? words.brokeOff(amount(bytes)) : words.sent(amount(bytes));
  return requests > 1 ? `${said}, ${words.requests(requests)}` : said;
}
