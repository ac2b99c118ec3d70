import { sampleCsv } from '../../src/demo/sample-csv.js';
import { foundPractice, signIn } from './made-practice.js';
import { Product } from './product.js';
import { judged, type Measurement } from './report.js';
import type { Bench } from './rows.js';
import { sleep } from './scratch.js';

const ROWS = 12_000;
const BAD_ROWS = 40;
const LIMIT_S = 30;
const PATIENCE_MS = 120_000;

/** The part of an import's state that is read here. */
interface Import {
  id: string;
  state: string;
  totalRows: number;
  readyRows: number;
  errorRows: number;
  importedRows: number;
  failedRows: number;
}

/** A file of 12,000 clients through the product: upload, checking, start, until the last row is in. */
export async function importRow(bench: Bench): Promise<Measurement[]> {
  const ground = await bench.ground();
  const practice = await foundPractice(ground, 'import');
  const { cookie } = await signIn(ground, practice, 'all');
  // Teams and practitioners of another practice would make every row wrong: without a name they are left open.
  const text = sampleCsv(ROWS, 1, { badRows: BAD_ROWS }).text.replace(',Team,Practitioner', ',Their team,Their practitioner');
  const product = await Product.start(bench.scratch, { program: ['dist/src/main.js'], dataDir: ground.dataDir });
  try {
    return await bench.step(`import: ${ROWS.toLocaleString('en-AU')} rows`, async () => {
      const until = async (id: string, states: readonly string[]): Promise<Import> => {
        const late = performance.now() + PATIENCE_MS;
        for (;;) {
          const now = await product.request<Import>('GET', `/client-imports/${id}`, cookie);
          if (states.includes(now.state)) return now;
          if (performance.now() > late)
            throw new Error(`The import is still ${now.state} after two minutes: ${JSON.stringify(now).slice(0, 400)}`);
          await sleep(50);
        }
      };
      const begun = performance.now();
      const { id } = await product.request<Import>('POST', '/client-imports', cookie, text, {
        'content-type': 'text/csv',
        'x-file-name': 'clients.csv',
      });
      const uploaded = performance.now();
      await until(id, ['ready']);
      const checked = performance.now();
      await product.request('POST', `/client-imports/${id}/start`, cookie);
      const done = await until(id, ['done']);
      const ended = performance.now();
      const { totalRows, importedRows, errorRows, failedRows } = done;
      if (importedRows < ROWS - BAD_ROWS * 2) throw new Error(`Only ${importedRows} of ${totalRows} rows were imported.`);
      return [
        judged({
          row: 'import',
          name: `CSV of ${ROWS.toLocaleString('en-AU')} clients, upload to last row`,
          value: (ended - begun) / 1000,
          unit: 's',
          against: LIMIT_S,
          peer: 'limit',
          target: { atMost: 1 },
          detail: {
            bytes: text.length,
            uploadMs: Math.round(uploaded - begun),
            checkMs: Math.round(checked - uploaded),
            runMs: Math.round(ended - checked),
            importedRows,
            errorRows,
            failedRows,
          },
        }),
      ];
    });
  } finally {
    await product.stop();
  }
}
