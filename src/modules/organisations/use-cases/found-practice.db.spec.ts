import { describe, expect, it } from '@jest/globals';
import { testBench } from '../../../../test/support/practice.js';
import type { OrganisationKeys } from '../../../common/crypto/organisation-keys.js';
import { newId } from '../../../common/ids.js';
import { FoundPractice, PracticeExists, type NewPractice } from './found-practice.use-case.js';

describe('founding a practice', () => {
  it('makes neither key nor account for a name that is taken', async () => {
    const { owner, keys } = await testBench();
    const made: string[] = [];
    const counted = { create: async (orgId: string) => (made.push('key'), keys.create(orgId)) } as unknown as OrganisationKeys;
    const found = new FoundPractice(owner, counted, async () => (made.push('account'), newId()));
    const practice: NewPractice = {
      name: 'Twice',
      slug: `t-${newId()}`,
      vertical: 'migration',
      locality: '',
      timeZone: 'Australia/Sydney',
      words: { matter: 'case', matters: 'cases' },
      teams: [],
      members: [{ email: 'a@b.example', displayName: 'A', title: '', role: 'owner', scope: 'all', teams: [] }],
    };
    await found.execute(practice);
    expect(made).toEqual(['key', 'account']);
    await expect(found.execute(practice)).rejects.toBeInstanceOf(PracticeExists);
    expect(made).toEqual(['key', 'account']);
  });
});
