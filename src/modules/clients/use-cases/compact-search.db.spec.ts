import { describe, expect, it } from '@jest/globals';
import { systemClock } from '../../../common/clock/clock.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { ClientIndexes } from '../queries/client-index.js';
import { readClient } from '../queries/get-client.query.js';
import { SearchClientsQuery } from '../queries/search-clients.query.js';
import { as, newPractice, person, store, testBench, type TestPractice } from '../testing/stored-clients.js';
import { ChangeClient } from './change-client.use-case.js';
import { CompactSearch } from './compact-search.use-case.js';

const change = new ChangeClient(systemClock);

async function newCompaction(): Promise<CompactSearch> {
  const { tenants, grants } = await testBench();
  return new CompactSearch(tenants, grants);
}

async function newSearch(): Promise<(practice: TestPractice, text: string | null) => Promise<string[]>> {
  const search = new SearchClientsQuery(new ClientIndexes((await testBench()).keys, systemClock));
  return async (practice, text) => {
    const query = { text, filters: {}, bornFrom: null, bornTo: null, sort: 'name' as const, cursor: null, limit: 200 };
    return (await as(practice, 0, (tx) => search.execute(tx, query))).items.map(({ legalName }) => legalName.family);
  };
}

function rename(id: string, version: number, family: string): (tx: TenantTransaction) => Promise<unknown> {
  return (tx) => change.execute(tx, id, { version, legalName: { family, given: '', familyFirst: false } });
}

/** A transaction that has written and stays open until told to end. */
function slowTransaction(
  practice: TestPractice,
  first: (tx: TenantTransaction) => Promise<unknown>,
  last?: (tx: TenantTransaction) => Promise<unknown>,
) {
  let goOn = (): void => undefined;
  let begun = (): void => undefined;
  const gate = new Promise<void>((resolve) => (goOn = resolve));
  const started = new Promise<void>((resolve) => (begun = resolve));
  const done = as(practice, 0, async (tx) => {
    await first(tx);
    begun();
    await gate;
    await last?.(tx);
  });
  return { started, finish: async () => (goOn(), await done) };
}

const deltas = (practice: TestPractice) =>
  as(practice, 0, async (tx) => (await tx.query<{ n: number }>({ text: 'select count(*)::int as n from app.client_search_delta' }))[0]!.n);

describe('the search segments', () => {
  it('hold everything after a build, and the changes that they hold are dropped', async () => {
    const [practice, compact, before] = [await newPractice(), await newCompaction(), await newSearch()];
    const client = person('First', '');
    await store(practice, [client, person('Second', '')]);
    await as(practice, 0, rename(client.id, 1, 'Renamed'));
    expect(await compact.execute(practice.orgId)).toBe('built');
    // What is still open anywhere on the server, such as in another test, holds the horizon back: then they go next time.
    for (let round = 0; round < 100 && (await deltas(practice)) > 0; round++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      await compact.execute(practice.orgId, { force: true });
    }
    expect(await deltas(practice)).toBe(0);
    const fresh = await newSearch();
    expect(await fresh(practice, null)).toEqual(['Renamed', 'Second']);
    await as(practice, 0, rename(client.id, 2, 'Again'));
    expect(await compact.execute(practice.orgId)).toBe('not-needed');
    expect(await compact.execute(practice.orgId, { force: true })).toBe('built');
    expect(await fresh(practice, null)).toEqual(['Again', 'Second']);
    expect(await before(practice, null)).toEqual(['Again', 'Second']);
    expect(await (await newSearch())(practice, null)).toEqual(['Again', 'Second']);
  });

  it('lose no write of a transaction that began first and committed last', async () => {
    const [practice, search] = [await newPractice(), await newSearch()];
    const [slow, quick] = [person('Slow', ''), person('Quick', '')];
    await store(practice, [slow, quick]);
    expect(await search(practice, null)).toEqual(['Quick', 'Slow']);
    const late = slowTransaction(practice, rename(slow.id, 1, 'Arrived'));
    await late.started;
    await as(practice, 0, rename(quick.id, 1, 'Quicker'));
    expect(await search(practice, null)).toEqual(['Quicker', 'Slow']);
    await (await newCompaction()).execute(practice.orgId, { force: true });
    expect(await search(practice, null)).toEqual(['Quicker', 'Slow']);
    await late.finish();
    expect(await search(practice, null)).toEqual(['Arrived', 'Quicker']);
    expect(await (await newSearch())(practice, null)).toEqual(['Arrived', 'Quicker']);
  });

  it('keep the newer of two changes when the transaction with the lower id made it', async () => {
    const [practice, search] = [await newPractice(), await newSearch()];
    const [client, other, third] = [person('Original', ''), person('Other', ''), person('Third', '')];
    await store(practice, [client, other, third]);
    // Takes its transaction id first, and changes the client only after the last of the three has.
    const low = slowTransaction(practice, rename(other.id, 1, 'Moved'), rename(client.id, 2, 'Newest'));
    await low.started;
    // Holds the horizon between the two that change the client.
    const holder = slowTransaction(practice, rename(third.id, 1, 'Held'));
    await holder.started;
    const middle = slowTransaction(practice, rename(client.id, 1, 'Older'));
    await middle.started;
    await middle.finish();
    await low.finish();
    for (let again = 0; again < 2; again++) expect(await search(practice, 'newest')).toEqual(['Newest']);
    await (await newCompaction()).execute(practice.orgId, { force: true });
    await holder.finish();
    for (const again of [search, await newSearch()]) {
      expect(await again(practice, null)).toEqual(['Held', 'Moved', 'Newest']);
      expect(await again(practice, 'older')).toEqual([]);
    }
  });

  it('are built by one process at a time', async () => {
    const [practice, compact] = [await newPractice(), await newCompaction()];
    await store(practice, [person('One', '')]);
    await compact.execute(practice.orgId);
    const outcomes = await Promise.all([1, 2, 3].map(() => compact.execute(practice.orgId, { force: true })));
    expect(new Set(outcomes)).not.toContain(undefined);
    expect(await (await newSearch())(practice, null)).toEqual(['One']);
  });

  it('stay whole while clients change and searches run', async () => {
    const [practice, compact, search] = [await newPractice(), await newCompaction(), await newSearch()];
    const clients = Array.from({ length: 12 }, (_client, index) => person(`Start${index}`, ''));
    await store(practice, clients);
    const names = new Map(clients.map(({ id }, index) => [id, `Start${index}`]));
    const writers = clients.slice(0, 3).map(async (_first, lane) => {
      for (let round = 1; round <= 6; round++) {
        const { id } = clients[lane * 4 + (round % 4)]!;
        const { version } = await as(practice, 0, (tx) => readClient(tx, id));
        names.set(id, `Lane${lane}round${round}`);
        await as(practice, 0, rename(id, version, names.get(id)!));
        expect(await search(practice, names.get(id)!)).toContain(names.get(id));
      }
    });
    const builder = (async () => {
      for (let build = 0; build < 8; build++) await compact.execute(practice.orgId, { force: true });
    })();
    await Promise.all([...writers, builder]);
    const expected = [...names.values()].sort();
    for (const again of [search, await newSearch()]) expect((await again(practice, null)).sort()).toEqual(expected);
  });
});
