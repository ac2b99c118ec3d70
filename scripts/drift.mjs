// npm run drift: regenerates what is generated and fails when it differs from what is kept (or was never committed).
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { asvsPage, judgeAsvs, readAsvs } from './lib/asvs.mjs';
import { buildOrExit } from './lib/build.mjs';
import { needsNode24 } from './lib/node24.mjs';
import { at, root } from './lib/paths.mjs';
import { fail, runQuietly, survivesClosedPipes } from './lib/processes.mjs';

survivesClosedPipes();
await needsNode24();
await buildOrExit(['server']);

/** Standard output of a command of the product; only it, so that a log line can never end up in a kept file. */
function printed(...args) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [at('dist/src/cli.js'), ...args], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.once('close', (code) => {
      if (code !== 0 || output.trim() === '') fail(`"ironbark ${args.join(' ')}" failed, so drift cannot be checked.`);
      resolve(`${JSON.stringify(JSON.parse(output), null, 2)}\n`);
    });
  });
}

async function apiTypes() {
  const program = at('node_modules/openapi-typescript/bin/cli.js');
  const target = at('node_modules/.cache/ironbark/schema.d.ts');
  const { code, output } = await runQuietly(process.execPath, [program, at('docs/openapi.json'), '-o', target], { cwd: root });
  if (code !== 0) fail(`${output.trim()}\nThe types of the API could not be generated.`);
  return readFileSync(target, 'utf8');
}

function asvsTable() {
  const asvs = readAsvs(root);
  return asvsPage(asvs.source, judgeAsvs(asvs));
}

const KEPT = [
  ['docs/openapi.json', () => printed('openapi')],
  ['admin/src/shared/api/schema.d.ts', apiTypes],
  ['test/inventory/permissions.snapshot.json', () => printed('permissions')],
  ['docs/asvs.md', asvsTable],
];

const drifted = [];
for (const [path, generate] of KEPT) {
  const before = existsSync(at(path)) ? readFileSync(at(path), 'utf8') : null;
  const now = await generate();
  if (before !== now) {
    mkdirSync(dirname(at(path)), { recursive: true });
    writeFileSync(at(path), now);
    drifted.push(path);
  }
}

const paths = KEPT.map(([path]) => path);
const git = await runQuietly('git', ['status', '--porcelain', '--', ...paths], { cwd: root });
const uncommitted =
  git.code === 0
    ? git.output
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => line.slice(3))
    : [];
const all = [...new Set([...drifted, ...uncommitted])].sort((a, b) => a.localeCompare(b));
if (all.length === 0) process.stdout.write(`No drift in ${paths.join(', ')}.\n`);
else {
  if (git.code === 0)
    process.stdout.write((await runQuietly('git', ['--no-pager', 'diff', '--stat', '--', ...paths], { cwd: root })).output);
  fail(
    `Regenerated and different from what is committed: ${all.join(', ')}. Read the difference (a permission change is a decision), then commit it.`,
  );
}
