// npm test [-- jest arguments]: everything but the browser in one run, then the browser; one summary, results in test-results/.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { buildOrExit } from './lib/build.mjs';
import { CHROMIUM_ADVICE, findChromium } from './lib/chromium.mjs';
import { needsNode24 } from './lib/node24.mjs';
import { at, root } from './lib/paths.mjs';
import { runForeground, since, survivesClosedPipes } from './lib/processes.mjs';

survivesClosedPipes();
await needsNode24();

const passed = process.argv.slice(2);
const results = at('test-results');
const runId = `${new Date().toISOString()}-${process.pid}`;

const SUITES = [
  {
    name: 'main',
    title: 'domain, database, HTTP, inventory, attack',
    only: ['--testPathIgnorePatterns', '/node_modules/', '/test/browser/'],
  },
  { name: 'browser', title: 'browser', only: ['--testPathIgnorePatterns', '/node_modules/', '<rootDir>/(?!test/browser/)'] },
];

function outcome(suite, code) {
  const file = at('test-results', `${suite.name}.json`);
  const empty = { suite: suite.name, title: suite.title, passed: 0, failed: code === 0 ? 0 : 1, skipped: 0 };
  if (!existsSync(file)) return empty;
  const report = JSON.parse(readFileSync(file, 'utf8'));
  // A suite that could not even start has no failed test, and still must count.
  const broken =
    report.numRuntimeErrorTestSuites + (report.numFailedTests === 0 && code !== 0 && report.numRuntimeErrorTestSuites === 0 ? 1 : 0);
  return {
    ...empty,
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

async function run(suite) {
  const begun = performance.now();
  process.stdout.write(`\n=== ${suite.title} ===\n`);
  const args = ['--experimental-vm-modules', '--no-warnings', at('node_modules/jest/bin/jest.js'), ...passed, ...suite.only];
  const reporters = ['--reporters=default', `--reporters=${at('test/promises/reporter.mjs')}`];
  const report = ['--json', `--outputFile=${at('test-results', `${suite.name}.json`)}`];
  const allowNone = passed.length > 0 || suite.name === 'browser' ? ['--passWithNoTests'] : [];
  const env = { ...process.env, NODE_ENV: 'test', IRONBARK_RUN: runId, IRONBARK_SUITE: suite.name };
  const chromium = findChromium();
  if (suite.name === 'browser' && chromium !== null) env.CHROMIUM_PATH = chromium;
  const code = await runForeground(
    process.execPath,
    [...args, ...reporters, ...report, ...allowNone, ...(process.env.CI ? ['--ci'] : [])],
    {
      cwd: root,
      env,
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  );
  return { ...outcome(suite, code), code, duration: since(begun) };
}

mkdirSync(results, { recursive: true });
for (const name of ['main.json', 'browser.json', 'promises.json', 'summary.json']) rmSync(at('test-results', name), { force: true });
await buildOrExit(['server', 'admin'], { say: (line) => process.stdout.write(`${line}\n`) });

const outcomes = [await run(SUITES[0])];
const hasBrowser = existsSync(at('test/browser'));
if (hasBrowser && findChromium() === null) {
  outcomes.push({ suite: 'browser', title: 'browser', passed: 0, failed: 1, skipped: 0, code: 1, duration: '0 s' });
  process.stdout.write(`\n${CHROMIUM_ADVICE}\n`);
} else if (hasBrowser && outcomes[0].code < 128) outcomes.push(await run(SUITES[1]));

const total = (key) => outcomes.reduce((sum, one) => sum + one[key], 0);
const summary = {
  run: runId,
  partial: passed.length > 0,
  passed: total('passed'),
  failed: total('failed'),
  skipped: total('skipped'),
  suites: outcomes,
};
writeFileSync(at('test-results/summary.json'), `${JSON.stringify(summary, null, 2)}\n`);

process.stdout.write('\n');
for (const one of outcomes) {
  process.stdout.write(
    `${one.title}: ${one.passed} passed, ${one.failed} failed${one.skipped > 0 ? `, ${one.skipped} skipped` : ''} (${one.duration})\n`,
  );
}
if (total('passed') + total('failed') === 0) process.stdout.write('No test matched.\n');
const ok = outcomes.every((one) => one.code === 0) && total('failed') === 0 && total('passed') > 0;
process.stdout.write(ok ? 'All tests passed. "npm run promises" shows what they prove.\n' : 'Some tests failed.\n');
process.exit(ok ? 0 : 1);
