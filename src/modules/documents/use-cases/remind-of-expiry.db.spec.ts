import { beforeAll, describe, expect, it } from '@jest/globals';
import { entriesOf } from '../../../../test/support/access-record.js';
import { testApp, type TestApp } from '../../../../test/support/app.js';
import { caller } from '../../../../test/support/caller.js';
import { as, clientsOf, made, newPractice, storeDocuments, type TestPractice } from '../../../../test/support/stored-documents.js';
import { administrator, sqlAs } from '../../../../test/support/tenant-sql.js';
import { noticesTo } from '../../../../test/support/watch.js';
import { lockDocument, storeDocument } from '../persistence/document.repository.js';
import { RemindOfExpiry } from './remind-of-expiry.use-case.js';

const clock = {
  at: new Date('2026-03-01T01:00:00Z'),
  now(): Date {
    return this.at;
  },
};

let server: TestApp;
beforeAll(async () => {
  server = await testApp();
});

/** The daily look on a day; mornings in Sydney. */
async function lookOn(day: string): Promise<void> {
  clock.at = new Date(`${day}T01:00:00Z`);
  const reminders = server.app.get(RemindOfExpiry, { strict: false });
  Object.assign(reminders, { clock });
  expect(await reminders.execute()).toEqual([]);
}

const told = async (practice: TestPractice, member: number, count: number) =>
  (await noticesTo(server, practice.emails[member]!, count)).map(
    ({ subject, text }) => `${subject} / ${/within \d+ days/.exec(text)?.[0]}`,
  );

describe('reminders of documents that expire', () => {
  it('tell the client’s practitioner once for each step, how many and nothing else, and again for another date', async () => {
    const practice = await newPractice({ members: [{}, {}] });
    const [client] = await clientsOf(practice, [{ practitionerId: practice.memberIds[1]! }]);
    const [passport, visa] = [
      made(client!, 'Passport Okafor', { expiresOn: '2026-06-01' }),
      made(client!, 'Visa', { expiresOn: '2026-05-20' }),
    ];
    const quiet = { expiresOn: '2026-06-01', state: 'archived' as const };
    await storeDocuments(practice, [
      passport,
      visa,
      made(client!, 'Old', quiet),
      made(client!, 'Undated'),
      made(client!, 'Past', { expiresOn: '2026-01-01' }),
    ]);
    await lookOn('2026-03-01');
    await lookOn('2026-03-22');
    await lookOn('2026-04-02');
    await lookOn('2026-04-03');
    expect(await told(practice, 1, 2)).toEqual([
      'A document on file expires soon / within 60 days',
      'A document on file expires soon / within 60 days',
    ]);
    await lookOn('2026-05-14');
    expect(await told(practice, 1, 4)).toHaveLength(4);
    await as(practice, 0, async (tx) => {
      const keyring = await tx.keyring();
      const document = await lockDocument(tx, keyring, passport.id);
      await storeDocument(tx, keyring, document, { card: { ...document.card, expiresOn: '2026-07-01' } });
      tx.audit({ action: 'update', subject: { kind: 'document', id: passport.id }, fields: ['expiresOn'] });
    });
    await lookOn('2026-05-15');
    const mails = await noticesTo(server, practice.emails[1]!, 5);
    expect(mails).toHaveLength(5);
    expect(mails.map(({ text }) => text).join()).not.toMatch(/okafor|passport okafor|2026/i);
    expect(await told(practice, 0, 0)).toEqual([]);
    const kept = 'select 1 from app.document_reminder where document_id = any($1)';
    const ids = [[passport.id, visa.id]];
    expect((await (await sqlAs(practice, 0)).query(kept, ids)).rowCount).toBe(0);
    expect((await (await administrator()).query(kept, ids)).rowCount).toBe(2);
    const entries = await entriesOf(practice, 'remind');
    expect(entries.map(({ detail, records }) => [detail['step'], records])).toEqual([
      [60, [visa.id]],
      [60, [passport.id]],
      [30, [passport.id]],
      [7, [visa.id]],
      [60, [passport.id]],
    ]);
  });

  it('tell those who run the practice when there is no practitioner, or one who has left or is not to see it', async () => {
    const practice = await newPractice({ members: [{}, {}, {}] });
    const clients = await clientsOf(practice, [{}, { practitionerId: practice.memberIds[1]! }, { practitionerId: practice.memberIds[2]! }]);
    await storeDocuments(
      practice,
      clients.map((client) => made(client, 'Check', { expiresOn: '2026-08-20' })),
    );
    await as(practice, 0, async (tx) => {
      await tx.query({ text: 'select wall.block_member($1, $2)', values: [clients[1], practice.memberIds[1]] });
    });
    await (await caller(server, practice)).send('post', `/access/members/${practice.memberIds[2]}/suspend`).expect(200);
    await lookOn('2026-08-15');
    expect(await told(practice, 0, 1)).toEqual(['3 documents on file expire soon / within 7 days']);
    for (const member of [1, 2]) expect(await told(practice, member, 0)).toEqual([]);
  });
});
