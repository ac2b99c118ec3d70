import 'reflect-metadata';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { accessRow } from './access.row.js';
import { coreShare } from './core-share.js';
import { filesRow } from './files.row.js';
import { importRow } from './import.row.js';
import { listRow } from './list.row.js';
import { memoryRow } from './memory.row.js';
import { tableOf, type Measurement } from './report.js';
import { Bench } from './rows.js';
import { Scratch } from './scratch.js';
import { sealRow } from './seal.row.js';
import { searchRow } from './search.row.js';
import { startRow } from './start.row.js';
import { uiRow } from './ui.row.js';

/** Every row group by the name that `--only` takes, in the order in which they run. */
const ROWS: Record<string, (bench: Bench) => Promise<Measurement[]>> = {
  seal: sealRow,
  start: startRow,
  ui: uiRow,
  import: importRow,
  list: listRow,
  access: accessRow,
  search: searchRow,
  memory: memoryRow,
  files: filesRow,
};

/** Below this share of one core for a busy loop the machine counts as crowded. */
const ENOUGH_OF_A_CORE = 0.85;

const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, only: { type: 'string', multiple: true, default: [] } },
});
const names = Object.keys(ROWS);
const unknown = values.only.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  process.stderr.write(`There is no row ${unknown.join(', ')}; the rows are: ${names.join(', ')}.\n`);
  process.exit(2);
}

const say = (line: string) => process.stderr.write(`${line}\n`);
const scratch = new Scratch();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => void scratch.end().then(() => process.exit(130)));

const bench = new Bench(scratch, say);
const measurements: Measurement[] = [];
const failures: { row: string; reason: string }[] = [];
const shares: { row: string; share: number }[] = [];
const loadBefore = loadavg()[0];
const begun = performance.now();
try {
  for (const name of names.filter((row) => values.only.length === 0 || values.only.includes(row))) {
    say(`${name}`);
    const shareBefore = coreShare();
    try {
      const found = await ROWS[name]!(bench);
      shares.push({ row: name, share: Math.min(shareBefore, coreShare()) });
      measurements.push(...found);
    } catch (error) {
      failures.push({ row: name, reason: error instanceof Error ? (error.stack ?? error.message) : String(error) });
      say(`  FAILED: ${failures.at(-1)!.reason}`);
    }
  }
} finally {
  await scratch.end();
}
const machine = {
  cpu: cpus()[0]?.model,
  cores: availableParallelism(),
  memoryGB: Math.round(totalmem() / 2 ** 30),
  node: process.version,
  loadBefore,
  loadAfter: loadavg()[0],
};
const seconds = Math.round((performance.now() - begun) / 1000);

if (values.json) process.stdout.write(`${JSON.stringify({ machine, seconds, shares, measurements, failures }, null, 2)}\n`);
else {
  const missed = measurements.filter(({ ok }) => ok === false).length;
  process.stdout.write(
    `\n${tableOf(measurements)}\n\n${measurements.length} rows, ${missed} missed, ${failures.length} could not be measured; ${seconds} s.\n`,
  );
  process.stdout.write(
    `${machine.cores} cores of ${machine.cpu ?? 'unknown kind'}, ${machine.memoryGB} GB, Node ${machine.node}; load ${loadBefore?.toFixed(1)} before, ${machine.loadAfter?.toFixed(1)} after. Ratios are of rounds taken in turn in this run.\n`,
  );
  const crowded = shares.filter(({ share }) => share < ENOUGH_OF_A_CORE).map(({ row, share }) => `${row} ${Math.round(share * 100)} %`);
  if (crowded.length > 0) {
    process.stdout.write(
      `Others were computing: of one core a busy loop got only ${crowded.join(', ')}. Limits in seconds want a quiet machine.\n`,
    );
  }
}
process.exit(failures.length > 0 ? 1 : 0);
