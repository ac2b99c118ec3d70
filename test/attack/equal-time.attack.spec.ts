import { randomInt } from 'node:crypto';
import { Agent, request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newPractice, testBench } from '../support/practice.js';
import { Product } from '../support/product.js';

const ADDRESSES = 40;
/** Questions of either kind in one round; a doubtful first round is followed by others, the mailbox limit allows these. */
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
let known: string[];
let unknown: string[];
let agent: Agent;
let asked = 0;

beforeAll(async () => {
  known = (await newPractice({ members: Array.from({ length: ADDRESSES }, () => ({})) })).emails;
  unknown = known.map((email) => email.replace('@practice.', '@noplaces.'));
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
  isKnown: boolean;
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

/** One round, in an order that nobody can foresee: neither kind follows the other more often. */
async function round(): Promise<Timed[]> {
  const questions = Array.from({ length: A_ROUND }, (_none, index) => [
    { isKnown: true, email: known[index % ADDRESSES]! },
    { isKnown: false, email: unknown[index % ADDRESSES]! },
  ]).flat();
  const timed: Timed[] = [];
  for (const { isKnown, email } of shuffled(questions)) timed.push({ isKnown, ms: await ask(email) });
  return timed;
}

/** How much longer known addresses take, by the fastest answers of either kind. */
function excess(timed: readonly Timed[]): number {
  const mean = (isKnown: boolean) => meanOfFastest(timed.filter((one) => one.isKnown === isKnown).map(({ ms }) => ms));
  return mean(true) - mean(false);
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

/** What the excess comes to by chance: its spread when the labels are dealt out anew. */
function spread(timed: readonly Timed[]): number {
  const chances = Array.from({ length: SHUFFLES }, () => {
    const labels = shuffled(timed.map(({ isKnown }) => isKnown));
    return excess(timed.map(({ ms }, index) => ({ isKnown: labels[index]!, ms })));
  });
  return Math.sqrt(chances.reduce((sum, chance) => sum + chance ** 2, 0) / SHUFFLES);
}

describe('somebody who asks for links with many addresses and a stopwatch', () => {
  it('finds no answer longer by a single statement for an address that has an account', async () => {
    for (let warm = 0; warm < 30; warm++) await ask(`warm-${warm}@nowhere.example`);
    const timed: Timed[] = [];
    let [found, certain, statement] = [0, 0, 0];
    for (let rounds = 0; rounds < ROUNDS; rounds++) {
      timed.push(...(await round()));
      statement = await oneStatement();
      found = Math.abs(excess(timed));
      const chance = spread(timed);
      certain = found - CERTAIN * chance;
      if (found < statement + chance || certain > statement) break;
    }
    expect(certain).toBeLessThan(statement);
  }, 60_000);
});
