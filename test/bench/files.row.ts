import { LARGEST_FILE } from '../../src/modules/documents/domain/document.js';
import { FilesProduct, PlainFiles, filesGround, type FilesGround } from './file-contenders.js';
import { peakDuring } from './process-cost.js';
import { judged, type Measurement } from './report.js';
import type { Bench } from './rows.js';
import { sleep } from './scratch.js';
import { smallFiles } from './small-files.js';
import { median, rotated, rounded } from './statistics.js';
import { costOf, costs, faster, type Stretch } from './stretch.js';
import { fetchAway, hashOfSent, type Place } from './transfers.js';

const MB = 2 ** 20;
const LARGE = 512 * MB;
/** Pieces as the app sends them over a fast line (`admin/src/features/documents/upload-queue.ts`): the first, and those after it. */
const APP_PIECES = { first: 8 * MB, later: 64 * MB };
const ROUNDS = 3;
const AT_LEAST = 0.7;

const MEMORY_LIMIT_MB = 64;
const REST_MS = 4_000;

const FIRST_BYTE_ROUNDS = 31;

/** Files through the whole product against `stream.pipeline` of the same bytes, its memory meanwhile, and the first byte of a far range. */
export async function filesRow(bench: Bench): Promise<Measurement[]> {
  const ground = await filesGround(bench);
  const { measured, largest } = await memory(bench, ground);
  const [product, plain] = [await FilesProduct.start(bench, ground), await PlainFiles.start(bench)];
  try {
    return [
      ...(await throughput(bench, product, plain)),
      ...measured,
      ...(await bench.step('files: first byte of a range', () => firstByte(product, largest))),
      ...(await smallFiles(bench, product, plain)),
    ];
  } finally {
    await product.stop();
    plain.stop();
  }
}

/** What streaming the largest file adds to a fresh process that has sent and taken a small one: on the way in until it was looked at, and out. */
async function memory(bench: Bench, ground: FilesGround): Promise<{ measured: Measurement[]; largest: string }> {
  const fresh = async <Result>(
    work: (product: FilesProduct) => Promise<Result>,
  ): Promise<{ addedMB: number; restMB: number; result: Result }> => {
    const product = await FilesProduct.start(bench, ground);
    try {
      const warm = await product.upload(MB);
      await product.settled(warm);
      await fetchAway(await product.link(warm));
      await sleep(REST_MS);
      const rest = await peakDuring(product.pid, () => sleep(500));
      const { peak, result } = await peakDuring(product.pid, () => work(product));
      return { addedMB: (peak - rest.peak) / MB, restMB: rest.peak / MB, result };
    } finally {
      await product.stop();
    }
  };
  const into = await bench.step('files: the largest file in', () =>
    fresh(async (product) => {
      const id = await product.upload(LARGEST_FILE);
      const sha256 = await product.settled(id);
      if (sha256 !== hashOfSent(LARGEST_FILE)) throw new Error('What arrived is not what was sent.');
      return id;
    }),
  );
  const out = await bench.step('files: the largest file out', () =>
    fresh(async (product) => {
      const { bytes } = await fetchAway(await product.link(into.result));
      if (bytes !== LARGEST_FILE) throw new Error(`${bytes} bytes came out.`);
    }),
  );
  const measured = Object.entries({ in: into, out }).map(([way, { addedMB, restMB }]) =>
    judged({
      row: 'files',
      name: `memory added while 2 GB stream ${way}`,
      value: addedMB,
      unit: 'MB',
      against: MEMORY_LIMIT_MB,
      peer: 'limit',
      target: { atMost: 1 },
      detail: { restMB: Math.round(restMB) },
    }),
  );
  return { measured, largest: into.result };
}

async function throughput(bench: Bench, product: FilesProduct, plain: PlainFiles): Promise<Measurement[]> {
  const times = { whole: [] as Stretch[], pieces: [] as Stretch[], opened: [] as Stretch[], plain: [] as Stretch[] };
  const down = { product: [] as Stretch[], plain: [] as Stretch[] };
  const arrive = async (into: Stretch[], pieces?: typeof APP_PIECES): Promise<string> => {
    const begun = performance.now();
    let id = '';
    const stretch = await costOf(product.pid, async () => void (id = await product.upload(LARGE, pieces === undefined ? {} : { pieces })));
    into.push(stretch);
    await product.settled(id);
    if (pieces === undefined) times.opened.push({ ms: performance.now() - begun, cpuMs: null });
    return id;
  };
  let link: Place = plain.at('large.csv');
  const runs = [
    async () => void (link = await product.link(await arrive(times.whole))),
    async () => void (await arrive(times.pieces, APP_PIECES)),
    async () => void times.plain.push(await costOf(plain.pid, () => plain.upload('large.csv', LARGE))),
  ];
  const downs = [
    async () => void down.product.push(await costOf(product.pid, () => whole(link))),
    async () => void down.plain.push(await costOf(plain.pid, () => whole(plain.at('large.csv')))),
  ];
  for (let round = -1; round < ROUNDS; round++) {
    await bench.step(`files: ${round < 0 ? 'warming up' : `round ${round + 1} of`} large files`, async () => {
      for (const run of rotated(runs, round + 1)) await run();
      for (const run of rotated(downs, round + 1)) await run();
    });
    if (round < 0) for (const list of [...Object.values(times), ...Object.values(down)]) list.length = 0;
  }
  const size = `${LARGE / MB} MB`;
  const peer = { against: speed(times.plain), peer: 'stream.pipeline, as durable' };
  const target = { atLeast: AT_LEAST };
  const unit = 'MB/s';
  const all = { product: costs(times.whole), plain: costs(times.plain) };
  return [
    judged({
      row: 'files',
      name: `${size} in, one request`,
      value: speed(times.whole),
      unit,
      ...peer,
      ratio: faster(times.whole, times.plain),
      target,
      detail: all,
    }),
    judged({
      row: 'files',
      name: `${size} in, pieces of ${APP_PIECES.first / MB} and ${APP_PIECES.later / MB} MB as the app sends them`,
      value: speed(times.pieces),
      unit,
      ...peer,
      ratio: faster(times.pieces, times.plain),
      target,
      detail: { product: costs(times.pieces) },
    }),
    judged({
      row: 'files',
      name: `${size} in, until it was looked at and can be opened`,
      value: speed(times.opened),
      unit,
      ...peer,
      ratio: faster(times.opened, times.plain),
      target: null,
    }),
    judged({
      row: 'files',
      name: `${size} out`,
      value: speed(down.product),
      unit,
      against: speed(down.plain),
      peer: 'stream.pipeline',
      ratio: faster(down.product, down.plain),
      target,
      detail: { product: costs(down.product), plain: costs(down.plain) },
    }),
  ];
  async function whole(place: Place): Promise<void> {
    const { bytes } = await fetchAway(place);
    if (bytes !== LARGE) throw new Error(`${bytes} of ${LARGE} bytes came out.`);
  }
  function speed(list: readonly Stretch[]): number {
    return LARGE / MB / (median(list.map(({ ms }) => ms)) / 1000);
  }
}

/** A range of one megabyte at the end of the largest file against one at its beginning. */
async function firstByte(product: FilesProduct, largest: string): Promise<Measurement[]> {
  const link = await product.link(largest);
  const ranges = { first: `bytes=0-${MB - 1}`, last: `bytes=${LARGEST_FILE - MB}-${LARGEST_FILE - 1}` };
  const times = { first: [] as number[], last: [] as number[] };
  for (let round = -3; round < FIRST_BYTE_ROUNDS; round++) {
    for (const which of rotated(['first', 'last'] as const, round + 3)) {
      const { firstMs, bytes } = await fetchAway({ ...link, headers: { ...link.headers, range: ranges[which] } });
      if (bytes !== MB) throw new Error(`${bytes} bytes of a range came out.`);
      if (round >= 0) times[which].push(firstMs);
    }
  }
  return [
    judged({
      row: 'files',
      name: 'first byte of the last megabyte of 2 GB',
      value: median(times.last),
      unit: 'ms',
      against: median(times.first),
      peer: 'of the first',
      ratio: median(times.last.map((ms, round) => ms / times.first[round]!)),
      target: { atMost: 1.3 },
      detail: { last: times.last.map(rounded), first: times.first.map(rounded) },
    }),
  ];
}
