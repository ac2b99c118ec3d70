import { describe, expect, it } from '@jest/globals';
import { randomKeyring } from '../crypto/testing/random-keyring.js';
import { madeEntries, peopleMaker, seeded } from './bench-fixtures.js';
import type { MadePerson } from './bench-fixtures.js';
import type { SearchEntry } from './entry.js';
import { columnAttack, coOccurrenceAttack, commonest, familyOf, gramsOf, lengthAttack, rankAttack, recovered } from './leakage.attack.js';
import type { Loot, StolenClient } from './leakage.attack.js';
import { normalise } from './normalise.js';
import { sealEntry } from './sealing.js';

const SEED = Number(process.env['SEARCH_SEED'] ?? 20261122);
const CLIENTS = 3000;
const keyring = randomKeyring();
const blindIndex = (kind: string, value: string): string => keyring.blindIndex(kind, value).toString('hex');

const person = peopleMaker(SEED, 1.1);
const truth = Array.from({ length: CLIENTS }, person);
const listed = peopleMaker(SEED + 1, 1.1);
const list = Array.from({ length: 20000 }, listed);
const random = seeded(SEED + 2);
const known = new Map(
  Array.from({ length: 15 }, (): [number, MadePerson] => {
    const number = Math.floor(random() * CLIENTS);
    return [number, truth[number]!];
  }),
);
const families = truth.map(familyOf);
const facts = [...madeEntries(CLIENTS, SEED)];

function entryOf(one: MadePerson, like: SearchEntry): SearchEntry {
  const names: SearchEntry['names'] = [{ field: 'name', text: `${one.given} ${one.family}` }];
  if (one.preferred) names.push({ field: 'preferred', text: one.preferred });
  if (one.former) names.push({ field: 'former', text: one.former });
  return { ...like, sortKey: normalise(`${one.family} ${one.given}`), names };
}
const deltaSize = (one: MadePerson): number => sealEntry(keyring, facts[0]!.id, entryOf(one, facts[0]!)).length;

/** What the tables show: plaintext columns, blind indexes (one client in twenty-five shares both with a relative), times and sizes. */
function stolen(practitionerOf: (number: number) => string): StolenClient[] {
  return truth.map((one, i) => {
    const entry = entryOf(one, facts[i]!);
    const household = i % 25 === 0 ? families.indexOf(families[i]!) : i;
    const size = sealEntry(keyring, entry.id, entry).length;
    return {
      size,
      values: [
        `status:${entry.status}`,
        `team:${entry.teamId}`,
        `practitioner:${practitionerOf(i)}`,
        `email:${blindIndex('email', `${household}`)}`,
        `phone:${blindIndex('phone', `${household}`)}`,
        `day:${Math.floor(entry.lastActivity / 864e5)}`,
        `size:${size}`,
      ],
    };
  });
}

const percent = (share: number): string => `${(share * 100).toFixed(2)} %`;
const commonestName = commonest(list);
const baseline = recovered(
  { clients: [], list, known },
  truth,
  truth.map(() => commonestName),
);
/** Three standard deviations above what guessing the commonest name gets. */
const chance = baseline + 3 * Math.sqrt((baseline * (1 - baseline)) / CLIENTS);

describe(`an attacker with the whole database, 20,000 listed names and 15 known clients (SEARCH_SEED=${SEED})`, () => {
  const ours: Loot = { clients: stolen((i) => facts[i]!.practitionerId ?? 'none'), list, known };

  it('[I-66] recovers no more names from sealed search than by guessing the commonest', () => {
    const results = {
      rank: recovered(ours, truth, rankAttack(ours)),
      together: recovered(ours, truth, coOccurrenceAttack(ours)),
      length: recovered(ours, truth, lengthAttack(ours, deltaSize)),
      column: recovered(ours, truth, columnAttack(ours, 'practitioner:')),
    };
    process.stdout.write(
      `sealed search: baseline ${percent(baseline)} ${JSON.stringify(results, (_, share: unknown) => (typeof share === 'number' ? percent(share) : share))}\n`,
    );
    for (const share of Object.values(results)) expect(share).toBeLessThanOrEqual(chance);
  });

  it('would recover most names from wide n-gram tokens', () => {
    const tokens = truth.map((one) => gramsOf(`${one.given} ${one.family}`).map((gram) => blindIndex('gram', gram)));
    const theirs: Loot = { clients: tokens.map((values) => ({ values, size: 0 })), list, known };
    const share = recovered(theirs, truth, coOccurrenceAttack(theirs));
    process.stdout.write(`n-gram tokens: co-occurrence ${percent(share)}, rank ${percent(recovered(theirs, truth, rankAttack(theirs)))}\n`);
    expect(share).toBeGreaterThan(0.6);
  });

  it('would gain from lengths if deltas were not padded, and gains from caseloads split by language', () => {
    const length = (one: MadePerson): number => Buffer.byteLength(normalise(`${one.given} ${one.family}`));
    const unpadded: Loot = { clients: truth.map((one) => ({ values: [], size: length(one) })), list, known };
    const byLength = recovered(unpadded, truth, lengthAttack(unpadded, length));
    const split: Loot = { clients: stolen((i) => `${truth[i]!.origin}-${i % 3}`), list, known };
    const byCaseload = recovered(split, truth, columnAttack(split, 'practitioner:'));
    process.stdout.write(`unpadded lengths: ${percent(byLength)}, practitioners by language: ${percent(byCaseload)}\n`);
    expect(byLength).toBeGreaterThan(baseline);
    expect(byCaseload).toBeGreaterThan(chance);
  });
});
