import { describe, expect, it } from '@jest/globals';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { as, newPractice, person, store, testBench, type TestPractice } from '../testing/stored-clients.js';
import type { ClientFilters } from './client-filters.js';
import { ListClientsQuery } from './list-clients.query.js';

const lists = new ListClientsQuery();
const at = (minute: number) => new Date(Date.UTC(2026, 3, 1, 0, minute));

async function list(practice: TestPractice, member: number, filters: ClientFilters = {}, limit = 50): Promise<string[]> {
  const token = await practice.as(member);
  const names: string[] = [];
  let cursor: string | null = null;
  do {
    const page = await as(practice, member, (tx) => lists.execute(tx, token, { filters, cursor, limit }));
    names.push(...page.items.map(({ legalName }) => legalName.family));
    cursor = page.nextCursor;
  } while (cursor !== null);
  return names;
}

/** Two teams; member 1 sees team 0, member 2 what is assigned to them. */
async function practiceOfThree(): Promise<TestPractice> {
  const practice = await newPractice({ teams: 2, members: [{}, { scope: 'team', teams: [0] }, { scope: 'assigned' }] });
  const [one, two] = practice.teamIds;
  const [, , assigned] = practice.memberIds;
  await store(practice, [
    person('Oldest', '', { lastActivityAt: at(1), teamId: one!, practitionerId: assigned! }),
    person('Second', '', { lastActivityAt: at(2), teamId: two!, status: 'prospect' }),
    person('Third', '', { lastActivityAt: at(3), teamId: one!, status: 'archived', practitionerId: assigned! }),
    person('Fourth', '', { lastActivityAt: at(4), teamId: one! }),
    person('Fifth', '', { lastActivityAt: at(4), teamId: null, practitionerId: assigned!, status: 'prospect' }),
  ]);
  return practice;
}

describe('the client list', () => {
  it('shows the working list, newest activity first, page by page without a gap or a repeat', async () => {
    const practice = await practiceOfThree();
    const whole = await list(practice, 0);
    expect([...whole].sort()).toEqual(['Fifth', 'Fourth', 'Oldest', 'Second']);
    expect(whole.slice(2)).toEqual(['Second', 'Oldest']);
    expect(await list(practice, 0, {}, 1)).toEqual(whole);
  });

  it('[I-35] narrows to the team or to what is assigned, whatever is asked for', async () => {
    const practice = await practiceOfThree();
    expect(await list(practice, 1)).toEqual(['Fourth', 'Oldest']);
    expect(await list(practice, 2)).toEqual(['Fifth', 'Oldest']);
    const everything: ClientFilters = { status: ['current', 'prospect', 'archived'] };
    expect(await list(practice, 1, everything, 1)).toEqual(['Fourth', 'Third', 'Oldest']);
    expect(await list(practice, 2, everything, 1)).toEqual(['Fifth', 'Third', 'Oldest']);
    expect(await list(practice, 1, { team: [practice.teamIds[1]!] })).toEqual([]);
    expect(await list(practice, 2, { practitioner: [practice.memberIds[0]!] })).toEqual([]);
  });

  it('filters by status, team and practitioner, and by belonging to nobody', async () => {
    const practice = await practiceOfThree();
    const [one, two] = practice.teamIds;
    const [, , assigned] = practice.memberIds;
    expect(await list(practice, 0, { status: ['prospect'] }, 1)).toEqual(['Fifth', 'Second']);
    expect(await list(practice, 0, { status: ['archived'] })).toEqual(['Third']);
    expect(await list(practice, 0, { team: [one!, two!] }, 1)).toEqual(['Fourth', 'Second', 'Oldest']);
    expect(await list(practice, 0, { team: [null] })).toEqual(['Fifth']);
    expect(await list(practice, 0, { practitioner: [assigned!], status: ['current'] })).toEqual(['Oldest']);
    expect(await list(practice, 0, { practitioner: [null] }, 1)).toEqual(['Fourth', 'Second']);
  });

  it('sends the right statement after a member’s scope has changed', async () => {
    const practice = await practiceOfThree();
    expect(await list(practice, 2)).toHaveLength(2);
    const { owner } = await testBench();
    await widen(practice, owner);
    expect(await list(practice, 2)).toHaveLength(4);
  });

  it('puts every shown client on record in one entry', async () => {
    const practice = await practiceOfThree();
    const token = await practice.as(0);
    const entries: unknown[] = [];
    await as(practice, 0, async (tx) => {
      const spied = new Proxy(tx, {
        get: (target, key) =>
          key === 'audit' ? (entry: unknown) => (entries.push(entry), target.audit(entry as never)) : bound(target, key),
      });
      return lists.execute(spied, token, { filters: {}, cursor: null, limit: 3 });
    });
    expect(entries).toMatchObject([{ action: 'read', subject: { kind: 'client', id: null }, recordIds: expect.any(Array) }]);
    expect((entries[0] as { recordIds: string[] }).recordIds).toHaveLength(3);
  });

  it('refuses a cursor that it did not give out', async () => {
    const practice = await newPractice();
    const token = await practice.as(0);
    const ask = as(practice, 0, (tx) => lists.execute(tx, token, { filters: {}, cursor: 'bm9uc2Vuc2U', limit: 5 }));
    await expect(ask).rejects.toMatchObject({ fieldErrors: [{ field: 'cursor' }] });
  });
});

function bound(tx: TenantTransaction, key: string | symbol): unknown {
  const value: unknown = Reflect.get(tx, key);
  return typeof value === 'function' ? value.bind(tx) : value;
}

async function widen(practice: TestPractice, owner: Awaited<ReturnType<typeof testBench>>['owner']): Promise<void> {
  await owner.execute({ text: `update wall.member_access set scope = 'all' where member_id = $1`, values: [practice.memberIds[2]] });
}
