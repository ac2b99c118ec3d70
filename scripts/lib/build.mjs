import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { exclusively } from './lock.mjs';
import { at, cacheDir, root } from './paths.mjs';
import { fail, runQuietly, since } from './processes.mjs';

const TARGETS = {
  server: {
    title: 'the server',
    marker: 'src/main.ts',
    sources: ['src', 'migrations', 'test', 'ormconfig.ts'],
    settings: ['.swcrc', 'package-lock.json'],
    into: at('dist'),
    ignored: (path) => /\.spec\.ts$/.test(path),
    command: (out) => {
      const sources = TARGETS.server.sources.filter((source) => existsSync(at(source)));
      const flags = ['-d', out, '-q', '--copy-files', '--ignore', '**/*.spec.ts'];
      return [at('node_modules/@swc/cli/bin/swc.js'), ...sources, ...flags];
    },
  },
  admin: {
    title: 'the admin UI',
    marker: 'admin/index.html',
    sources: ['admin'],
    settings: ['package-lock.json'],
    into: at('admin', 'dist'),
    ignored: (path) => /^admin\/(dist|node_modules)(\/|$)|\.(spec|test)\.tsx?$/.test(path),
    command: (out) => [at('node_modules/vite/bin/vite.js'), 'build', at('admin'), '--outDir', out, '--emptyOutDir', '--logLevel', 'warn'],
  },
};

function filesOf(path, ignored) {
  if (ignored(path) || !existsSync(join(root, path))) return [];
  if (!statSync(join(root, path)).isDirectory()) return [path];
  return readdirSync(join(root, path))
    .sort()
    .flatMap((name) => filesOf(`${path}/${name}`, ignored));
}

/** A hash over names and contents: a checkout that only moves file times builds nothing. */
function fingerprint(target) {
  const hash = createHash('sha256');
  for (const path of [...target.settings, ...target.sources].flatMap((source) => filesOf(source, target.ignored))) {
    const content = readFileSync(join(root, path));
    hash.update(`${path}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

function isFresh(name, target, wanted) {
  const stamp = join(cacheDir, `${name}.stamp`);
  return existsSync(target.into) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
}

async function compile(name, target, wanted) {
  const out = join(cacheDir, `${name}-${process.pid}`);
  // Left by a build that was killed; under the lock nobody else is building this.
  for (const left of readdirSync(cacheDir)) {
    if (left.startsWith(`${name}-`)) rmSync(join(cacheDir, left), { recursive: true, force: true });
  }
  try {
    const { code, output } = await runQuietly(process.execPath, target.command(out), { cwd: root });
    if (code !== 0 || !existsSync(out)) throw new BuildError(target.title, output);
    // Swapped in whole: what a deleted source left behind goes, and no half-built folder is ever run.
    const old = `${out}-old`;
    rmSync(old, { recursive: true, force: true });
    if (existsSync(target.into)) renameSync(target.into, old);
    renameSync(out, target.into);
    rmSync(old, { recursive: true, force: true });
    writeFileSync(join(cacheDir, `${name}.stamp`), wanted);
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

/** A build that failed, with what the compiler wrote. */
export class BuildError extends Error {
  constructor(title, output) {
    super(`Building ${title} failed.`);
    this.output = output.trim();
  }
}

/**
 * Builds what is out of date.
 * @param {('server' | 'admin')[]} names
 * @param {{ force?: boolean, say?: (line: string) => void }} [options]
 * @throws {BuildError}
 */
export async function build(names, { force = false, say = () => undefined } = {}) {
  const present = names.filter((name) => existsSync(at(TARGETS[name].marker)));
  const ended = await Promise.allSettled(
    present.map(async (name) => {
      const target = TARGETS[name];
      if (!force && isFresh(name, target, fingerprint(target))) return;
      mkdirSync(cacheDir, { recursive: true });
      const wait = (pid) => say(`Waiting for process ${pid}, which is building ${target.title} …`);
      await exclusively(
        join(cacheDir, `${name}.lock`),
        async () => {
          const wanted = fingerprint(target);
          if (!force && isFresh(name, target, wanted)) return;
          const begun = performance.now();
          say(`Building ${target.title} …`);
          await compile(name, target, wanted);
          say(`Built ${target.title} in ${since(begun)}.`);
        },
        wait,
      );
    }),
  );
  const failure = ended.find((one) => one.status === 'rejected');
  if (failure !== undefined) throw failure.reason;
}

/**
 * Goes on as a built program, in this same process.
 * @param {string} program path below the build folder
 */
export async function become(program) {
  const path = join(TARGETS.server.into, program);
  if (!existsSync(path)) fail(`${path} is not there; run npm run build.`);
  process.setSourceMapsEnabled(true);
  process.argv[1] = path;
  // What was compiled once need not be again: a start is faster by more than a second.
  enableCompileCache(join(cacheDir, 'compiled'));
  await import(pathToFileURL(path).href);
}

/** Like {@link build}, for a command line: a failure prints the compiler's words on standard error and ends the process. */
export async function buildOrExit(names, options) {
  try {
    await build(names, options);
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    process.stderr.write(`${error.output}\n${error.message}\n`);
    process.exit(1);
  }
}
