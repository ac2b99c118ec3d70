import { randomInt } from 'node:crypto';
import { Agent, request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newPractice, testBench } from '../support/practice.js';
import { Product } from '../support/product.js';

const ADDRESSES = 40;
/** What an address may be: nobody's, somebody's, of an account that its owner locked, of a practice that takes single sign-on alone. */
const KINDS = ['unknown', 'known', 'locked', 'single sign-on'] as const;
type Kind = (typeof KINDS)[number];
/** Questions of each kind in one round; a doubtful first round is followed by others, the mailbox limit allows these. */
const A_ROUND = 160;
const ROUNDS = 3;
/** Between two questions, so that what the product does after one answer is mostly over before the next. */
const PAUSE_MS = 8;
/** Noise adds time and never takes any away, so the fastest part of the answers is the sharpest picture. */
const FASTEST = 0.4;
const SHUFFLES = 400;
/** Standard deviations beyond what is allowed: chance alone gets there less than once in ten thousand runs. */
const CERTAIN = 4;

let product: Product;
let addresses: Record<Kind, string[]>;
let agent: Agent;
let asked = 0;

beforeAll(async () => {
  const members = Array.from({ length: ADDRESSES }, () => ({}));
  const { owner } = await testBench();
  const [plain, locked, required] = [
    await newPractice({ members }),
    await newPractice({ members }),
    await newPractice({ members, domain: 'single-sign-on.example' }),
  ];
  const values = [locked.orgId];
  await owner.execute({
    text: 'update identity.account set locked_at = clock_timestamp() where id in (select account_id from wall.member_access where org_id = $1)',
    values,
  });
  await owner.execute({
    text: `insert into wall.sso_domain (org_id, domain, verified_at) values ($1, 'single-sign-on.example', clock_timestamp())`,
    values: [required.orgId],
  });
  await owner.execute({
    text: `insert into wall.sso_door (connection_id, org_id, kind, name, state, enforced_from, confirmed)
           values (gen_random_uuid(), $1, 'oidc', 'Required', 'on', clock_timestamp() - interval '1 day', true)`,
    values: [required.orgId],
  });
  const unknown = plain.emails.map((email) => email.replace('@practice.', '@noplaces.'));
  addresses = { unknown, known: plain.emails, locked: locked.emails, 'single sign-on': required.emails };
  // Each question comes from a network of its own: the door counts them by network.
  product = await Product.start((await testBench()).urls, { TRUSTED_PROXIES: '127.0.0.1', ROLE: 'all' });
  agent = new Agent({ keepAlive: true, maxSockets: 1 });
});

afterAll(async () => {
  agent.destroy();
  await product.kill();
});

/** Asks for a link. Returns the milliseconds until the answer is whole. */
async function ask(email: string): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  const body = JSON.stringify({ email });
  const network = `198.51.${Math.floor(++asked / 250)}.${(asked % 250) + 1}`;
  return new Promise((resolve, reject) => {
    const begun = performance.now();
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), 'x-forwarded-for': network };
    const call = request(`${product.url}/api/v1/auth/sign-in`, { method: 'POST', agent, headers });
    call.once('error', reject);
    call.once('response', (answer) => {
      answer.resume();
      answer.once('end', () =>
        answer.statusCode === 202 ? resolve(performance.now() - begun) : reject(new Error(`${answer.statusCode}`)),
      );
    });
    call.end(body);
  });
}

interface Timed {
  kind: Kind;
  ms: number;
}

function shuffled<Item>(items: readonly Item[]): Item[] {
  const mixed = [...items];
  for (let at = mixed.length - 1; at > 0; at--) {
    const other = randomInt(at + 1);
    [mixed[at], mixed[other]] = [mixed[other]!, mixed[at]!];
  }
  return mixed;
}

/** One round, in an order that nobody can foresee: no kind follows another more often. */
async function round(): Promise<Timed[]> {
  const questions = Array.from({ length: A_ROUND }, (_none, index) =>
    KINDS.map((kind) => ({ kind, email: addresses[kind][index % ADDRESSES]! })),
  ).flat();
  const timed: Timed[] = [];
  for (const { kind, email } of shuffled(questions)) timed.push({ kind, ms: await ask(email) });
  return timed;
}

/** How much longer addresses of a kind take than unknown ones, by the fastest answers of either. */
function excess(timed: readonly Timed[], of: Kind): number {
  const mean = (kind: Kind) => meanOfFastest(timed.filter((one) => one.kind === kind).map(({ ms }) => ms));
  return mean(of) - mean('unknown');
}

/** Milliseconds of one statement that reads nothing, on this machine in this minute, by the fastest as well. */
async function oneStatement(): Promise<number> {
  const { identity } = await testBench();
  const times: number[] = [];
  for (let index = 0; index < A_ROUND; index++) {
    const begun = performance.now();
    await identity.query({ name: 'nothing', text: 'select 1' });
    times.push(performance.now() - begun);
  }
  return meanOfFastest(times);
}

function meanOfFastest(times: readonly number[]): number {
  const fastest = times.toSorted((a, b) => a - b).slice(0, Math.floor(times.length * FASTEST));
  return fastest.reduce((sum, ms) => sum + ms, 0) / fastest.length;
}

/** What the excess comes to by chance: its spread when the labels of the two kinds are dealt out anew. */
function spread(timed: readonly Timed[], of: Kind): number {
  const both = timed.filter(({ kind }) => kind === of || kind === 'unknown');
  const chances = Array.from({ length: SHUFFLES }, () => {
    const labels = shuffled(both.map(({ kind }) => kind));
    const dealt = both.map(({ ms }, index) => ({ kind: labels[index]!, ms }));
    return excess(dealt, of);
  });
  return Math.sqrt(chances.reduce((sum, chance) => sum + chance ** 2, 0) / SHUFFLES);
}

describe('somebody who asks for links with many addresses and a stopwatch', () => {
  it('[I-30] [ASVS 6.3.8] finds no answer longer by a single statement for an address that has an account, is locked, or takes single sign-on alone', async () => {
    for (let warm = 0; warm < 30; warm++) await ask(`warm-${warm}@nowhere.example`);
    const timed: Timed[] = [];
    let suspects: readonly Kind[] = KINDS.slice(1);
    for (let rounds = 0; rounds < ROUNDS && suspects.length > 0; rounds++) {
      timed.push(...(await round()));
      const statement = await oneStatement();
      suspects = suspects.filter((kind) => {
        const [found, chance] = [Math.abs(excess(timed, kind)), spread(timed, kind)];
        // Surely slower; or, while there are rounds left, slower by more than chance has it.
        return found - CERTAIN * chance > statement || (rounds < ROUNDS - 1 && found > statement + chance);
      });
    }
    expect(suspects).toEqual([]);
  }, 90_000);
});
