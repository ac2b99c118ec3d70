import { encodeEntries } from './codec.js';
import { madeEntries, madeNeedles } from './bench-fixtures.js';
import { SEGMENT_ENTRIES } from './entry.js';
import type { SearchEntry } from './entry.js';
import { SearchIndex } from './search-index.js';
import type { SearchQuery } from './search-query.js';

/** Milliseconds of one kind of search over its needles. */
export interface Timing {
  label: string;
  median: number;
  p95: number;
  max: number;
}

/** What one run of {@link measureIndex} found. */
export interface IndexMeasurement {
  entries: number;
  encodeMs: number;
  loadMs: number;
  segmentBytes: number;
  indexBytes: number;
  /** Growth of the process's resident memory over the load, after collection when `--expose-gc` is given. */
  residentBytes: number;
  timings: Timing[];
}

/** Encodes and loads `count` made-up entries and times searches; each needle is the best of three, as in the reference figures. */
export async function measureIndex(count: number, needles = 60): Promise<IndexMeasurement> {
  const gc = (globalThis as { gc?: () => void }).gc ?? (() => undefined);
  const sample: SearchEntry[] = [];
  const segments: Buffer[] = [];
  let batch: SearchEntry[] = [];
  let encodeMs = 0;
  const flush = (): void => {
    const started = performance.now();
    segments.push(encodeEntries(batch, 16 * 1024));
    encodeMs += performance.now() - started;
    batch = [];
  };
  for (const entry of madeEntries(count)) {
    if (sample.length < 20000) sample.push(entry);
    if (batch.push(entry) === SEGMENT_ENTRIES) flush();
  }
  if (batch.length > 0) flush();
  gc();
  gc();
  const before = process.memoryUsage();
  const started = performance.now();
  const index = SearchIndex.load(segments, count);
  const loadMs = performance.now() - started;
  gc();
  await new Promise((resolve) => setTimeout(resolve, 200));
  gc();
  const after = process.memoryUsage();
  const timings: Timing[] = [];
  for (const length of [1, 2, 3, 4, 5, 7]) {
    const texts = madeNeedles(sample, length, needles);
    timings.push(
      await time(
        index,
        `${length} characters`,
        texts.map((text) => ({ text, sort: 'relevance', limit: 20 })),
      ),
    );
    timings.push(
      await time(
        index,
        `${length}, substring`,
        texts.map((text) => ({ text, mode: 'substring', sort: 'name', limit: 20 })),
      ),
    );
  }
  const typos = madeNeedles(sample, 7, needles).map((text) => `${text.slice(0, 3)}x${text.slice(4)}`);
  timings.push(
    await time(
      index,
      '7, one typo',
      typos.map((text) => ({ text, sort: 'relevance', limit: 20 })),
    ),
  );
  const pairs = sample.slice(0, needles).map(({ sortKey }) =>
    sortKey
      .split(' ')
      .map((word) => word.slice(0, 4))
      .join(' '),
  );
  timings.push(
    await time(
      index,
      'two words',
      pairs.map((text) => ({ text, sort: 'relevance', limit: 20 })),
    ),
  );
  const page = await index.search({ sort: 'name', limit: Math.min(5000, count >> 1) });
  timings.push(await time(index, 'by name, page of 50', [{ sort: 'name', limit: 50, after: page.nextCursor }]));
  timings.push(await time(index, 'by name, one status', [{ sort: 'name', limit: 50, filters: { status: [2] } }]));
  const practitioners = [...new Set(sample.map(({ practitionerId }) => practitionerId))].slice(0, 20);
  timings.push(
    await time(
      index,
      'by name, one practitioner',
      practitioners.map((id) => ({ sort: 'name', limit: 50, filters: { practitioners: [id] } })),
    ),
  );
  timings.push(
    await time(
      index,
      'born in one year',
      [0, 1000, 5000, 9000].map((bornFrom) => ({ sort: 'name', limit: 50, filters: { bornFrom, bornTo: bornFrom + 365 } })),
    ),
  );
  const own = sample.slice(0, 300).map(({ id }) => id);
  timings.push(await time(index, 'within 300', [{ text: 'an', sort: 'relevance', limit: 20, within: own }]));
  return {
    entries: count,
    encodeMs,
    loadMs,
    segmentBytes: segments.reduce((sum, { length }) => sum + length, 0),
    indexBytes: index.bytes,
    residentBytes: after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers,
    timings,
  };
}

async function time(index: SearchIndex, label: string, queries: SearchQuery[]): Promise<Timing> {
  const times: number[] = [];
  for (const query of queries) {
    let best = Infinity;
    for (let round = 0; round < 3; round++) {
      const started = performance.now();
      await index.search(query);
      best = Math.min(best, performance.now() - started);
    }
    times.push(best);
  }
  times.sort((a, b) => a - b);
  return { label, median: times[times.length >> 1]!, p95: times[Math.floor(times.length * 0.95)]!, max: times.at(-1)! };
}
