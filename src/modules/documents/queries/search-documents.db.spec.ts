import { describe, expect, it } from '@jest/globals';
import { systemClock } from '../../../common/clock/clock.js';
import { MODULES } from '../../../common/database/principal.js';
import { NotPermitted } from '../../../common/http/access.js';
import { madeNeedles, peopleMaker, seeded } from '../../../common/sealed-search/bench-fixtures.js';
import { normalise } from '../../../common/sealed-search/normalise.js';
import { BuildSegments } from '../../../common/sealed-search-store/build-segments.js';
import { kindOf } from '../domain/document-kind.js';
import { DOCUMENT_CATEGORIES } from '../domain/document.js';
import { DOCUMENT_SEARCH, toSearchEntry } from '../persistence/search-delta.js';
import {
  as,
  clientsOf,
  made,
  newPractice,
  storeDocuments,
  testBench,
  type MadeDocument,
  type TestPractice,
} from '../../../../test/support/stored-documents.js';
import { ChangeDocument } from '../use-cases/change-document.use-case.js';
import { DocumentIndexes } from './document-indexes.js';
import { SearchDocumentsQuery, type FoundDocuments, type SearchDocuments } from './search-documents.query.js';

const SEED = Number(process.env['SEARCH_SEED'] ?? Date.now() % 1e6);
const ANY: SearchDocuments = {
  text: null,
  clientId: null,
  kinds: null,
  categories: null,
  addedFrom: null,
  addedTo: null,
  expiresFrom: null,
  expiresTo: null,
  states: ['filed'],
  sort: 'name',
  cursor: null,
  limit: 200,
};
const TYPES = ['application/pdf', 'image/jpeg', 'text/plain', 'application/msword', 'application/x-unheard-of'];

async function newSearch(): Promise<SearchDocumentsQuery> {
  return new SearchDocumentsQuery(new DocumentIndexes((await testBench()).keys, systemClock));
}

function find(
  search: SearchDocumentsQuery,
  practice: TestPractice,
  member: number,
  query: Partial<SearchDocuments>,
): Promise<FoundDocuments> {
  return as(practice, member, (tx) => search.execute(tx, { ...ANY, sort: query.text ? 'relevance' : 'name', ...query }));
}

const names = ({ items }: FoundDocuments): string[] => items.map(({ name }) => name);

/** Everything that a search finds, page after page. */
async function all(search: SearchDocumentsQuery, practice: TestPractice, query: Partial<SearchDocuments>): Promise<FoundDocuments> {
  let page = await find(search, practice, 0, { limit: 60, ...query });
  const items = [...page.items];
  while (page.nextCursor !== null) {
    page = await find(search, practice, 0, { limit: 60, ...query, cursor: page.nextCursor });
    items.push(...page.items);
  }
  return { ...page, items };
}

/** Documents named in many scripts, some under another file name, of all kinds, categories, states and days. */
function madeUp(clients: readonly string[], count: number): MadeDocument[] {
  const [random, person] = [seeded(SEED), peopleMaker(SEED)];
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
  const day = (from: string, days: number): string =>
    new Date(Date.parse(from) + Math.floor(random() * days) * 86_400_000).toISOString().slice(0, 10);
  return Array.from({ length: count }, () => {
    const { given, family, preferred } = person();
    const word = pick(['Passport', 'Visa grant', 'Paspor', 'جواز سفر', '护照', 'パスポート', 'Паспорт', 'पासपोर्ट', 'Reisepaß', '📄 scan']);
    const name = pick([`${word} ${given} ${family}`, `${family}_${word}.pdf`, `${preferred ?? given} – ${word}`]);
    return made(pick(clients), name, {
      fileName: random() < 0.5 ? name : `IMG_${Math.floor(random() * 9000) + 1000}.${pick(['HEIC', 'pdf', 'jpg'])}`,
      category: random() < 0.2 ? null : pick(DOCUMENT_CATEGORIES),
      expiresOn: random() < 0.5 ? null : day('2026-01-01', 900),
      type: pick(TYPES),
      state: pick(['filed', 'filed', 'filed', 'archived', 'removed']),
      addedAt: new Date(`${day('2025-06-01', 400)}T${pick(['00:30', '13:59', '14:30'])}:00Z`),
    });
  });
}

/** What a plain search would look through. */
const texts = ({ name, fileName, category }: MadeDocument): string[] =>
  [name, fileName, category?.replaceAll('_', ' ') ?? ''].map(normalise);

describe(`document search against a plain model (SEARCH_SEED=${SEED})`, () => {
  it('finds every document by any part of its names in any script, out of segments and changes alike', async () => {
    const [practice, search] = [await newPractice(), await newSearch()];
    const { tenants, grants } = await testBench();
    const documents = madeUp(await clientsOf(practice, [{}, {}, {}]), 260);
    await storeDocuments(practice, documents.slice(0, 180));
    await new BuildSegments(DOCUMENT_SEARCH, tenants, grants).execute(practice.orgId, { force: true });
    await storeDocuments(practice, documents.slice(180));
    const entries = documents.map((document) => toSearchEntry(stored(document), document.fileName)!);
    const words = documents.flatMap((document) => texts(document).flatMap((text) => text.split(' ')));
    const short = words.filter((word) => word.length < 3 && /\p{Lo}/u.test(word));
    const needles = [...madeNeedles(entries, 3, 25, SEED), ...madeNeedles(entries, 5, 25, SEED), ...short.slice(0, 5), 'passport', 'img'];
    const states = ['filed', 'archived', 'removed'] as const;
    for (const text of needles) {
      const expected = documents.filter((document) => texts(document).some((one) => one.includes(text))).map(({ id }) => id);
      const found = await all(search, practice, { text, states });
      const exact = found.items.filter(({ match }) => !match!.fuzzy).map(({ id }) => id);
      expect([text, exact.sort()]).toEqual([text, expected.sort()]);
      expect([text, found.total]).toEqual([text, found.items.length]);
    }
    expect(needles.length).toBeGreaterThan(50);
  });

  it('narrows by client, kind, category, state and days as a plain filter does, in either order', async () => {
    const [practice, search] = [await newPractice(), await newSearch()];
    const clients = await clientsOf(practice, [{}, {}, {}]);
    // The first and the last minute of the days asked for, and those beside them: Sydney's clock changes in between.
    const edges = ['2025-07-31T13:59:59.999Z', '2025-07-31T14:00:00.000Z', '2026-02-28T12:59:59.999Z', '2026-02-28T13:00:00.000Z'];
    const documents = [
      ...madeUp(clients, 160),
      ...clients.flatMap((client) => edges.map((at) => made(client, `At ${at}`, { addedAt: new Date(at) }))),
    ];
    await storeDocuments(practice, documents);
    const random = seeded(SEED + 1);
    for (let round = 0; round < 40; round++) {
      const clientId = random() < 0.4 ? clients[round % 3]! : null;
      const kinds = random() < 0.4 ? (['pdf', 'other'] as const) : null;
      const categories = random() < 0.4 ? ([null, 'passport', 'health'] as const) : null;
      const states = random() < 0.5 ? (['filed'] as const) : (['archived', 'removed'] as const);
      const [addedFrom, addedTo] = random() < 0.5 ? ['2025-08-01', '2026-02-28'] : [null, null];
      const [expiresFrom, expiresTo] = random() < 0.4 ? ['2026-03-01', '2027-03-01'] : [null, null];
      const sort = random() < 0.5 ? ('name' as const) : ('added' as const);
      const expected = documents
        .filter((one) => clientId === null || one.clientId === clientId)
        .filter((one) => kinds === null || (kinds as readonly string[]).includes(kindOf(one.type)))
        .filter((one) => categories === null || (categories as readonly (string | null)[]).includes(one.category))
        .filter((one) => (states as readonly string[]).includes(one.state))
        .filter((one) => addedFrom === null || (sydneyDay(one.addedAt) >= addedFrom && sydneyDay(one.addedAt) <= addedTo!))
        .filter((one) => expiresFrom === null || (one.expiresOn !== null && one.expiresOn >= expiresFrom && one.expiresOn <= expiresTo!))
        .sort((a, b) => (sort === 'added' ? b.addedAt.getTime() - a.addedAt.getTime() : 0) || (a.id < b.id ? -1 : 1))
        .map(({ id }) => id);
      const query = { clientId, kinds, categories, states, addedFrom, addedTo, expiresFrom, expiresTo, sort };
      const found = await all(search, practice, query);
      const ids = found.items.map(({ id }) => id);
      expect([query, found.total, sort === 'added' ? ids : [...ids].sort()]).toEqual([
        query,
        expected.length,
        sort === 'added' ? expected : [...expected].sort(),
      ]);
    }
  });
});

const sydneyDay = (at: Date): string => at.toLocaleDateString('en-CA', { timeZone: 'Australia/Sydney' });

function stored({ id, clientId, state, addedAt, name, category, expiresOn, type }: MadeDocument) {
  return { id, clientId, state, createdAt: addedAt, currentVersionId: id, card: { name, category, expiresOn, type, bytes: 1 } };
}

describe('document search', () => {
  it('[I-35] shows and counts nothing of another scope, of a client behind a wall, or of another practice', async () => {
    const practice = await newPractice({
      teams: 2,
      members: [{}, { scope: 'team', teams: [1] }, { scope: 'assigned' }, { scope: 'team' }, {}],
    });
    const search = await newSearch();
    const [team, assigned, other] = await clientsOf(practice, [
      { teamId: practice.teamIds[1]! },
      { teamId: practice.teamIds[0]!, practitionerId: practice.memberIds[2]! },
      { teamId: practice.teamIds[0]! },
    ]);
    await storeDocuments(practice, [made(team!, 'Passport T'), made(assigned!, 'Passport A'), made(other!, 'Passport O')]);
    const elsewhere = await newPractice();
    const [foreign] = await clientsOf(elsewhere, [{}]);
    await storeDocuments(elsewhere, [made(foreign!, 'Passport F'), made(foreign!, 'Passport G')]);
    await as(practice, 0, async (tx) => {
      await tx.query({ text: 'select wall.block_member($1, $2)', values: [other, practice.memberIds[4]] });
    });
    const given = async (member: number, query: Partial<SearchDocuments>) => {
      const found = await find(search, practice, member, { ...query, sort: 'name' });
      return [found.total, ...names(found)];
    };
    const everything = [3, 'Passport A', 'Passport O', 'Passport T'];
    for (const query of [{ text: 'passport' }, {}]) {
      expect(await given(0, query)).toEqual(everything);
      expect(await given(1, query)).toEqual([1, 'Passport T']);
      expect(await given(2, query)).toEqual([1, 'Passport A']);
      expect(await given(3, query)).toEqual([0]);
      expect(await given(4, query)).toEqual([2, 'Passport A', 'Passport T']);
    }
    expect(await given(1, { clientId: other! })).toEqual([0]);
    expect(await given(4, { clientId: other! })).toEqual([0]);
    expect(await given(0, { clientId: foreign! })).toEqual([0]);
    expect(names(await find(search, elsewhere, 0, { text: 'passport' })).sort()).toEqual(['Passport F', 'Passport G']);
  });

  it('sees what another process changed a moment ago: names, files, clients and states', async () => {
    const [practice, search] = [await newPractice(), await newSearch()];
    const [one, two] = await clientsOf(practice, [{}, {}]);
    const document = made(one!, 'Before', { fileName: 'IMG_0001.HEIC' });
    await storeDocuments(practice, [document]);
    expect((await find(search, practice, 0, { text: 'img 0001' })).items[0]?.match).toEqual({ field: 'file_name', fuzzy: false });
    const [elsewhere, change] = [await (await testBench()).anotherProcess(), new ChangeDocument(systemClock)];
    const there = async (work: Parameters<typeof elsewhere.run>[1]) => elsewhere.run(await practice.as(0), work);
    await there((tx) => change.change(tx, document.id, 2, { name: 'After', category: 'police_check' }));
    expect(names(await find(search, practice, 0, { text: 'before' }))).toEqual([]);
    expect((await find(search, practice, 0, { text: 'police' })).items[0]?.match).toEqual({ field: 'category', fuzzy: false });
    await there((tx) => change.move(tx, document.id, 3, two!));
    expect((await find(search, practice, 0, { clientId: one! })).total).toBe(0);
    expect(names(await find(search, practice, 0, { clientId: two! }))).toEqual(['After']);
    for (const [act, state] of [
      ['archive', 'archived'],
      ['restore', 'filed'],
      ['remove', 'removed'],
    ] as const) {
      await there((tx) => change.many(tx, [document.id], act));
      for (const asked of ['filed', 'archived', 'removed'] as const)
        expect([act, asked, (await find(search, practice, 0, { states: [asked] })).total]).toEqual([act, asked, asked === state ? 1 : 0]);
    }
  });

  it('lets nobody without the documents module build or read an index', async () => {
    const practice = await newPractice({ members: [{}, { modules: MODULES.clients }] });
    const search = await newSearch();
    const [client] = await clientsOf(practice, [{}]);
    await storeDocuments(practice, [made(client!, 'Passport')]);
    await expect(find(search, practice, 1, { text: 'passport' })).rejects.toBeInstanceOf(NotPermitted);
    expect(names(await find(search, practice, 0, { text: 'passport' }))).toEqual(['Passport']);
  });

  it('seals the cursor, which holds a name, for the member it was given to', async () => {
    const [practice, search] = [await newPractice({ members: [{}, {}] }), await newSearch()];
    const [client] = await clientsOf(practice, [{}]);
    await storeDocuments(practice, [made(client!, 'Acacia'), made(client!, 'Banksia'), made(client!, 'Cedar')]);
    const first = await find(search, practice, 0, { limit: 2 });
    expect([names(first), first.total]).toEqual([['Acacia', 'Banksia'], 3]);
    expect(Buffer.from(first.nextCursor!, 'base64url').toString('latin1')).not.toContain('banksia');
    expect(names(await find(search, practice, 0, { limit: 2, cursor: first.nextCursor }))).toEqual(['Cedar']);
    await expect(find(search, practice, 1, { limit: 2, cursor: first.nextCursor })).rejects.toMatchObject({
      fieldErrors: [{ field: 'cursor' }],
    });
  });
});
