import { loadavg } from 'node:os';
import pg from 'pg';
import { systemClock } from '../../src/common/clock/clock.js';
import type { TenantTransaction } from '../../src/common/database/tenant-transaction.js';
import { madeNeedles } from '../../src/common/sealed-search/bench-fixtures.js';
import type { SearchIndex } from '../../src/common/sealed-search/search-index.js';
import { ClientIndexes } from '../../src/modules/clients/queries/client-index.js';
import { SearchClientsQuery, fetchCards } from '../../src/modules/clients/queries/search-clients.query.js';
import type { Ground } from './ground.js';
import { signIn } from './made-practice.js';
import { PLAIN_COLUMNS, plainCard, type PlainRow } from './plain-table.js';
import { judged, noted, type Measurement } from './report.js';
import type { Bench } from './rows.js';
import { SEARCH_CLIENTS, type SearchGround } from './search-ground.js';
import { median, p95, rotated, rounded } from './statistics.js';

const LENGTHS = [3, 4, 5, 7];
const NEEDLES = 60;
const REPEATS = 3;
const LIMIT = 20;

/** Milliseconds of each needle, best of the repeats, and what was found last. */
interface Timed {
  times: number[];
  totals: number[];
}

type Way = 'product' | 'box' | 'plain' | 'plainPage' | 'scan';

/**
 * Substring search among a million clients. Product: session transaction, read of the deltas, scan in memory, fetch of
 * twenty hits through row security, opening, record and commit. Peer: one plaintext row a client, pg_trgm GIN, ILIKE, on a bare
 * connection as superuser. Both answer with twenty hits and the number of all matches.
 */
export async function searchRow(bench: Bench): Promise<Measurement[]> {
  const ground = await bench.ground();
  const made = await bench.searchGround();
  const searcher = await Searcher.open(ground, made);
  try {
    const cold = await bench.step('search: opening the index', () => searcher.openCold());
    const measurements: Measurement[] = [];
    for (const length of LENGTHS)
      measurements.push(...(await bench.step(`search: ${length} characters`, () => measure(searcher, made, length))));
    return [...measurements, ...(await searcher.sizes(cold))];
  } finally {
    await searcher.close();
  }
}

async function measure(searcher: Searcher, { sample }: SearchGround, length: number): Promise<Measurement[]> {
  const needles = madeNeedles(sample, length, NEEDLES);
  const ways: Way[] = ['product', 'box', 'plain', 'plainPage', 'scan'];
  const found = Object.fromEntries(ways.map((way) => [way, { times: [], totals: [] } as Timed])) as Record<Way, Timed>;
  for (const [at, needle] of needles.entries()) {
    const best = new Map<Way, number>();
    for (let repeat = 0; repeat < REPEATS; repeat++) {
      for (const way of rotated(ways, at + repeat)) {
        const begun = performance.now();
        found[way].totals[at] = await searcher.search(way, needle);
        best.set(way, Math.min(best.get(way) ?? Infinity, performance.now() - begun));
      }
    }
    for (const way of ways) found[way].times.push(best.get(way)!);
  }
  const differing = needles.filter((_, at) => found.product.totals[at] !== found.plain.totals[at]).length;
  if (differing > 0)
    throw new Error(`${differing} of ${needles.length} needles of ${length} characters: the product and pg_trgm count different matches.`);
  const detail = {
    differing,
    needles: needles.length,
    medianMatches: median(found.plain.totals),
    load: loadavg()[0],
    ...Object.fromEntries(ways.map((way) => [way, { median: rounded(median(found[way].times)), p95: rounded(p95(found[way].times)) }])),
    // The search box forgives a typo where fewer than a page match, so it may count more, never fewer.
    boxCountsMore: needles.filter((_, at) => found.box.totals[at]! > found.plain.totals[at]!).length,
    boxCountsFewer: needles.filter((_, at) => found.box.totals[at]! < found.plain.totals[at]!).length,
  };
  const row = (name: string, way: Way, peer: Way, peerName: string, statistic: typeof median, atMost: number | null): Measurement =>
    judged({
      row: 'search',
      name: `${length} characters, ${name}`,
      value: statistic(found[way].times),
      unit: 'ms',
      against: statistic(found[peer].times),
      peer: peerName,
      target: atMost === null ? null : { atMost },
      ...(way === 'product' && statistic === median && { detail }),
    });
  return [
    row('median', 'product', 'plain', 'pg_trgm, same answer', median, 1.2),
    row('p95', 'product', 'plain', 'pg_trgm, same answer', p95, 1),
    row('median, search box', 'box', 'plain', 'pg_trgm, same answer', median, null),
    row('median, peer without total', 'product', 'plainPage', 'pg_trgm, any 20', median, null),
    row('p95, peer without total', 'product', 'plainPage', 'pg_trgm, any 20', p95, null),
  ];
}

/** One session of the product and one bare connection, side by side. */
class Searcher {
  private indexes: ClientIndexes;
  private box: SearchClientsQuery;
  private index: SearchIndex | undefined;

  private constructor(
    private readonly ground: Ground,
    private readonly made: SearchGround,
    private readonly token: Awaited<ReturnType<typeof signIn>>['token'],
    private readonly plain: pg.Client,
  ) {
    this.indexes = new ClientIndexes(ground.keys, systemClock);
    this.box = new SearchClientsQuery(this.indexes);
  }

  static async open(ground: Ground, made: SearchGround): Promise<Searcher> {
    const { token } = await signIn(ground, made.practice, 'all');
    const plain = new pg.Client({ connectionString: ground.administratorUrl });
    await plain.connect();
    return new Searcher(ground, made, token, plain);
  }

  async close(): Promise<void> {
    this.indexes.stop();
    await this.plain.end();
  }

  /** Reads and opens all segments; milliseconds, twice. */
  async openCold(): Promise<number[]> {
    const times: number[] = [];
    for (let time = 0; time < 2; time++) {
      this.index = undefined;
      this.indexes = new ClientIndexes(this.ground.keys, systemClock);
      this.box = new SearchClientsQuery(this.indexes);
      const begun = performance.now();
      this.index = await this.ground.tenants.run(this.token, async (tx) =>
        this.indexes.open(tx, await tx.keyringUnrecorded('times the opening of the index')),
      );
      times.push(performance.now() - begun);
    }
    return times;
  }

  /** One search; answers how many match in all. */
  async search(way: Way, needle: string): Promise<number> {
    if (way === 'scan') return (await this.index!.search({ text: needle, mode: 'substring', sort: 'relevance', limit: LIMIT })).total;
    if (way === 'plain' || way === 'plainPage') return this.ilike(needle, way === 'plain');
    return this.ground.tenants.run(this.token, (tx) => (way === 'product' ? this.substring(tx, needle) : this.asTyped(tx, needle)));
  }

  /** What the search query does, but for what ILIKE cannot: exact numbers, word order, typos. */
  private async substring(tx: TenantTransaction, needle: string): Promise<number> {
    await tx.principal();
    const keyring = await tx.keyring();
    const index = await this.indexes.open(tx, keyring);
    const found = await index.search({ text: needle, mode: 'substring', sort: 'relevance', limit: LIMIT });
    const cards = await fetchCards(tx, keyring, new Map(found.hits.map(({ id, field, fuzzy }) => [id, { field, fuzzy }])));
    tx.audit({
      action: 'read',
      subject: { kind: 'client', id: null },
      fields: ['card'],
      recordIds: cards.map(({ id }) => id),
      detail: { list: 'search', total: found.total },
    });
    if (cards.length !== Math.min(LIMIT, found.total)) throw new Error('A hit was not fetched.');
    return found.total;
  }

  /** What the search box of the interface asks for. */
  private async asTyped(tx: TenantTransaction, needle: string): Promise<number> {
    const { total } = await this.box.execute(tx, {
      text: needle,
      filters: {},
      bornFrom: null,
      bornTo: null,
      sort: 'relevance',
      cursor: null,
      limit: LIMIT,
    });
    return total;
  }

  private async ilike(needle: string, withTotal: boolean): Promise<number> {
    const values = [`%${needle}%`];
    // Two statements sent one after the other: measured faster than count(*) over (), which carries whole rows along.
    const page = this.plain.query<PlainRow>({
      text: `select ${PLAIN_COLUMNS} from bench.search_client where names ilike $1 limit ${LIMIT}`,
      values,
    });
    const total = withTotal
      ? this.plain.query<{ total: number }>({ text: 'select count(*)::int as total from bench.search_client where names ilike $1', values })
      : null;
    const cards = (await page).rows.map(plainCard);
    return total ? (await total).rows[0]!.total : cards.length;
  }

  async sizes(coldMs: number[]): Promise<Measurement[]> {
    const { administrator } = this.ground;
    const size = async (text: string) =>
      Number((await administrator.query<{ bytes: string }>(text, [this.made.practice.orgId])).rows[0]!.bytes);
    const sealed = await size('select sum(octet_length(sealed)) as bytes from app.client_search_segment where org_id = $1');
    const trigrams = await size(`select sum(pg_relation_size(indexrelid)) as bytes from pg_index join pg_class c on c.oid = indexrelid
                                  where indrelid = 'bench.search_client'::regclass and c.relam = (select oid from pg_am where amname = 'gin') and $1::uuid is not null`);
    const count = SEARCH_CLIENTS.toLocaleString('en-AU');
    return [
      noted({
        row: 'search',
        name: `cold open of ${count} clients`,
        value: median(coldMs),
        unit: 'ms',
        detail: { times: coldMs.map(Math.round) },
      }),
      noted({
        row: 'search',
        name: `building the segments anew (compaction) of ${count} clients`,
        value: this.made.compactionMs,
        unit: 'ms',
      }),
      judged({
        row: 'search',
        name: `sealed segments of ${count} clients`,
        value: sealed / 2 ** 20,
        unit: 'MB',
        against: trigrams / 2 ** 20,
        peer: 'GIN index',
        target: null,
      }),
      noted({ row: 'search', name: `index of ${count} clients in memory`, value: this.index!.bytes / 2 ** 20, unit: 'MB' }),
    ];
  }
}
