import { signIn } from './made-practice.js';
import { Product } from './product.js';
import { judged, noted, type Measurement } from './report.js';
import type { Bench } from './rows.js';
import { sleep } from './scratch.js';
import { SEARCH_CLIENTS } from './search-ground.js';

const REST_MS = 4_000;
/** What the product allows all opened indexes together by default, MB. */
const BUDGET_MB = 256;

/** Resident memory of the product's process at rest, and what the index of a million clients adds to it. */
export async function memoryRow(bench: Bench): Promise<Measurement[]> {
  const ground = await bench.ground();
  const { practice } = await bench.searchGround();
  const { cookie } = await signIn(ground, practice, 'all');
  const product = await Product.start(bench.scratch, { program: ['dist/src/main.js'], dataDir: ground.dataDir });
  try {
    return await bench.step('memory', async () => {
      await product.request('GET', '/me', cookie);
      await sleep(REST_MS);
      const rest = product.residentBytes() / 2 ** 20;
      const begun = performance.now();
      await product.request('POST', '/clients/search', cookie, { text: 'nguyen', limit: 20 });
      const firstSearchMs = performance.now() - begun;
      const peak = product.residentBytes() / 2 ** 20;
      for (let more = 0; more < 20; more++)
        await product.request('POST', '/clients/search', cookie, { text: `an${'aeiou'[more % 5]}`, limit: 20 });
      await sleep(REST_MS);
      const loaded = product.residentBytes() / 2 ** 20;
      const count = SEARCH_CLIENTS.toLocaleString('en-AU');
      return [
        noted({ row: 'memory', name: 'resident at rest, one process for HTTP and jobs', value: rest, unit: 'MB' }),
        judged({
          row: 'memory',
          name: `added by the index of ${count} clients`,
          value: loaded - rest,
          unit: 'MB',
          against: BUDGET_MB,
          peer: 'default budget of all indexes',
          target: { atMost: 1 },
          detail: {
            restMB: Math.round(rest),
            afterFirstSearchMB: Math.round(peak),
            loadedMB: Math.round(loaded),
            firstSearchMs: Math.round(firstSearchMs),
          },
        }),
      ];
    });
  } finally {
    await product.stop();
  }
}
