import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { entriesOf, forgeEntry, sealedDetails } from '../../../../test/support/access-record.js';
import { systemClock } from '../../../common/clock/clock.js';
import { newId } from '../../../common/ids.js';
import { as, newPractice, person, store, type TestPractice } from '../testing/stored-clients.js';
import { ChangeClient } from '../use-cases/change-client.use-case.js';
import { ClientIdentifiers } from '../use-cases/client-identifiers.use-case.js';
import { MergeClients } from '../use-cases/merge-clients.use-case.js';
import { clientHistory } from './client-history.query.js';
import { readClient } from './get-client.query.js';
import { identifierOpenings } from './identifier-openings.query.js';

const identifiers = new ClientIdentifiers(systemClock);
const relative = (otherClientId: string | null, otherName: string | null = null) => ({
  id: newId(),
  kind: 'sibling' as const,
  otherClientId,
  otherName,
  note: null,
  since: null,
});

describe('a page that shows the names of other clients', () => {
  it('has them on record with the read, and with the act when it follows one', async () => {
    const practice = await newPractice({ members: [{}, { scope: 'assigned' }] });
    const [sister, brother] = [person('Haddad', 'Rana'), person('Haddad', 'Sami')];
    const client = person('Haddad', 'Omar', {
      practitionerId: practice.memberIds[1]!,
      relationships: [relative(sister.id), relative(null, 'Somebody outside')],
    });
    await store(practice, [sister, brother, { ...client, relationships: [...client.relationships, relative(brother.id)] }]);
    await as(practice, 0, (tx) => readClient(tx, client.id));
    await as(practice, 1, (tx) => readClient(tx, client.id));
    const [full, narrow] = await entriesOf(practice, 'read');
    expect(full).toMatchObject({ subjectId: client.id, records: expect.arrayContaining([sister.id, brother.id]) });
    expect(full!.records).toHaveLength(2);
    // Who sees their own clients only is shown no name, and nothing is on record as shown.
    expect(narrow).toMatchObject({ subjectId: client.id, records: [] });
    await as(practice, 0, (tx) => new ChangeClient(systemClock).execute(tx, client.id, { version: 1, title: 'Dr' }));
    const [changed] = await entriesOf(practice, 'update');
    expect(changed!.records.sort()).toEqual([sister.id, brother.id].sort());
  });

  it('has them on record with the history as well', async () => {
    const practice = await newPractice();
    const [kept, duplicate] = [person('Vu', 'Lan'), person('Vu', 'Lan')];
    await store(practice, [kept, duplicate]);
    const merge = { version: 1, duplicateId: duplicate.id, duplicateVersion: 1 };
    await as(practice, 0, (tx) => new MergeClients(systemClock).execute(tx, kept.id, merge));
    await as(practice, 0, (tx) => clientHistory(tx, kept.id, null, 50));
    const history = (await entriesOf(practice, 'read')).find(({ fields }) => fields.includes('history'));
    expect(history).toMatchObject({ subjectId: kept.id, records: [duplicate.id] });
  });
});

describe('an entry whose details do not open', () => {
  const warn = jest.spyOn(Logger.prototype, 'warn');
  beforeEach(() => void warn.mockReset().mockImplementation(() => undefined));
  afterEach(() => void warn.mockReset());

  /** Details as somebody with SQL could write them; the last kind needs our key and stands for a mistake of our own. */
  const FORGED: [string, (practice: TestPractice, id: string) => Promise<Buffer>][] = [
    ['too short', async () => Buffer.from([0])],
    ['of another kind', async () => Buffer.alloc(80, 7)],
    ['under a version that never was', async () => Buffer.concat([Buffer.from([1, 0xff, 0xff]), Buffer.alloc(60)])],
    ['moved from another entry', async (practice) => sealedDetails(practice, newId(), '{"detail":{}}')],
    ['no JSON', async (practice, id) => sealedDetails(practice, id, 'not JSON')],
    ['JSON of another shape', async (practice, id) => sealedDetails(practice, id, '[null]')],
  ];

  it.each(FORGED)('%s: leaves page, openings and history readable, says so, and is logged without values', async (_what, forged) => {
    const practice = await newPractice({ members: [{}, {}] });
    const client = person('Ali', 'Noor');
    await store(practice, [client]);
    const { identifiers: held } = await as(practice, 0, (tx) =>
      identifiers.add(tx, client.id, { kind: 'passport', value: 'PA1234567', country: 'AU' }),
    );
    const identifierId = held[0]!.id;
    await as(practice, 0, (tx) => identifiers.reveal(tx, client.id, identifierId, 'show'));
    for (const action of ['open', 'merge']) {
      const id = newId();
      await forgeEntry(practice, 1, { action, subjectId: client.id, id, details: await forged(practice, id) });
    }
    const page = await as(practice, 0, (tx) => readClient(tx, client.id));
    expect(page.identifiers).toMatchObject([{ id: identifierId, openedCount: 1 }]);
    const openings = await as(practice, 0, (tx) => identifierOpenings(tx, client.id, identifierId));
    expect(openings).toMatchObject([
      { action: 'unreadable', actor: { memberId: practice.memberIds[1] } },
      { action: 'show', actor: { memberId: practice.memberIds[0] } },
    ]);
    const { items } = await as(practice, 0, (tx) => clientHistory(tx, client.id, null, 50));
    expect(items.filter(({ unreadable }) => unreadable).map(({ action, subject }) => ({ action, subject }))).toEqual([
      { action: 'merge', subject: null },
      { action: 'open', subject: null },
    ]);
    expect(items.filter(({ unreadable }) => !unreadable).map(({ action }) => action)).toEqual(expect.arrayContaining(['open', 'update']));
    expect(warn).toHaveBeenCalledTimes(3);
    expect(warn.mock.calls.map(([said]) => Object.keys(said as object))).toEqual(Array(3).fill(['entries', 'first']));
  });
});
