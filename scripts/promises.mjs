// npm run promises [-- --json]: every published promise with the tests that showed it in the last run.
import { existsSync, readFileSync } from 'node:fs';
import { tally } from '../test/promises/tally.mjs';
import { at } from './lib/paths.mjs';
import { fail, survivesClosedPipes } from './lib/processes.mjs';

survivesClosedPipes();
const resultsFile = at('test-results/promises.json');
const results = existsSync(resultsFile) ? JSON.parse(readFileSync(resultsFile, 'utf8')) : null;
const register = at('docs/promises.json');
if (!existsSync(register)) fail('docs/promises.json is missing, so there is no list of promises to compare with.');
const report = tally(JSON.parse(readFileSync(register, 'utf8')), results);

if (process.argv.includes('--json')) {
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
} else {
  const groups = [
    ['failing', 'FAILING: a test that shows it failed'],
    ['shown', 'Shown by tests that passed'],
    ['operator', 'For the operator to keep; what the product checks of it'],
    ['nothing', 'Nothing yet'],
  ];
  const lines = [];
  for (const [state, title] of groups) {
    const rows = report.promises.filter((promise) => promise.state === state);
    if (rows.length === 0) continue;
    lines.push(`${title} (${rows.length})`);
    for (const promise of rows) {
      lines.push(`  ${promise.id}  ${promise.text}`);
      if (promise.productChecks) lines.push(`        product: ${promise.productChecks}`);
      for (const test of promise.tests) lines.push(`        ${test.passed ? 'passed' : 'FAILED'}: ${test.name} (${test.file})`);
    }
    lines.push('');
  }
  if (report.unknownIds.length > 0) lines.push(`Tests name promises that do not exist: ${report.unknownIds.join(', ')}`, '');
  const { total, shown, failing, operator, nothing } = report.counts;
  lines.push(`${total} promises: ${shown} shown, ${failing} failing, ${operator} operator, ${nothing} nothing yet.`);
  lines.push(report.run === null ? 'No test run yet: npm test.' : `Last run: ${report.at}.`);
  process.stdout.write(`${lines.join('\n')}\n`);
}
