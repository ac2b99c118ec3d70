import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const SCRIPTS = fileURLToPath(new URL('../../scripts', import.meta.url));

let folder: string;
let checkout: string;

/** A checkout that was installed by another lock file, and an npm that only leaves a mark. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ironbark-node-'));
  checkout = join(folder, 'checkout');
  mkdirSync(join(checkout, 'node_modules', 'something'), { recursive: true });
  cpSync(SCRIPTS, join(checkout, 'scripts'), { recursive: true });
  writeFileSync(join(checkout, 'package-lock.json'), '{}');
  writeFileSync(join(checkout, 'node_modules', '.lock-hash'), 'of another lock file\n');
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'bin', 'npm'), `#!/bin/sh\necho called >> "${join(folder, 'npm-was-called')}"\n`, { mode: 0o755 });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Everything in the folder: paths and what they hold. */
function contents(): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(files.map(({ parentPath, name }) => [join(parentPath, name), readFileSync(join(parentPath, name), 'utf8')]));
}

/** Runs the script that npm runs before every command, under a Node that says it is of a version. */
function prepareUnder(version: string): { code: number | null; stdout: string; stderr: string } {
  const says = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } })`;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(says)}`, join(checkout, 'scripts', 'prepare.mjs')],
    { cwd: checkout, encoding: 'utf8', env: { PATH: [join(folder, 'bin'), process.env['PATH']].join(delimiter) } },
  );
  return { code: status, stdout, stderr };
}

describe('a Node that is too old', () => {
  it.each(['12.22.9', '18.20.8', '19.9.0'])('%s ends the command with one sentence and touches nothing', (version) => {
    const before = contents();
    const { code, stdout, stderr } = prepareUnder(version);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^Ironbark needs Node \d+ or newer [^\n]*\n$/);
    expect(stderr).toContain(`this is Node ${version};`);
    expect(contents()).toEqual(before);
  });

  it('gets as far as that sentence: the script holds nothing that Node 12 cannot read', () => {
    const script = readFileSync(join(SCRIPTS, 'prepare.mjs'), 'utf8');
    const imported = [...script.matchAll(/^import .* from '\.\/(.*)';$/gm)].map(([, path]) => readFileSync(join(SCRIPTS, path!), 'utf8'));
    for (const text of [script, ...imported]) {
      const code = text.replaceAll(/^\s*(\/\/|\*|\/\*).*$/gm, '');
      expect(code).not.toMatch(
        /\?\?|\?\.[^\d]|(\|\||&&)=|^\S.*\bawait\b|\.(at|replaceAll)\('|from '(?!node:|\.)|import \{[^}]*\} from 'node:fs'/m,
      );
    }
  });

  it('is the only reason not to go on: a newer one installs what is missing', () => {
    const { code, stdout } = prepareUnder('20.0.0');
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(Object.keys(contents()).filter((path) => path.endsWith('npm-was-called'))).toHaveLength(1);
  });
});
