import { spawn } from 'node:child_process';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { START, listStatement, type Reach } from '../../src/modules/clients/queries/list-statements.js';
import type { Ground } from './ground.js';
import { load, type LoadResult, type LoadTarget } from './load.js';
import { fillPractice, settle } from './made-clients.js';
import { foundPractice, signIn, SCOPES, type AskingScope, type MadePractice, type MadeSession } from './made-practice.js';
import { createPlainTable, indexPlainList } from './plain-table.js';
import { cpuMsOf } from './process-cost.js';
import { Product, ROOT } from './product.js';
import { judged, noted, type Measurement } from './report.js';
import type { Bench } from './rows.js';
import { median, rotated, rounded } from './statistics.js';

const SMALL = 4_000;
const LARGE = 400_000;
const OTHERS = 5;
const OTHER_SIZE = 20_000;
const LIMIT = 50;
const BUSY = { connections: 20, rounds: 5, millis: 1_200 };
const SINGLE = { connections: 1, rounds: 3, millis: 700 };

interface Subject {
  clients: number;
  practice: MadePractice;
}

/** One thing under load, by what it is called in the results of a round. */
type Contenders = Record<'product' | 'plain', LoadTarget & { pid: number }>;

/** A stretch of load, and the CPU that the process under it spent on each request (Linux only). */
type Result = LoadResult & { cpuMs: number | null };

/** The client list through the whole product against a bare handler, and at 400,000 clients against 4,000. */
export async function listRow(bench: Bench): Promise<Measurement[]> {
  const ground = await bench.ground();
  const subjects = await bench.step(`list: making ${(SMALL + LARGE + OTHERS * OTHER_SIZE).toLocaleString('en-AU')} clients`, () =>
    makeSubjects(ground),
  );
  const product = await Product.start(bench.scratch, { program: ['dist/src/main.js'], dataDir: ground.dataDir });
  const plain = await startPlain(bench, ground);
  const measurements: Measurement[] = [];
  const plans: Record<string, string[]> = {};
  try {
    for (const scope of SCOPES) {
      const contenders: Contenders[] = [];
      for (const { practice, clients } of subjects) {
        const session = await signIn(ground, practice, scope);
        const pair = {
          product: { pid: product.child.pid!, port: product.port, path: `/api/v1/clients?limit=${LIMIT}`, cookie: session.cookie },
          plain: {
            pid: plain.pid,
            port: plain.port,
            path: `/clients?limit=${LIMIT}&org=${practice.orgId}&scope=${scope}&reach=${narrow(practice, scope)}`,
          },
        };
        await assertSamePage(pair);
        plans[`${scope}, ${clients}`] = await explain(ground, session, practice, scope);
        contenders.push(pair);
      }
      measurements.push(...(await bench.step(`list: measuring scope ${scope}`, () => measureScope(scope, subjects, contenders))));
    }
    measurements.push(
      noted({
        row: 'list',
        name: 'memory of the product after the load',
        value: product.residentBytes() / 2 ** 20,
        unit: 'MB',
        detail: { plans },
      }),
    );
  } finally {
    await product.stop();
    plain.stop();
  }
  return measurements;
}

async function makeSubjects(ground: Ground): Promise<Subject[]> {
  await createPlainTable(ground.administrator, 'list_client');
  const subjects: Subject[] = [];
  for (const [clients, slug] of [
    [SMALL, 'list-small'],
    [LARGE, 'list-large'],
  ] as const) {
    const practice = await foundPractice(ground, slug);
    await fillPractice(ground, practice, { count: clients, seed: clients, plainTable: 'list_client' });
    subjects.push({ clients, practice });
  }
  for (let other = 0; other < OTHERS; other++) {
    const practice = await foundPractice(ground, `list-other-${other}`);
    await fillPractice(ground, practice, { count: OTHER_SIZE, seed: 100 + other, plainTable: 'list_client' });
  }
  await indexPlainList(ground.administrator, 'list_client');
  await settle(ground, ['list_client']);
  return subjects;
}

/** Ids that narrow a scope, as the bare peer is told them. */
function narrow({ teamIds, memberIds }: MadePractice, scope: AskingScope): string {
  return { all: '', team: teamIds.slice(0, 2).join(','), assigned: memberIds[SCOPES.indexOf('assigned')]! }[scope];
}

async function measureScope(scope: AskingScope, subjects: readonly Subject[], contenders: readonly Contenders[]): Promise<Measurement[]> {
  const found: Measurement[] = [];
  for (const pair of contenders) for (const target of Object.values(pair)) await load(target, BUSY.connections, 500);
  for (const { connections, rounds, millis } of [BUSY, SINGLE]) {
    const busy = connections > 1;
    const results = contenders.map(() => ({ product: [] as Result[], plain: [] as Result[] }));
    const runs = contenders.flatMap((pair, index) =>
      (['product', 'plain'] as const).map((which) => ({ target: pair[which], into: results[index]![which] })),
    );
    for (let round = 0; round < rounds; round++) {
      for (const { target, into } of rotated(runs, round)) into.push(await measured(target, connections, millis));
    }
    const sizes = subjects.map(({ clients }) => clients.toLocaleString('en-AU'));
    for (const [index, { product, plain }] of results.entries()) {
      found.push(
        judged({
          row: 'list',
          name: `${LIMIT} of ${sizes[index]} clients, scope ${scope}, ${connections} at once`,
          value: median(product.map(({ perSecond }) => perSecond)),
          unit: 'req/s',
          against: median(plain.map(({ perSecond }) => perSecond)),
          peer: 'bare Fastify + pg',
          ratio: median(product.map(({ perSecond }, round) => perSecond / plain[round]!.perSecond)),
          target: busy ? { atLeast: 0.5 } : null,
          detail: { product: spread(product), plain: spread(plain), load: loadavg()[0] },
        }),
      );
    }
    if (!busy) continue;
    const [small, large] = [results[0]!.product, results[1]!.product];
    found.push(
      judged({
        row: 'list',
        name: `p95 at ${sizes[1]} clients, scope ${scope}, ${connections} at once`,
        value: median(large.map((result) => result.p95)),
        unit: 'ms',
        against: median(small.map((result) => result.p95)),
        peer: `p95 at ${sizes[0]}`,
        ratio: median(large.map((result, round) => result.p95 / small[round]!.p95)),
        target: { atMost: 1.3 },
      }),
    );
  }
  return found;
}

async function measured(target: Contenders['product'], connections: number, millis: number): Promise<Result> {
  const before = cpuMsOf(target.pid);
  const result = await load(target, connections, millis);
  const after = cpuMsOf(target.pid);
  return { ...result, cpuMs: before === null || after === null ? null : (after - before) / result.requests };
}

function spread(results: readonly Result[]): object {
  const cpu = results.flatMap(({ cpuMs }) => cpuMs ?? []);
  return {
    ...(cpu.length > 0 && { processCpuMsPerRequest: rounded(median(cpu)) }),
    perSecond: results.map(({ perSecond }) => Math.round(perSecond)),
    medianMs: rounded(median(results.map((result) => result.median))),
    p95Ms: rounded(median(results.map((result) => result.p95))),
  };
}

/** The bare peer as a process of its own. */
async function startPlain(bench: Bench, { administratorUrl }: Ground): Promise<{ port: number; pid: number; stop: () => void }> {
  const child = spawn(process.execPath, [join(ROOT, 'dist/test/bench/plain-server.js')], {
    env: { PATH: process.env['PATH'] ?? '', BENCH_DATABASE_URL: administratorUrl },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  bench.scratch.adopt(child);
  const port = await new Promise<number>((resolve, reject) => {
    child.stdout.once('data', (chunk: Buffer) => resolve(Number(chunk.toString())));
    child.once('exit', () => reject(new Error('The bare peer did not start.')));
  });
  return { port, pid: child.pid!, stop: () => child.kill() };
}

/** Both must answer with the same clients, and at the same length but for a few bytes: otherwise the ratio says nothing. */
async function assertSamePage({ product, plain }: Contenders): Promise<void> {
  const [ours, theirs] = await Promise.all(
    [product, plain].map(async ({ port, path, cookie }) => {
      const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { ...(cookie !== undefined && { cookie }) } });
      return response.text();
    }),
  );
  const idsOf = (text: string) => (JSON.parse(text) as { items: { id: string }[] }).items.map(({ id }) => id).join();
  if (idsOf(ours!) !== idsOf(theirs!))
    throw new Error(`The product and its bare peer show different clients:\n${ours!.slice(0, 300)}\n${theirs!.slice(0, 300)}`);
  if (Math.abs(ours!.length - theirs!.length) > 0.02 * theirs!.length)
    throw new Error(`Answers of ${ours!.length} and ${theirs!.length} bytes cannot be compared.`);
}

/** How PostgreSQL runs the statement of the list, as the tenant login behind this session. */
async function explain({ tenants }: Ground, { token }: MadeSession, practice: MadePractice, scope: AskingScope): Promise<string[]> {
  const reaches: Record<AskingScope, Reach> = {
    all: { scope: 'all' },
    team: { scope: 'team', teamIds: practice.teamIds.slice(0, 2) },
    assigned: { scope: 'assigned', memberId: practice.memberIds[SCOPES.indexOf('assigned')]! },
  };
  const { text, values } = listStatement(reaches[scope], {}, START, LIMIT + 1);
  const rows = await tenants.run(token, (tx) =>
    tx.query<{ 'QUERY PLAN': string }>({ text: `explain (analyze, buffers) ${text}`, ...(values && { values }) }),
  );
  return rows.map((row) => row['QUERY PLAN']);
}
