import { Agent } from 'node:http';
import type { FilesProduct, PlainFiles } from './file-contenders.js';
import { judged, noted, type Measurement } from './report.js';
import type { Bench } from './rows.js';
import { sleep } from './scratch.js';
import { median, rotated, rounded } from './statistics.js';
import { costOf, costs, faster, type Stretch } from './stretch.js';
import { fetchAway, type Place } from './transfers.js';

const MB = 2 ** 20;
const SMALL = 20_000;
const COUNT = 1_000;
const AT_ONCE = 8;
const SMALL_ROUNDS = 2;
const ZIP_ROUNDS = 5;
const ZIPPED = 500_000;

/** A thousand small files in, eight at once, against a handler that writes and syncs the same; then a thousand as one zip out. */
export async function smallFiles(bench: Bench, product: FilesProduct, plain: PlainFiles): Promise<Measurement[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  bench.scratch.atEnd(() => agent.destroy());
  const [ours, theirs]: [Stretch[], Stretch[]] = [[], []];
  let ids: string[] = [];
  const runs = [
    async () => void ours.push(await costOf(product.pid, async () => void (ids = await many(() => product.upload(SMALL, { agent }))))),
    async () => void theirs.push(await costOf(plain.pid, () => many((index) => plain.upload(`small-${index}.csv`, SMALL, agent)))),
  ];
  const opened: number[] = [];
  for (let round = 0; round < SMALL_ROUNDS; round++) {
    await bench.step(`files: ${COUNT} small files, round ${round + 1}`, async () => {
      const filed = await product.filed();
      for (const run of rotated(runs, round)) {
        const begun = performance.now();
        await run();
        if (run === runs[0]) opened.push(await untilFiled(product, filed + COUNT, begun));
      }
    });
  }
  const name = `${COUNT.toLocaleString('en-AU')} files of ${SMALL / 1000} kB`;
  const each = (list: readonly Stretch[]) => median(list.map(({ ms }) => ms / COUNT));
  const measured = [
    judged({
      row: 'files',
      name: `${name} in, ${AT_ONCE} at once, each`,
      value: each(ours),
      unit: 'ms',
      against: each(theirs),
      peer: 'write and sync',
      ratio: median(ours.map(({ ms }, round) => ms / theirs[round]!.ms)),
      target: null,
      detail: { product: costs(ours), plain: costs(theirs) },
    }),
    noted({
      row: 'files',
      name: `${name}, until all can be opened`,
      value: median(opened) / 1000,
      unit: 's',
      detail: { ms: opened.map(Math.round) },
    }),
  ];
  measured.push(await bench.step('files: zip of small files', () => zip(product, plain, ids, { prefix: 'small-', size: SMALL })));
  const filed = await product.filed();
  ids = await bench.step(`files: ${COUNT} larger files`, async () => {
    await many((index) => plain.upload(`scan-${index}.csv`, ZIPPED, agent));
    const made = await many(() => product.upload(ZIPPED, { agent }));
    await untilFiled(product, filed + COUNT, 0);
    return made;
  });
  measured.push(await bench.step('files: zip of larger files', () => zip(product, plain, ids, { prefix: 'scan-', size: ZIPPED })));
  return measured;
}

/** Does something for each of the files, so many at once. */
async function many<Result>(work: (index: number) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < COUNT; index = next++) results[index] = await work(index);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results;
}

const FILED_WITHIN_MS = 900_000;

/** Waits until so many documents can be opened; answers how long after `begun` they could, milliseconds. */
async function untilFiled(product: FilesProduct, count: number, begun: number): Promise<number> {
  for (const late = performance.now() + FILED_WITHIN_MS; performance.now() < late; await sleep(200))
    if ((await product.filed()) >= count) return performance.now() - begun;
  throw new Error(`Not all of ${count} files were looked at.`);
}

/** Many files as one zip, to the last byte. */
async function zip(
  product: FilesProduct,
  plain: PlainFiles,
  ids: readonly string[],
  { prefix, size }: { prefix: string; size: number },
): Promise<Measurement> {
  const [ours, theirs]: [Stretch[], Stretch[]] = [[], []];
  const firsts: number[] = [];
  const place = await product.bundle(ids);
  const fetched = async (from: Place): Promise<number> => {
    const { bytes, firstMs } = await fetchAway(from);
    if (bytes < ids.length * size) throw new Error(`${bytes} bytes came out.`);
    return firstMs;
  };
  const runs = [
    async () => void ours.push(await costOf(product.pid, async () => void firsts.push(await fetched(place)))),
    async () => void theirs.push(await costOf(plain.pid, () => fetched(plain.at(`${prefix}.all`)))),
  ];
  for (let round = -1; round < ZIP_ROUNDS; round++) {
    for (const run of rotated(runs, round + 1)) await run();
    if (round < 0) ours.length = theirs.length = firsts.length = 0;
  }
  const speed = (list: readonly Stretch[]) => (ids.length * size) / MB / (median(list.map(({ ms }) => ms)) / 1000);
  return judged({
    row: 'files',
    name: `zip of ${ids.length.toLocaleString('en-AU')} files of ${size / 1000} kB out`,
    value: speed(ours),
    unit: 'MB/s',
    against: speed(theirs),
    peer: 'stream.pipeline of each',
    ratio: faster(ours, theirs),
    target: null,
    detail: { firstByteMs: rounded(median(firsts)), product: costs(ours), plain: costs(theirs) },
  });
}
