import { describe, expect, it } from '@jest/globals';
import { systemClock } from '../../src/common/clock/clock.js';
import { ClientIndexes } from '../../src/modules/clients/index.js';
import { FoundPractice } from '../../src/modules/organisations/index.js';
import { IdentityRepository } from '../../src/modules/identity/persistence/identity.repository.js';
import { testBench } from '../support/practice.js';
import type { Ground } from './ground.js';
import { model, type Model } from './model.js';
import { run, told } from './run.js';

const SIZE = { members: 8, teams: 5, roles: 3, clients: 40, steps: 24 };

async function ground(): Promise<Ground> {
  const { tenants, identity, grants, keys, owner } = await testBench();
  const accounts = new IdentityRepository(identity, keys);
  const founding = new FoundPractice(owner, keys, (address) => accounts.ensureAccount(address));
  return {
    tenants,
    identity,
    grants,
    keys,
    indexes: new ClientIndexes(keys, systemClock),
    found: (practice) => founding.execute(practice),
  };
}

describe('the database and an independent model', () => {
  it('[I-35] [I-36] [I-38] [I-39] [I-40] [M-18] agree on who reads, writes, counts, searches and exports what, change after change', async () => {
    const result = await run(await ground(), { seed: 1, decisions: 12_000, size: SIZE });
    expect(result.counterexample && told(result.counterexample)).toBeNull();
    expect(result.decisions).toBeGreaterThanOrEqual(12_000);
  }, 120_000);

  it('agree on a practice that nobody has seen before', async () => {
    const seed = Math.floor(Math.random() * 2 ** 31);
    const result = await run(await ground(), { seed, decisions: 6_000, size: SIZE });
    expect(result.counterexample && told(result.counterexample)).toBeNull();
  }, 120_000);

  it('would be caught differing: a model with one rule wrong yields a smallest case', async () => {
    const careless: Model = {
      ...model,
      verdict(world, member, client) {
        return model.verdict(world, member, { ...client, blocked: [] });
      },
    };
    const { counterexample } = await run(await ground(), {
      seed: 3,
      decisions: 60_000,
      size: { ...SIZE, members: 4, clients: 12, steps: 6 },
      model: careless,
    });
    expect(counterexample).not.toBeNull();
    expect(counterexample!.scenario.world.clients).toHaveLength(1);
    expect(counterexample!.differences[0]!.database).toBe('no');
    expect(told(counterexample!).join('\n')).toContain('kept from [m');
  }, 120_000);
});
