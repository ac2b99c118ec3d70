import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { systemClock } from '../../src/common/clock/clock.js';
import { ClientIndexes } from '../../src/modules/clients/index.js';
import { IdentityRepository } from '../../src/modules/identity/persistence/identity.repository.js';
import { FoundPractice } from '../../src/modules/organisations/index.js';
import { openGround } from '../bench/ground.js';
import { Scratch } from '../bench/scratch.js';
import { run, told } from './run.js';

const SIZE = { members: 30, teams: 12, roles: 6, clients: 300, steps: 48 };

const { values } = parseArgs({ options: { decisions: { type: 'string', default: '1000000' }, seed: { type: 'string' } } });
const decisions = Number(values.decisions);
const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed);
if (!Number.isSafeInteger(decisions) || decisions < 1 || !Number.isSafeInteger(seed)) {
  process.stderr.write('Use: npm run differential -- --decisions 1000000 [--seed N], both whole numbers.\n');
  process.exit(2);
}

const scratch = new Scratch();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => void scratch.end().then(() => process.exit(130)));
const began = performance.now();
try {
  const { tenants, identity, grants, keys, owner } = await openGround(scratch);
  const accounts = new IdentityRepository(identity, keys);
  const founding = new FoundPractice(owner, keys, (address) => accounts.ensureAccount(address));
  const ground = { tenants, identity, grants, keys, indexes: new ClientIndexes(keys, systemClock), found: founding.execute.bind(founding) };
  const result = await run(ground, { seed, decisions, size: SIZE, say: (line) => process.stderr.write(`${line}\n`) });
  const seconds = (performance.now() - began) / 1000;
  const differences = result.counterexample?.differences.length ?? 0;
  for (const line of result.counterexample ? told(result.counterexample) : []) process.stdout.write(`${line}\n`);
  process.stdout.write(
    `decisions ${result.decisions.toLocaleString('en-AU')}, differences ${differences}, seed ${result.seed}, ${seconds.toFixed(0)} s\n`,
  );
  process.exitCode = differences === 0 ? 0 : 1;
} finally {
  await scratch.end();
}
