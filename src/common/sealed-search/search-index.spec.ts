import { describe, expect, it } from '@jest/globals';
import { madeEntries, madeNeedles, seeded } from './bench-fixtures.js';
import { encodeEntries } from './codec.js';
import type { SearchEntry } from './entry.js';
import { normalise } from './normalise.js';
import { SearchIndex } from './search-index.js';
import type { SearchCursor, SearchQuery, SearchResult } from './search-query.js';

const SEED = Number(process.env['SEARCH_SEED'] ?? Date.now() % 1e6);
const COUNT = 4000;

const indexOf = (entries: SearchEntry[]): SearchIndex => {
  const segments: Buffer[] = [];
  for (let at = 0; at < entries.length; at += 4096) segments.push(encodeEntries(entries.slice(at, at + 4096), 1024));
  return SearchIndex.load(segments, entries.length);
};
const entry = (number: number, name: string, more: Partial<SearchEntry> = {}): SearchEntry => ({
  id: `01900000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`,
  teamId: null,
  practitionerId: null,
  status: 1,
  born: null,
  lastActivity: number,
  sortKey: normalise(name).split(' ').reverse().join(' '),
  names: [{ field: 'name', text: name }],
  ...more,
});
const texts = (one: SearchEntry): string[] => one.names.map(({ text }) => normalise(text));
/** ILIKE '%needle%' on each name. */
const contains = (one: SearchEntry, needle: string): boolean => texts(one).some((text) => text.includes(needle));
const names = async (index: SearchIndex, entries: SearchEntry[], text: string, more: Partial<SearchQuery> = {}): Promise<string[]> => {
  const { hits } = await index.search({ text, sort: 'relevance', limit: 20, ...more });
  return hits.map(({ id, fuzzy }) => entries.find((one) => one.id === id)!.names[0]!.text + (fuzzy ? ' ~' : ''));
};
const byName = (a: SearchEntry, b: SearchEntry): number => (a.sortKey < b.sortKey ? -1 : a.sortKey > b.sortKey ? 1 : a.id < b.id ? -1 : 1);

describe(`the search index against a naive search (SEARCH_SEED=${SEED})`, () => {
  const random = seeded(SEED);
  const all = [...madeEntries(COUNT, SEED)];
  const held = new Map(all.slice(0, COUNT / 2).map((one) => [one.id, one]));
  const index = indexOf([...held.values()]);
  for (const one of all.slice(COUNT / 2)) {
    held.set(one.id, one);
    index.upsert(one);
  }
  for (let i = 0; i < 1500; i++) {
    const one = all[Math.floor(random() * COUNT)]!;
    if (random() < 0.4) {
      expect(index.remove(one.id)).toBe(held.delete(one.id));
      continue;
    }
    const other = all[Math.floor(random() * COUNT)]!;
    const changed = random() < 0.5 ? { ...one, status: 3, lastActivity: 1e12 + i } : { ...one, names: other.names, sortKey: other.sortKey };
    held.set(one.id, changed);
    index.upsert(changed);
  }
  const entries = [...held.values()];
  const search = (query: Partial<SearchQuery>): Promise<SearchResult> => index.search({ sort: 'name', limit: 50, ...query });

  it('holds what was put in', () => expect(index.size).toBe(held.size));

  it('counts as ILIKE does, for needles of every length and script, with and without spaces', async () => {
    const needles = [1, 2, 3, 4, 5, 7].flatMap((length) => madeNeedles(entries, length, 60, SEED));
    for (let i = 0; i < 60; i++) {
      const text = texts(entries[Math.floor(random() * entries.length)]!)[0]!;
      const at = Math.floor(random() * text.length);
      const needle = normalise(text.slice(at, at + 4 + Math.floor(random() * 8)));
      if (needle !== '') needles.push(needle);
    }
    for (const needle of [...needles, ...['王', '小明', 'ル', 'Ольга', '김민', 'zzzq', 'x y'].map(normalise)]) {
      const expected = entries
        .filter((one) => contains(one, needle))
        .map(({ id }) => id)
        .sort();
      const found = await search({ text: needle, mode: 'substring', limit: COUNT });
      expect([needle, found.total, found.hits.map(({ id }) => id).sort()]).toEqual([needle, expected.length, expected]);
      if (needle.length < 3 || needle.includes(' ')) continue;
      expect((await search({ text: needle, fuzzy: false })).total).toBe(expected.length);
    }
  });

  it('finds several words in any order, across the names of one entry only', async () => {
    for (let i = 0; i < 200; i++) {
      const words = texts(entries[Math.floor(random() * entries.length)]!)
        .join(' ')
        .split(' ');
      const parts = [0, 1]
        .map(() => words[Math.floor(random() * words.length)]!)
        .map((word) => word.slice(0, 3 + Math.floor(random() * 4)));
      if (parts.some((part) => part.length < 3)) continue;
      const expected = entries.filter((one) => parts.every((part) => contains(one, part)));
      expect((await search({ text: parts.reverse().join('  '), fuzzy: false })).total).toBe(expected.length);
    }
  });

  it('filters by status, team, practitioner, birth and what may be seen, and sorts by name and activity', async () => {
    for (let i = 0; i < 60; i++) {
      const sample = entries[Math.floor(random() * entries.length)]!;
      const bornFrom = Math.floor(random() * 20000) - 10000;
      const within = random() < 0.3 ? entries.filter(() => random() < 0.2).map(({ id }) => id) : undefined;
      const filters = {
        ...(random() < 0.5 ? { status: [1, 3] } : {}),
        ...(random() < 0.5 ? { teams: [sample.teamId, null] } : {}),
        ...(random() < 0.3 ? { practitioners: [sample.practitionerId] } : {}),
        ...(random() < 0.4 ? { bornFrom, bornTo: bornFrom + 4000 } : {}),
        ...(random() < 0.4 ? { activityFrom: sample.lastActivity, activityTo: sample.lastActivity + 3e10 } : {}),
        ...(random() < 0.4 && sample.teamId !== null ? { withoutTeams: [sample.teamId] } : {}),
      };
      const text = random() < 0.5 ? sample.sortKey.slice(0, 4).trim() : '';
      const sort = random() < 0.5 ? ('name' as const) : ('activity' as const);
      const expected = entries
        .filter((one) => !filters.status || filters.status.includes(one.status))
        .filter((one) => !filters.teams || filters.teams.includes(one.teamId))
        .filter((one) => !filters.practitioners || filters.practitioners.includes(one.practitionerId))
        .filter((one) => filters.bornFrom === undefined || (one.born !== null && one.born >= bornFrom && one.born <= bornFrom + 4000))
        .filter((one) => filters.activityFrom === undefined || Math.abs(one.lastActivity - filters.activityFrom - 1.5e10) <= 1.5e10)
        .filter((one) => !filters.withoutTeams?.includes(one.teamId ?? ''))
        .filter((one) => !within || within.includes(one.id))
        .filter((one) => contains(one, text))
        .sort(sort === 'name' ? byName : (a, b) => b.lastActivity - a.lastActivity || (a.id < b.id ? -1 : 1));
      const found = await search({ text, mode: 'substring', filters, sort, limit: 30, ...(within ? { within } : {}) });
      expect([found.total, found.hits.map(({ id }) => id)]).toEqual([expected.length, expected.slice(0, 30).map(({ id }) => id)]);
    }
  });

  it('answers the same whatever way the entries came in', async () => {
    const fresh = indexOf([...entries].reverse());
    for (const text of [...madeNeedles(entries, 3, 20, SEED), ...madeNeedles(entries, 6, 20, SEED), 'jon smiht']) {
      for (const sort of ['relevance', 'name', 'activity'] as const) {
        const query = { text, sort, limit: 25 };
        expect(await fresh.search(query)).toEqual(await index.search(query));
      }
    }
  });
});

describe('finding people', () => {
  const people = [
    "Siobhán O'Brien",
    'Hannah Smith',
    'Anna Nguyễn',
    'Ann-Marie Đặng',
    'José García',
    '王小明',
    'Иван Петров',
    'Johanna Li',
    'Mary Smithson',
  ].map((name, i) => entry(i, name));
  const index = indexOf(people);

  it.each([
    ['obrien', ["Siobhán O'Brien"]],
    ["O'BRIEN", ["Siobhán O'Brien"]],
    ['o brien', ["Siobhán O'Brien"]],
    ['nguyen', ['Anna Nguyễn']],
    ['NGUYỄN', ['Anna Nguyễn']],
    ['dang', ['Ann-Marie Đặng']],
    ['garcia jose', ['José García']],
    ['小明', ['王小明']],
    ['петр', ['Иван Петров']],
    ['"smith"', ['Hannah Smith', 'Mary Smithson']],
    ['"anna ng"', ['Anna Nguyễn']],
    ['l', ['Johanna Li']],
  ])('%s finds %j', async (text, expected) => expect(await names(index, people, text)).toEqual(expected));

  it('puts whole words first, then beginnings, then insides', async () => {
    expect(await names(index, people, 'ann')).toEqual(['Ann-Marie Đặng', 'Anna Nguyễn', 'Johanna Li', 'Hannah Smith']);
  });

  it.each([
    ['a letter too many', 'garrcia'],
    ['a letter missing', 'gacia'],
    ['a wrong letter', 'gabcia'],
    ['two letters swapped', 'gacria'],
    ['a wrong first letter', 'farcia'],
  ])('forgives %s', async (_, text) => expect(await names(index, people, text)).toEqual(['José García ~']));

  it('forgives no typo when told not to, in short words, or when exact hits fill the page', async () => {
    expect(await names(index, people, 'gacria', { fuzzy: false })).toEqual([]);
    expect(await names(index, people, 'jso')).toEqual([]);
    expect(await names(index, people, 'smith', { limit: 1 })).toEqual(['Hannah Smith']);
  });

  it('says which name was found', async () => {
    const one = entry(99, 'Mai Tran', {
      names: [
        { field: 'name', text: 'Mai Tran' },
        { field: 'preferred', text: 'May' },
        { field: 'former', text: 'Mai Pham' },
      ],
    });
    const { search } = { search: (text: string) => indexOf([one]).search({ text, sort: 'relevance', limit: 5 }) };
    const fields = await Promise.all(['mai', 'may', 'pham', 'pham tran'].map(async (text) => (await search(text)).hits[0]?.field));
    expect(fields).toEqual(['name', 'preferred', 'former', 'former']);
  });

  it('finds nothing by punctuation alone, and forgets what is removed', async () => {
    expect((await index.search({ text: '--', sort: 'name', limit: 5 })).total).toBe(0);
    const mine = indexOf(people);
    mine.remove(people[0]!.id);
    expect(await names(mine, people, 'brien')).toEqual([]);
    expect(mine.remove(people[0]!.id)).toBe(false);
  });
});

describe('paging while entries come and go', () => {
  it.each(['relevance', 'name', 'activity'] as const)('by %s shows every entry that stays exactly once', async (sort) => {
    const entries = [...madeEntries(3000, SEED)];
    const others = [...madeEntries(2000, SEED + 1)];
    const random = seeded(SEED);
    const index = indexOf(entries);
    for (const text of [undefined, 'an', 'nguyenn', 'smith']) {
      const matching = async (): Promise<Set<string>> =>
        new Set((await index.search({ ...(text ? { text } : {}), sort, limit: 10000 })).hits.map(({ id }) => id));
      const before = await matching();
      const seen: string[] = [];
      let after: SearchCursor | null = null;
      do {
        const page: SearchResult = await index.search({ ...(text ? { text } : {}), sort, limit: 23, after });
        seen.push(...page.hits.map(({ id }) => id));
        after = page.nextCursor;
        for (const one of others.splice(0, 3)) index.upsert(one);
        const gone = entries[Math.floor(random() * entries.length)]!;
        index.remove(gone.id);
      } while (after);
      expect(new Set(seen).size).toBe(seen.length);
      const now = await matching();
      // A text met on a full page does not turn to typos halfway, so only what both listings hold is promised.
      if (text === undefined || text === 'an') for (const id of before) if (now.has(id)) expect(seen).toContain(id);
    }
  });
});

describe('opening an index', () => {
  it('answers as one loaded at once, and lets other work run to the very end', async () => {
    const all = [...madeEntries(20_000, 5)];
    const segments: Buffer[] = [];
    for (let at = 0; at < all.length; at += 4096) segments.push(encodeEntries(all.slice(at, at + 4096), 1024));
    const loaded = SearchIndex.load(segments, all.length);
    let [allRead, opening, turns] = [false, true, 0];
    const tick = (): void => {
      if (allRead) turns++;
      if (opening) setImmediate(tick);
    };
    setImmediate(tick);
    const arriving = function* (): Generator<Buffer> {
      yield* segments;
      allRead = true;
    };
    const opened = await SearchIndex.open(arriving(), all.length);
    opening = false;
    // Sorting and linking takes as long as reading: other work had its turns then as well.
    expect(turns).toBeGreaterThan(3);
    for (const query of [{ text: 'an', sort: 'relevance' }, { sort: 'name' }, { sort: 'activity' }] as const)
      expect(await opened.search({ ...query, limit: 200 })).toEqual(await loaded.search({ ...query, limit: 200 }));
  });
});
