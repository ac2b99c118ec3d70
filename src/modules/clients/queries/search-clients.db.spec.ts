import { describe, expect, it } from '@jest/globals';
import { systemClock } from '../../../common/clock/clock.js';
import { MODULES } from '../../../common/database/principal.js';
import { NotPermitted } from '../../../common/http/access.js';
import { NO_DETAILS } from '../domain/client-details.js';
import { newId } from '../../../common/ids.js';
import { as, newPractice, person, store, testBench, type TestPractice } from '../testing/stored-clients.js';
import { ArchiveClient } from '../use-cases/archive-client.use-case.js';
import { ChangeClient } from '../use-cases/change-client.use-case.js';
import { ClientIndexes } from './client-index.js';
import { FindDuplicatesQuery } from './find-duplicates.query.js';
import { SearchClientsQuery, type FoundClients, type SearchClients } from './search-clients.query.js';

async function newSearch(): Promise<SearchClientsQuery> {
  return new SearchClientsQuery(new ClientIndexes((await testBench()).keys, systemClock));
}

function find(search: SearchClientsQuery, practice: TestPractice, member: number, query: Partial<SearchClients>): Promise<FoundClients> {
  return as(practice, member, (tx) =>
    search.execute(tx, {
      text: null,
      filters: {},
      bornFrom: null,
      bornTo: null,
      sort: query.text ? 'relevance' : 'name',
      cursor: null,
      limit: 50,
      ...query,
    }),
  );
}

const families = ({ items }: FoundClients): string[] => items.map(({ legalName }) => legalName.family);

describe('client search', () => {
  it('finds any part of a name, accents, case, order and one typo forgiven', async () => {
    const [practice, search] = [await newPractice(), await newSearch()];
    const ha = person('Nguyễn', 'Thị Thu Hà', {
      card: {
        kind: 'person',
        legalName: { family: 'Nguyễn', given: 'Thị Thu Hà', familyFirst: true },
        preferredName: 'Holly',
        formerNames: [{ family: 'Trần', given: 'Hà', familyFirst: true }],
        dateOfBirth: null,
      },
    });
    await store(practice, [ha, person('O’Brien', 'Niamh'), person('Smith', 'Anna')]);
    for (const text of ['nguyen ha', 'HA NGUYEN', 'guye', 'Nguyne'])
      expect(families(await find(search, practice, 0, { text }))).toEqual(['Nguyễn']);
    expect((await find(search, practice, 0, { text: 'holly' })).items[0]?.match).toEqual({ field: 'preferred', fuzzy: false });
    expect((await find(search, practice, 0, { text: 'tran' })).items[0]?.match).toMatchObject({ field: 'former' });
    expect(families(await find(search, practice, 0, { text: 'obrien' }))).toEqual(['O’Brien']);
  });

  it('finds exact e-mails, phones, identifiers and file numbers, however they are written', async () => {
    const [practice, search] = [await newPractice(), await newSearch()];
    const client = person('Okafor', 'Chidi', {
      fileNumber: 'WB-77',
      details: {
        ...NO_DETAILS,
        emails: [{ label: null, value: 'Chidi@Okafor.example', main: true }],
        phones: [{ label: null, value: '+61491570006', main: true }],
      },
      identifiers: [{ id: newId(), kind: 'ndis', value: '430123456', country: null, issuedBy: null, expiresOn: null, note: null }],
    });
    await store(practice, [client, person('Other', 'One')]);
    const fieldOf = async (text: string) => (await find(search, practice, 0, { text })).items.map(({ match }) => match?.field);
    expect(await fieldOf('chidi@okafor.EXAMPLE')).toEqual(['email']);
    expect(await fieldOf('0491 570 006')).toEqual(['phone']);
    expect(await fieldOf('430 123 456')).toEqual(['identifier']);
    expect(await fieldOf('wb-77')).toEqual(['file_number']);
    expect(await fieldOf('430 123 457')).toEqual([]);
  });

  it('shows at most as many as were asked for, those found exactly first, and each once', async () => {
    const [practice, search] = [await newPractice(), await newSearch()];
    const family = ['Ada', 'Bo', 'Cy'].map((given) =>
      person('Okafor', given, { details: { ...NO_DETAILS, emails: [{ label: null, value: 'family@okafor.example', main: true }] } }),
    );
    const named = [person('family@okafor.example', 'A'), person('family@okafor.example', 'B')];
    await store(practice, [...family, ...named]);
    for (const limit of [1, 2, 3, 4, 10]) {
      const shown: string[] = [];
      let cursor: string | null = null;
      do {
        const page: FoundClients = await find(search, practice, 0, { text: 'family@okafor.example', limit, cursor });
        expect(page.items.length).toBeLessThanOrEqual(limit);
        expect(page.total).toBe(5);
        shown.push(...page.items.map(({ id }) => id));
        cursor = page.nextCursor;
      } while (cursor !== null && shown.length < 20);
      expect(shown.slice(0, 3).sort()).toEqual(family.map(({ id }) => id).sort());
      expect(shown.slice(3).sort()).toEqual(named.map(({ id }) => id).sort());
    }
  });

  it('[I-35] shows nobody outside the asker’s scope, and counts nobody either', async () => {
    const practice = await newPractice({
      teams: 2,
      members: [{}, { scope: 'team', teams: [1] }, { scope: 'assigned' }, { scope: 'team' }],
    });
    const search = await newSearch();
    const mail = { ...NO_DETAILS, emails: [{ label: null, value: 'all@tran.example', main: true }] };
    await store(practice, [
      person('Tran', 'Team', { teamId: practice.teamIds[1]! }),
      person('Tran', 'Assigned', { teamId: practice.teamIds[0]!, practitionerId: practice.memberIds[2]! }),
      person('Tran', 'Other', { teamId: practice.teamIds[0]!, details: mail }),
    ]);
    const given = async (member: number, query: Partial<SearchClients>) => {
      const found = await find(search, practice, member, query);
      return [found.total, ...found.items.map(({ legalName }) => legalName.given)];
    };
    expect(await given(0, { text: 'tran' })).toEqual([3, 'Assigned', 'Other', 'Team']);
    expect(await given(1, { text: 'tran' })).toEqual([1, 'Team']);
    expect(await given(2, { text: 'tran' })).toEqual([1, 'Assigned']);
    expect(await given(3, { text: 'tran' })).toEqual([0]);
    expect(await given(1, {})).toEqual([1, 'Team']);
    expect(await given(2, { text: 'all@tran.example' })).toEqual([0]);
    expect(await given(1, { text: 'tran', filters: { team: [practice.teamIds[0]!] } })).toEqual([0]);
  });

  it('sees what another process wrote a moment ago, and no longer what it took away', async () => {
    const [practice, here] = [await newPractice(), await newSearch()];
    const client = person('Before', 'Name');
    await store(practice, [client]);
    expect(families(await find(here, practice, 0, { text: 'before' }))).toEqual(['Before']);
    const elsewhere = await (await testBench()).anotherProcess();
    const change = new ChangeClient(systemClock);
    await elsewhere.run(await practice.as(0), (tx) =>
      change.execute(tx, client.id, { version: 1, legalName: { family: 'After', given: 'Name', familyFirst: false } }),
    );
    expect(families(await find(here, practice, 0, { text: 'before' }))).toEqual([]);
    expect(families(await find(here, practice, 0, { text: 'after' }))).toEqual(['After']);
    const archive = new ArchiveClient(systemClock);
    await elsewhere.run(await practice.as(0), (tx) => archive.archive(tx, client.id, 2));
    expect(families(await find(here, practice, 0, {}))).toEqual([]);
    expect(families(await find(here, practice, 0, { filters: { status: ['archived'] } }))).toEqual(['After']);
  });

  it('sorts by name, filters by date of birth and pages with a sealed cursor', async () => {
    const [practice, search] = [await newPractice({ members: [{}, {}] }), await newSearch()];
    const born = (family: string, dateOfBirth: string) =>
      person(family, 'X', {
        card: { kind: 'person', legalName: { family, given: 'X', familyFirst: false }, preferredName: null, formerNames: [], dateOfBirth },
      });
    await store(practice, [born('Cedar', '1980-01-01'), born('Acacia', '1990-06-30'), born('Banksia', '1990-07-01')]);
    const first = await find(search, practice, 0, { limit: 2 });
    expect(families(first)).toEqual(['Acacia', 'Banksia']);
    expect(Buffer.from(first.nextCursor!, 'base64url').toString('latin1')).not.toContain('banksia');
    expect(families(await find(search, practice, 0, { limit: 2, cursor: first.nextCursor }))).toEqual(['Cedar']);
    await expect(find(search, practice, 1, { limit: 2, cursor: first.nextCursor })).rejects.toMatchObject({
      fieldErrors: [{ field: 'cursor' }],
    });
    expect(families(await find(search, practice, 0, { bornFrom: '1985-01-01', bornTo: '1990-06-30' }))).toEqual(['Acacia']);
  });

  it('lets nobody without the clients module build or read an index', async () => {
    const practice = await newPractice({ members: [{}, { modules: MODULES.cases }] });
    const search = await newSearch();
    await store(practice, [person('Smith', 'Anna')]);
    await expect(find(search, practice, 1, { text: 'smith' })).rejects.toBeInstanceOf(NotPermitted);
    expect(families(await find(search, practice, 0, { text: 'smith' }))).toEqual(['Smith']);
  });

  it('forgets an index when the organisation’s key leaves memory', async () => {
    const practice = await newPractice();
    const { keys } = await testBench();
    const indexes = new ClientIndexes(keys, systemClock);
    await store(practice, [person('Smith', 'Anna')]);
    await find(new SearchClientsQuery(indexes), practice, 0, { text: 'smith' });
    expect(indexes.bytes).toBeGreaterThan(0);
    keys.forget(practice.orgId);
    expect(indexes.bytes).toBe(0);
  });

  it('names clients that may be the same person', async () => {
    const practice = await newPractice();
    const { keys } = await testBench();
    const twin = (family: string, given: string, dateOfBirth: string | null, email?: string) =>
      person(family, given, {
        card: { kind: 'person', legalName: { family, given, familyFirst: false }, preferredName: null, formerNames: [], dateOfBirth },
        ...(email && { details: { ...NO_DETAILS, emails: [{ label: null, value: email, main: true }] } }),
      });
    await store(practice, [
      twin('Haddad', 'Rana', '1980-01-01'),
      twin('Haddad', 'Rana', '1999-09-09'),
      twin('Quite', 'Different', null, 'rana@haddad.example'),
    ]);
    const duplicates = new FindDuplicatesQuery(new ClientIndexes(keys, systemClock), systemClock);
    const found = await as(practice, 0, (tx) =>
      duplicates.execute(tx, {
        legalName: { family: 'Hadad', given: 'Rana' },
        dateOfBirth: '1980-01-01',
        emails: [{ value: 'Rana@haddad.example' }],
      }),
    );
    expect(found.map(({ legalName, dateOfBirth, match }) => [legalName.family, dateOfBirth, match?.field])).toEqual([
      ['Quite', null, 'email'],
      ['Haddad', '1980-01-01', 'name'],
    ]);
  });
});
