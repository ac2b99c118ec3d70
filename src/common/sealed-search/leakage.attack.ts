import type { MadePerson } from './bench-fixtures.js';
import { normalise, wordsOf } from './normalise.js';

/** What a stolen database shows of one client: every value that may repeat between clients, and the size of its sealed delta. */
export interface StolenClient {
  values: string[];
  size: number;
}

/** What the attacker holds: the database, a name list of the same distribution, and a few clients known by name. */
export interface Loot {
  clients: StolenClient[];
  list: MadePerson[];
  known: Map<number, MadePerson>;
}

/** One family name guessed for each client. */
export type Guesses = string[];

/** The family name as search holds it. */
export const familyOf = (person: MadePerson): string => normalise(person.family);

/** The padded trigrams of a person's names, as a token index over n-grams would store them. */
export function gramsOf(text: string): string[] {
  const grams = new Set<string>();
  for (const word of wordsOf(normalise(text))) for (let i = 0; i < word.length + 1; i++) grams.add(`  ${word} `.slice(i, i + 3));
  return [...grams];
}

const textOf = (person: MadePerson): string => `${person.given} ${person.family}`;
const countBy = <T>(items: Iterable<T>): Map<T, number> => {
  const counts = new Map<T, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
};
const byCount = (counts: Map<string, number>): string[] =>
  [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([item]) => item);

/** The guess that needs no database: the commonest family name of the list. */
export const commonest = (list: readonly MadePerson[]): string => byCount(countBy(list.map(familyOf)))[0] ?? '';

/** Attack (a): the k-th commonest value stands for the k-th commonest trigram. */
export function rankAttack(loot: Loot): Guesses {
  const values = byCount(countBy(loot.clients.flatMap((client) => client.values)));
  const grams = byCount(countBy(loot.list.flatMap((person) => gramsOf(textOf(person)))));
  return readNames(loot, new Map(values.slice(0, grams.length).map((value, i) => [value, grams[i]!])));
}

/** Attack (c): among listed people whose sealed delta would be as long, the commonest family name. */
export function lengthAttack(loot: Loot, sizeOf: (person: MadePerson) => number): Guesses {
  const bySize = new Map<number, MadePerson[]>();
  for (const person of loot.list.slice(0, 5000)) {
    const size = sizeOf(person);
    const others = bySize.get(size);
    if (others) others.push(person);
    else bySize.set(size, [person]);
  }
  const guesses = new Map([...bySize].map(([size, people]) => [size, commonest(people)]));
  const fallback = commonest(loot.list);
  return loot.clients.map(({ size }) => guesses.get(size) ?? fallback);
}

/** Attack (d): a value shared with a known client hints at that client's origin, and so at that origin's commonest name. */
export function columnAttack(loot: Loot, column: string): Guesses {
  const origins = new Map(loot.list.map((person) => [familyOf(person), person.origin]));
  const hints = new Map<string, number>();
  for (const [number, person] of loot.known) {
    const value = loot.clients[number]!.values.find((one) => one.startsWith(column));
    const origin = origins.get(familyOf(person));
    if (value && origin !== undefined) hints.set(value, origin);
  }
  const names = new Map(
    [...new Set(hints.values())].map((origin) => [origin, commonest(loot.list.filter((person) => person.origin === origin))]),
  );
  const fallback = commonest(loot.list);
  return loot.clients.map(({ values }) => {
    const hint = hints.get(values.find((value) => value.startsWith(column)) ?? '');
    return (hint !== undefined ? names.get(hint) : undefined) ?? fallback;
  });
}

/** Most frequent values and trigrams that attack (b) tries to match. */
const COMMON = 800;

/**
 * Attack (b), after the refined-score attack (Damie, Hahn, Peter 2021): values that occur in exactly the known clients in
 * which a trigram occurs are known; every other value is the trigram that occurs together with the known ones as often as
 * the value does, the surest ones being taken first and then helping with the rest.
 */
export function coOccurrenceAttack(loot: Loot): Guesses {
  const left = tableOf(loot.clients.map(({ values }) => values));
  const right = tableOf(loot.list.map((person) => gramsOf(textOf(person))));
  const map = seeds(loot, left, right);
  const fixed = new Set(map.keys());
  for (let round = 0; round < 9 && map.size > 0 && map.size < left.items.length; round++) {
    const step = Math.ceil((left.items.length - map.size) * 0.3) + 10;
    bestMatches(left, right, map, new Set(map.keys()))
      .slice(0, step)
      .forEach(([value, gram]) => map.set(value, gram));
  }
  if (map.size > fixed.size) for (const [value, gram] of bestMatches(left, right, map, fixed)) map.set(value, gram);
  return readNames(loot, new Map([...map].map(([value, gram]) => [left.items[value]!, right.items[gram]!])));
}

interface Table {
  items: string[];
  /** Share of records in which two items occur together; on the diagonal, in which one occurs. */
  together: Float64Array;
}

function tableOf(records: string[][]): Table {
  const items = byCount(countBy(records.flat())).slice(0, COMMON);
  const numbers = new Map(items.map((item, i) => [item, i]));
  const together = new Float64Array(items.length ** 2);
  for (const record of records) {
    const present = record.map((item) => numbers.get(item)).filter((number) => number !== undefined);
    for (const a of present) for (const b of present) together[a * items.length + b]! += 1 / records.length;
  }
  return { items, together };
}

function seeds(loot: Loot, left: Table, right: Table): Map<number, number> {
  const known = [...loot.known];
  const masks = (items: string[], sets: Set<string>[]): Map<string, number[]> => {
    const byMask = new Map<string, number[]>();
    items.forEach((item, i) => {
      const mask = sets.map((set) => (set.has(item) ? 1 : 0)).join('');
      if (mask.includes('1')) byMask.set(mask, [...(byMask.get(mask) ?? []), i]);
    });
    return byMask;
  };
  const values = masks(
    left.items,
    known.map(([number]) => new Set(loot.clients[number]!.values)),
  );
  const grams = masks(
    right.items,
    known.map(([, person]) => new Set(gramsOf(textOf(person)))),
  );
  const map = new Map<number, number>();
  for (const [mask, [value, ...more]] of values) {
    const found = grams.get(mask);
    if (value !== undefined && more.length === 0 && found?.length === 1) map.set(value, found[0]!);
  }
  return map;
}

/** For every value not kept the nearest trigram not taken by a kept one, surest first, each trigram once. */
function bestMatches(left: Table, right: Table, map: Map<number, number>, kept: Set<number>): [number, number][] {
  const pairs = [...map];
  const taken = new Set([...kept].map((value) => map.get(value)!));
  const vector = (table: Table, item: number, points: number[]): Float64Array =>
    Float64Array.from([item, ...points], (point) => Math.sqrt(table.together[item * table.items.length + point]!));
  const leftPoints = pairs.map(([value]) => value);
  const rightPoints = pairs.map(([, gram]) => gram);
  const vectors = right.items.map((_, gram) => vector(right, gram, rightPoints));
  const found: { value: number; gram: number; certainty: number }[] = [];
  for (let value = 0; value < left.items.length; value++) {
    if (kept.has(value)) continue;
    const mine = vector(left, value, leftPoints);
    let [best, second, chosen] = [Infinity, Infinity, -1];
    for (let gram = 0; gram < vectors.length; gram++) {
      if (taken.has(gram)) continue;
      const theirs = vectors[gram]!;
      let distance = 0;
      for (let i = 0; i < mine.length && distance < second; i++) distance += (mine[i]! - theirs[i]!) ** 2;
      if (distance < best) [best, second, chosen] = [distance, best, gram];
      else if (distance < second) second = distance;
    }
    if (chosen >= 0) found.push({ value, gram: chosen, certainty: second / (best + 1e-12) });
  }
  const used = new Set<number>();
  return found
    .sort((a, b) => b.certainty - a.certainty)
    .filter(({ gram }) => !used.has(gram) && used.add(gram))
    .map(({ value, gram }) => [value, gram]);
}

/** Reads each client's family name off the trigrams its values stand for: the listed name that fits them best. */
function readNames(loot: Loot, meaning: Map<string, string>): Guesses {
  const families = [...countBy(loot.list.map(familyOf))];
  const readable = new Set(meaning.values());
  const grams = families.map(([family]) => gramsOf(family));
  const holders = new Map<string, number[]>();
  grams.forEach((mine, family) => {
    for (const gram of mine) {
      const others = holders.get(gram);
      if (others) others.push(family);
      else holders.set(gram, [family]);
    }
  });
  const counts = new Uint8Array(families.length);
  const fallback = commonest(loot.list);
  return loot.clients.map(({ values }) => {
    const read = new Set(values.map((value) => meaning.get(value)).filter((gram) => gram !== undefined));
    counts.fill(0);
    for (const gram of read) for (const family of holders.get(gram) ?? []) counts[family]!++;
    let [guess, best] = [fallback, 0];
    counts.forEach((count, family) => {
      if (count * 2 < grams[family]!.length) return;
      const missing = grams[family]!.reduce((sum, gram) => sum + (read.has(gram) ? 0 : readable.has(gram) ? 2 : 0.4), 0);
      const score = count - missing + Math.log(families[family]![1]) / 2;
      if (score > best) [guess, best] = [families[family]![0], score];
    });
    return guess;
  });
}

/** Share of the clients not known beforehand whose family name was guessed. */
export function recovered(loot: Loot, truth: readonly MadePerson[], guesses: Guesses): number {
  const unknown = truth.map((_, i) => i).filter((i) => !loot.known.has(i));
  return unknown.filter((i) => familyOf(truth[i]!) === guesses[i]).length / unknown.length;
}
