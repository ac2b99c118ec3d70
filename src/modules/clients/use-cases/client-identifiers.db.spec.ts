import { describe, expect, it } from '@jest/globals';
import { systemClock } from '../../../common/clock/clock.js';
import { NotFound } from '../../../common/errors.js';
import { IdentifierNotFound } from '../domain/client.errors.js';
import { clientHistory } from '../queries/client-history.query.js';
import { readClient } from '../queries/get-client.query.js';
import { identifierOpenings } from '../queries/identifier-openings.query.js';
import { as, newPractice, person, store } from '../testing/stored-clients.js';
import { ClientConsents } from './client-consents.use-case.js';
import { ClientIdentifiers } from './client-identifiers.use-case.js';
import { CreateClient } from './create-client.use-case.js';
import { ClientRelationships } from './client-relationships.use-case.js';

const identifiers = new ClientIdentifiers(systemClock);

describe('what hangs on a client', () => {
  it('shows an identifier masked and puts each opening on record', async () => {
    const practice = await newPractice({ members: [{}, {}] });
    const client = person('Singh', 'Gurpreet');
    await store(practice, [client]);
    const added = await as(practice, 0, (tx) => identifiers.add(tx, client.id, { kind: 'passport', value: 'n 123 4567', country: 'IN' }));
    const [line] = added.identifiers;
    expect(line).toMatchObject({ kind: 'passport', masked: '•••• 4567', openedCount: 0 });
    const revealed = await as(practice, 1, (tx) => identifiers.reveal(tx, client.id, line!.id, 'copy'));
    expect(revealed.value).toBe('N1234567');
    const after = await as(practice, 0, (tx) => readClient(tx, client.id));
    expect(after.identifiers[0]?.openedCount).toBe(1);
    const openings = await as(practice, 0, (tx) => identifierOpenings(tx, client.id, line!.id));
    expect(openings).toMatchObject([{ action: 'copy', actor: { memberId: practice.memberIds[1] } }]);
    const { items } = await as(practice, 0, (tx) => clientHistory(tx, client.id, null, 50));
    expect(items.find(({ action }) => action === 'open')).toMatchObject({
      fields: ['identifier.passport'],
      actor: { memberId: practice.memberIds[1] },
    });
  });

  it('come with a new client all at once, or no client is created', async () => {
    const practice = await newPractice();
    const create = async (value: string) =>
      as(practice, 0, (tx) =>
        new CreateClient(systemClock).execute(tx, {
          legalName: { family: 'Okafor', given: 'Ngozi', familyFirst: false },
          identifiers: [
            { kind: 'passport', value: 'A1234567', country: 'NG' },
            { kind: 'medicare', value },
          ],
        }),
      );
    const count = () => as(practice, 0, (tx) => tx.query({ text: 'select 1 from app.client' }));
    await expect(create('2123 45671 1')).rejects.toMatchObject({
      fieldErrors: [{ field: 'identifiers.1.value', code: 'wrong_check_digit' }],
    });
    expect(await count()).toEqual([]);
    const { identifiers: sealed, id } = await create('2123 45670 1');
    expect(sealed).toMatchObject([{ kind: 'passport' }, { kind: 'medicare' }]);
    const { items } = await as(practice, 0, (tx) => clientHistory(tx, id, null, 50));
    expect(items[0]).toMatchObject({ action: 'create', fields: expect.arrayContaining(['identifier.passport', 'identifier.medicare']) });
  });

  it('does not give out a value when the act cannot be put on record', async () => {
    const practice = await newPractice();
    const client = person('Kowalski', 'Piotr');
    await store(practice, [client]);
    const {
      identifiers: [line],
    } = await as(practice, 0, (tx) => identifiers.add(tx, client.id, { kind: 'passport', value: 'PL123456', country: 'PL' }));
    const failing = as(practice, 0, async (tx) => {
      const revealed = await identifiers.reveal(tx, client.id, line!.id, 'show');
      await tx.query({ text: 'select 1 / 0' }).catch(() => undefined);
      return revealed;
    });
    await expect(failing).rejects.toThrow();
  });

  it('changes and removes identifiers with what they are found by', async () => {
    const practice = await newPractice();
    const client = person('Garcia', 'Lucia');
    await store(practice, [client]);
    const {
      identifiers: [line],
    } = await as(practice, 0, (tx) => identifiers.add(tx, client.id, { kind: 'ndis', value: '430 123 456' }));
    const changed = await as(practice, 0, (tx) =>
      identifiers.change(tx, client.id, line!.id, { kind: 'ndis', value: '430 123 457', note: 'Card seen' }),
    );
    expect(changed.identifiers).toMatchObject([{ masked: '•••• 3457', note: 'Card seen' }]);
    const lookups = () => as(practice, 0, (tx) => tx.query<{ source_id: string }>({ text: 'select source_id from app.client_lookup' }));
    expect(await lookups()).toEqual([{ source_id: line!.id }]);
    await as(practice, 0, (tx) => identifiers.remove(tx, client.id, line!.id));
    expect(await lookups()).toEqual([]);
  });

  it('refuses an identifier of another client and of another practice', async () => {
    const [practice, other] = [await newPractice(), await newPractice()];
    const [client, second] = [person('A', 'B'), person('C', 'D')];
    await store(practice, [client, second]);
    const {
      identifiers: [line],
    } = await as(practice, 0, (tx) => identifiers.add(tx, client.id, { kind: 'other', value: 'Loyalty 12' }));
    await expect(as(practice, 0, (tx) => identifiers.reveal(tx, second.id, line!.id, 'show'))).rejects.toBeInstanceOf(IdentifierNotFound);
    await expect(as(other, 0, (tx) => identifiers.reveal(tx, client.id, line!.id, 'show'))).rejects.toBeInstanceOf(NotFound);
    await expect(as(other, 0, (tx) => identifiers.remove(tx, client.id, line!.id))).rejects.toBeInstanceOf(NotFound);
  });

  it('tells a relationship on both pages and hides who is out of sight', async () => {
    const practice = await newPractice({ members: [{}, { scope: 'assigned' }] });
    const mother = person('Nguyen', 'Lan', { practitionerId: practice.memberIds[1]! });
    const child = person('Nguyen', 'An');
    await store(practice, [mother, child]);
    const relationships = new ClientRelationships(systemClock);
    await as(practice, 0, (tx) => relationships.add(tx, child.id, { kind: 'parent', otherClientId: mother.id }));
    expect((await as(practice, 0, (tx) => readClient(tx, mother.id))).relationships).toMatchObject([
      { kind: 'child', otherName: 'An Nguyen' },
    ]);
    expect((await as(practice, 1, (tx) => readClient(tx, mother.id))).relationships).toEqual([]);
    const unseen = as(practice, 1, (tx) => relationships.add(tx, mother.id, { kind: 'child', otherClientId: child.id }));
    await expect(unseen).rejects.toMatchObject({ fieldErrors: [{ field: 'otherClientId' }] });
  });

  it('withdraws a consent once and keeps it on file', async () => {
    const practice = await newPractice();
    const client = person('Smith', 'Mary');
    await store(practice, [client]);
    const consents = new ClientConsents(systemClock);
    const {
      consents: [line],
    } = await as(practice, 0, (tx) => consents.add(tx, client.id, { kind: 'sms', givenOn: '2025-03-01', method: 'Signed form' }));
    const withdrawn = await as(practice, 0, (tx) =>
      consents.withdraw(tx, client.id, line!.id, { withdrawnOn: '2025-04-01', note: 'By phone' }),
    );
    expect(withdrawn.consents).toMatchObject([{ givenOn: '2025-03-01', withdrawnOn: '2025-04-01', note: 'By phone' }]);
    const again = as(practice, 0, (tx) => consents.withdraw(tx, client.id, line!.id, { withdrawnOn: '2025-05-01' }));
    await expect(again).rejects.toMatchObject({ code: 'clients.consent_already_withdrawn' });
  });
});
