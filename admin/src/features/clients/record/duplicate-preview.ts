import { nameText, sameValue, valuesOf } from './model.js';
import type { ClientDetail, ClientValues, FieldName } from './model.js';

/** What a merge does, told before it is done: the same rules as the service keeps. */
export interface MergePreview {
  /** How many records of each kind move to the kept client; only kinds with any. */
  moves: { what: MovedKind; count: number }[];
  total: number;
  /** Empty fields of the kept client that the duplicate fills. */
  fills: FieldName[];
  /** Fields where both say something and the kept client's value stays. */
  stays: FieldName[];
}

export type MovedKind =
  'identifiers' | 'relationships' | 'consents' | 'emails' | 'phones' | 'addresses' | 'citizenships' | 'languages' | 'formerNames';

const SINGLE: readonly FieldName[] = [
  'preferredName',
  'title',
  'dateOfBirth',
  'gender',
  'pronouns',
  'indigenousStatus',
  'emergencyContact',
  'gp',
  'referrer',
  'reviewOn',
];

/** What moves from the duplicate, what fills a gap and what the kept client keeps. */
export function mergePreview(kept: ClientDetail, duplicate: ClientDetail): MergePreview {
  const [mine, theirs] = [valuesOf(kept), valuesOf(duplicate)];
  const counted: [MovedKind, number][] = [
    ['identifiers', duplicate.identifiers.length],
    ['relationships', duplicate.relationships.filter(({ otherClientId }) => otherClientId !== kept.id).length],
    ['consents', duplicate.consents.length],
    ['emails', missing(mine.emails, theirs.emails, (entry) => entry.value.toLowerCase())],
    ['phones', missing(mine.phones, theirs.phones, (entry) => entry.value)],
    ['addresses', theirs.addresses.filter((address) => !mine.addresses.some((other) => sameValue(address, other))).length],
    ['citizenships', missing(mine.citizenships, theirs.citizenships, (code) => code)],
    ['languages', missing(mine.languages, theirs.languages, (tag) => tag)],
    ['formerNames', newNames(mine, theirs)],
  ];
  const moves = counted.filter(([, count]) => count > 0).map(([what, count]) => ({ what, count }));
  const said = SINGLE.filter((field) => theirs[field] !== null && !sameValue(mine[field], theirs[field]));
  return {
    moves,
    total: moves.reduce((sum, { count }) => sum + count, 0),
    fills: said.filter((field) => mine[field] === null),
    stays: said.filter((field) => mine[field] !== null),
  };
}

function missing<T>(mine: readonly T[], theirs: readonly T[], key: (entry: T) => string): number {
  const known = new Set(mine.map(key));
  return theirs.filter((entry) => !known.has(key(entry))).length;
}

function newNames(mine: ClientValues, theirs: ClientValues): number {
  const known = new Set([mine.legalName, ...mine.formerNames].map((name) => nameText(name).toLowerCase()));
  return new Set([theirs.legalName, ...theirs.formerNames].map((name) => nameText(name).toLowerCase()).filter((name) => !known.has(name)))
    .size;
}
