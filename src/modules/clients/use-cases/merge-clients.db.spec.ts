import { describe, expect, it } from '@jest/globals';
import { systemClock } from '../../../common/clock/clock.js';
import { NotFound } from '../../../common/errors.js';
import { newId } from '../../../common/ids.js';
import { NO_DETAILS } from '../domain/client-details.js';
import { ClientChangedMeanwhile, ClientMergedAway } from '../domain/client.errors.js';
import { clientHistory } from '../queries/client-history.query.js';
import { ClientIndexes } from '../queries/client-index.js';
import { readClient } from '../queries/get-client.query.js';
import { SearchClientsQuery } from '../queries/search-clients.query.js';
import { as, newPractice, person, store, testBench } from '../testing/stored-clients.js';
import { ChangeClient } from './change-client.use-case.js';
import { MergeClients } from './merge-clients.use-case.js';

const merge = new MergeClients(systemClock);
const passport = (value: string) => ({
  id: newId(),
  kind: 'passport' as const,
  value,
  country: 'VN',
  issuedBy: null,
  expiresOn: null,
  note: null,
});
const consent = (givenOn: string) => ({ id: newId(), kind: 'sms' as const, givenOn, method: 'Form', withdrawnOn: null, note: null });
const mailAt = (value: string) => ({ ...NO_DETAILS, emails: [{ label: null, value, main: true }] });

describe('merging clients', () => {
  it('moves identifiers, lookups, relationships and consents, and leaves the duplicate pointing to the kept one', async () => {
    const practice = await newPractice();
    const child = person('Nguyen', 'An');
    const kept = person('Nguyen', 'Ha', {
      details: mailAt('ha@one.example'),
      identifiers: [passport('N1234567')],
      consents: [consent('2025-01-01')],
    });
    const duplicate = person('Nguyễn', 'Hà', {
      details: mailAt('ha@two.example'),
      identifiers: [passport('N1234567'), passport('N7654321')],
      consents: [consent('2025-01-01'), consent('2025-02-02')],
      relationships: [{ id: newId(), kind: 'child', otherClientId: child.id, otherName: null, note: null, since: null }],
    });
    await store(practice, [child, kept, duplicate]);
    const merged = await as(practice, 0, (tx) =>
      merge.execute(tx, kept.id, { version: 1, duplicateId: duplicate.id, duplicateVersion: 1 }),
    );
    expect(merged.details.emails.map(({ value }) => value)).toEqual(['ha@one.example', 'ha@two.example']);
    expect(merged.identifiers.map(({ masked }) => masked).sort()).toEqual(['•••• 4321', '•••• 4567']);
    expect(merged.consents).toHaveLength(2);
    expect(merged.relationships).toMatchObject([{ kind: 'child', otherClientId: child.id, otherName: 'An Nguyen' }]);
    const gone = await as(practice, 0, (tx) => readClient(tx, duplicate.id));
    expect(gone).toMatchObject({ status: 'archived', mergedIntoId: kept.id, identifiers: [] });
    const search = new SearchClientsQuery(new ClientIndexes((await testBench()).keys, systemClock));
    for (const text of ['ha@two.example', 'N7654321', 'N1234567']) {
      const { items } = await as(practice, 0, (tx) =>
        search.execute(tx, { text, filters: {}, bornFrom: null, bornTo: null, sort: 'relevance', cursor: null, limit: 10 }),
      );
      expect(items.map(({ id }) => id)).toEqual([kept.id]);
    }
    const { items } = await as(practice, 0, (tx) => clientHistory(tx, duplicate.id, null, 10));
    expect(items.find(({ action }) => action === 'merged-away')).toMatchObject({ subject: { id: kept.id, label: 'Ha Nguyen' } });
  });

  it('checks both versions and both sides', async () => {
    const [practice, other] = [await newPractice(), await newPractice()];
    const [kept, duplicate, foreign] = [person('A', 'B'), person('A', 'B'), person('A', 'B')];
    await store(practice, [kept, duplicate]);
    await store(other, [foreign]);
    const stale = as(practice, 0, (tx) => merge.execute(tx, kept.id, { version: 1, duplicateId: duplicate.id, duplicateVersion: 2 }));
    await expect(stale).rejects.toBeInstanceOf(ClientChangedMeanwhile);
    const across = as(practice, 0, (tx) => merge.execute(tx, kept.id, { version: 1, duplicateId: foreign.id, duplicateVersion: 1 }));
    await expect(across).rejects.toBeInstanceOf(NotFound);
  });

  it('never changes a merged client again', async () => {
    const practice = await newPractice();
    const [kept, duplicate] = [person('A', 'B'), person('A', 'B')];
    await store(practice, [kept, duplicate]);
    await as(practice, 0, (tx) => merge.execute(tx, kept.id, { version: 1, duplicateId: duplicate.id, duplicateVersion: 1 }));
    const change = new ChangeClient(systemClock);
    await expect(as(practice, 0, (tx) => change.execute(tx, duplicate.id, { version: 2, title: 'Dr' }))).rejects.toBeInstanceOf(
      ClientMergedAway,
    );
  });
});
