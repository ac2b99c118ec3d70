import type { ClientCard } from '../record/model.js';
import { holdsAll } from './highlight.js';
import { searchText } from './text.js';

/** Where a search found its text. */
export interface Match {
  field: 'name' | 'preferred' | 'former' | 'email' | 'phone' | 'identifier' | 'file_number';
  fuzzy: boolean;
}

/** A client of an answer, and where the text was found. */
export type FoundClient = ClientCard & { match?: Match };

/** What one search found. */
export interface Found {
  items: FoundClient[];
  total: number;
}

/** A place or an act that the search offers beside clients. */
export type Command = 'clients' | 'imports' | 'security' | 'new' | 'import' | 'export';

/** One line that can be chosen. */
export type Option =
  | { readonly key: string; readonly kind: 'client'; readonly card: FoundClient }
  | { readonly key: string; readonly kind: 'command'; readonly command: Command; readonly label: string };

/** Lines under one head. */
export interface Group {
  readonly name: 'clients' | 'recent' | 'pages' | 'actions';
  readonly options: readonly Option[];
  /** How many there are in all, when the answer says so. */
  readonly total: number | null;
}

const PAGES: readonly (readonly [Command, string])[] = [
  ['clients', searchText.pages.clients],
  ['imports', searchText.pages.imports],
  ['security', searchText.pages.security],
];
const ACTIONS: readonly (readonly [Command, string])[] = [
  ['import', searchText.import],
  ['export', searchText.export],
];

/** Whether a text could be somebody's name: an address, a number or a mark alone is none. */
export function couldBeName(text: string): boolean {
  return /\p{L}/u.test(text) && !/[\d@]/.test(text);
}

/** What the search offers for a text: clients found, then pages and actions by their words. Without a text: clients opened before, and everything else. */
export function groupsFor(text: string, found: Found | undefined, recent: readonly ClientCard[]): Group[] {
  const asked = text.trim();
  const named = (entries: readonly (readonly [Command, string])[]): Option[] =>
    entries.filter(([, label]) => holdsAll(label, asked)).map(([command, label]) => ({ key: command, kind: 'command', command, label }));
  const clients = (cards: readonly FoundClient[]): Option[] => cards.map((card) => ({ key: card.id, kind: 'client', card }));
  const create: Option[] =
    holdsLetters(asked) && holdsAll(searchText.newClient, asked)
      ? [{ key: 'new', kind: 'command', command: 'new', label: searchText.newClient }]
      : couldBeName(asked)
        ? [{ key: 'new', kind: 'command', command: 'new', label: searchText.newClientNamed(asked) }]
        : [];
  const groups: Group[] = [
    asked === ''
      ? { name: 'recent', options: clients(recent), total: null }
      : { name: 'clients', options: clients(found?.items ?? []), total: found?.total ?? null },
    { name: 'pages', options: holdsLetters(asked) ? named(PAGES) : [], total: null },
    { name: 'actions', options: [...create, ...(holdsLetters(asked) ? named(ACTIONS) : [])], total: null },
  ];
  return groups.filter(({ options }) => options.length > 0);
}

/** A text of marks alone folds to nothing and would fit every label. */
function holdsLetters(asked: string): boolean {
  return asked === '' || /[\p{L}\p{N}]/u.test(asked);
}

/** The name that a new client gets from what was typed; null when the text asks for the action by its own words. */
export function nameFor(text: string): string | null {
  const asked = text.trim();
  return !couldBeName(asked) || holdsAll(searchText.newClient, asked) ? null : asked;
}

/** A name as its bearer has it, as the service writes it. */
export function fullName({ family, given, familyFirst }: ClientCard['legalName']): string {
  if (given === '') return family;
  return familyFirst ? `${family} ${given}` : `${given} ${family}`;
}

/** The former name that the text was found in, else the first. */
export function formerFound(card: ClientCard, text: string): string | null {
  const names = card.formerNames.map(fullName);
  return names.find((name) => holdsAll(name, text)) ?? names[0] ?? null;
}
