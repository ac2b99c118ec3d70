import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { promiseIds } from './promise-ids.mjs';

/**
 * Jest reporter: keeps which tests carry which promise ids, and how they ended, in test-results/promises.json.
 * The runs of one `npm test` (same IRONBARK_RUN) are merged; an older run's results are dropped.
 */
export default class PromiseReporter {
  constructor(globalConfig) {
    this.root = globalConfig.rootDir;
    this.tests = [];
  }

  onTestResult(test, result) {
    for (const one of result.testResults) {
      const ids = promiseIds(one.fullName);
      if (ids.length === 0 || !['passed', 'failed'].includes(one.status)) continue;
      this.tests.push({ ids, name: one.fullName, file: relative(this.root, test.path), passed: one.status === 'passed' });
    }
  }

  onRunComplete() {
    const folder = join(this.root, 'test-results');
    const file = join(folder, 'promises.json');
    const run = process.env.IRONBARK_RUN ?? new Date().toISOString();
    const suite = process.env.IRONBARK_SUITE ?? 'main';
    mkdirSync(folder, { recursive: true });
    let suites = {};
    try {
      const before = JSON.parse(readFileSync(file, 'utf8'));
      if (before.run === run) suites = before.suites;
    } catch {
      // No earlier run, or one that was cut off: begin anew.
    }
    const text = JSON.stringify({ run, at: new Date().toISOString(), suites: { ...suites, [suite]: this.tests } }, null, 2);
    writeFileSync(`${file}.part`, `${text}\n`);
    renameSync(`${file}.part`, file);
  }
}
