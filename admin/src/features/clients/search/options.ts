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

/** The pages of the practice's rules. */
type Rules = 'rules' | 'networks' | 'single-sign-on' | 'directory' | 'break-glass' | 'sign-ins';

/** A place or an act that the search offers beside clients. */
export type Command = 'clients' | 'imports' | 'team' | 'access' | 'security' | Rules | 'new' | 'import' | 'export';

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

/** What can be chosen by its words, and the module it belongs to. */
type Entry = readonly [Command, string, string | null];

const PAGES: readonly Entry[] = [
  ['clients', searchText.pages.clients, 'clients'],
  ['imports', searchText.pages.imports, 'clients'],
  ['team', searchText.pages.team, 'team_management'],
  ['access', searchText.pages.access, null],
  ['security', searchText.pages.security, null],
  ['rules', searchText.pages.rules, 'settings'],
];
/** Under the practice's rules: found by their words alone, and but for the networks only by those who run the practice. */
const RULES: readonly Entry[] = [
  ['networks', searchText.pages.networks, 'settings'],
  ['single-sign-on', searchText.pages.signOn, 'settings'],
  ['directory', searchText.pages.directory, 'team_management'],
  ['break-glass', searchText.pages.breakGlass, 'settings'],
  ['sign-ins', searchText.pages.signIns, 'settings'],
];
const ACTIONS: readonly Entry[] = [
  ['import', searchText.import, 'clients'],
  ['export', searchText.export, 'clients'],
];

/** Whether a text could be somebody's name: an address, a number or a mark alone is none. */
export function couldBeName(text: string): boolean {
  return /\p{L}/u.test(text) && !/[\d@]/.test(text);
}

/** What the search offers for a text: clients found, then pages and actions by their words. Without a text: clients opened before, and everything else. What belongs to a module that is off is not offered. */
export function groupsFor(
  text: string,
  found: Found | undefined,
  recent: readonly ClientCard[],
  isOn: (module: string) => boolean = () => true,
  mayCreate = true,
  runs = true,
): Group[] {
  const asked = text.trim();
  const named = (entries: readonly Entry[]): Option[] =>
    entries
      .filter(([, label, module]) => holdsAll(label, asked) && (module === null || isOn(module)))
      .filter(([command]) => mayCreate || (command !== 'import' && command !== 'imports'))
      .map(([command, label]) => ({ key: command, kind: 'command', command, label }));
  const clients = (cards: readonly FoundClient[]): Option[] => cards.map((card) => ({ key: card.id, kind: 'client', card }));
  const create: Option[] =
    !isOn('clients') || !mayCreate
      ? []
      : holdsLetters(asked) && holdsAll(searchText.newClient, asked)
        ? [{ key: 'new', kind: 'command', command: 'new', label: searchText.newClient }]
        : couldBeName(asked)
          ? [{ key: 'new', kind: 'command', command: 'new', label: searchText.newClientNamed(asked) }]
          : [];
  const rules = asked === '' || !isOn('settings') ? [] : named(RULES.filter(([command]) => runs || command === 'networks'));
  const groups: Group[] = [
    asked === ''
      ? { name: 'recent', options: isOn('clients') ? clients(recent) : [], total: null }
      : { name: 'clients', options: clients(found?.items ?? []), total: found?.total ?? null },
    { name: 'pages', options: holdsLetters(asked) ? [...named(PAGES), ...rules] : [], total: null },
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
