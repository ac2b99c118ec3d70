import { Product } from './product.js';
import { judged, noted, type Measurement } from './report.js';
import type { Bench } from './rows.js';
import { median, rounded } from './statistics.js';

const WARM_STARTS = 3;
const WARM_LIMIT_S = 5;

/** `npm start` without the installing, until /health/ready answers: with an empty data folder, and with the one that this left. */
export async function startRow(bench: Bench): Promise<Measurement[]> {
  const dataDir = bench.scratch.folder('start');
  const start = async () => {
    const product = await Product.start(bench.scratch, { program: ['scripts/start.mjs'], dataDir });
    const resident = product.residentBytes();
    await product.stop();
    return { seconds: product.readyMs / 1000, resident };
  };
  // Compiles what is out of date, so that no start measures the compiler.
  await bench.step('start: building', start);
  const fresh = bench.scratch.folder('start-cold');
  const cold = await bench.step('start: cold', async () => {
    const product = await Product.start(bench.scratch, { program: ['scripts/start.mjs'], dataDir: fresh });
    await product.stop();
    return product.readyMs / 1000;
  });
  const warm: number[] = [];
  for (let time = 0; time < WARM_STARTS; time++) warm.push((await bench.step('start: warm', start)).seconds);
  return [
    noted({ row: 'start', name: 'cold: new database, three demo practices', value: cold, unit: 's' }),
    judged({
      row: 'start',
      name: 'warm',
      value: median(warm),
      unit: 's',
      against: WARM_LIMIT_S,
      peer: 'limit',
      target: { atMost: 1 },
      detail: { starts: warm.map(rounded) },
    }),
  ];
}
