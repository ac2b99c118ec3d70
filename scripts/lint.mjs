// npm run lint: oxlint with types, the house rules, module borders, formatting. All run; the exit code tells whether all passed.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { needsNode24 } from './lib/node24.mjs';
import { at, root } from './lib/paths.mjs';
import { runQuietly, since, survivesClosedPipes } from './lib/processes.mjs';

survivesClosedPipes();
await needsNode24();

const FOLDERS = ['src', 'migrations', 'test', 'scripts', 'admin/src'].filter((folder) => existsSync(at(folder)));
const GENERATED = ['admin/src/shared/api/schema.d.ts'];

function sources(path) {
  if (GENERATED.includes(path) || /(^|\/)(node_modules|dist)$/.test(path)) return [];
  if (statSync(at(path)).isDirectory())
    return readdirSync(at(path))
      .sort()
      .flatMap((name) => sources(`${path}/${name}`));
  return /\.(ts|tsx|mjs)$/.test(path) ? [path] : [];
}

async function houseRules() {
  const [{ checkFile }, { rules }] = await Promise.all([import('./lint-rules/engine.mjs'), import('./lint-rules/rules.mjs')]);
  const files = [...FOLDERS.flatMap(sources), ...['ormconfig.ts'].filter((file) => existsSync(at(file)))];
  const findings = files.flatMap((file) => checkFile(file, readFileSync(at(file), 'utf8'), rules));
  const output = findings.map((finding) => `${finding.file}:${finding.line}: ${finding.message} (${finding.rule})`).join('\n');
  return { code: findings.length === 0 ? 0 : 1, output };
}

const tool =
  (path, ...args) =>
  () =>
    runQuietly(process.execPath, [at('node_modules', path), ...args], { cwd: root });
const formatted = ['src', 'migrations', 'test', 'scripts', 'admin/src']
  .map((folder) => `${folder}/**/*.{ts,tsx,mjs,css}`)
  .concat('*.{ts,mjs}', ...GENERATED.map((file) => `!${file}`));

/** @type {[string, () => Promise<{ code: number, output: string }>][]} */
const STEPS = [
  ['oxlint', tool('oxlint/bin/oxlint', '--type-aware', '--deny-warnings', '-c', '.oxlintrc.json', ...FOLDERS)],
  ['house rules', houseRules],
  [
    'module borders',
    tool('dependency-cruiser/bin/dependency-cruiser.mjs', '--config', '.dependency-cruiser.mjs', '--output-type', 'err', 'src'),
  ],
  ['format', tool('prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '--no-error-on-unmatched-pattern', ...formatted)],
];

let failed = 0;
for (const [name, step] of STEPS) {
  const begun = performance.now();
  const { code, output } = await step();
  if (code !== 0) {
    failed += 1;
    process.stdout.write(`${output.trim()}\n`);
  }
  process.stdout.write(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${since(begun)})\n`);
}
process.exit(failed === 0 ? 0 : 1);
