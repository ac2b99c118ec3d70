// Installs what package-lock.json names, when that is not what is installed. Runs before anything is installed, so: only
// node: imports here and in what it imports. A Node that is too old must still get as far as the sentence that says so,
// and long-lived distributions ship Node 12: newer syntax (`??`, `?.`, await outside a function) and newer
// named imports only in what is imported after the check.
import { createHash } from 'node:crypto';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { at, root } from './lib/paths.mjs';

const OLDEST = 20;
const stamp = at('node_modules', '.lock-hash');
const production = process.env.NODE_ENV === 'production';

/** What should be installed: the lock file's exact content, for this kind of machine. */
function wanted() {
  const hash = createHash('sha256')
    .update(fs.readFileSync(at('package-lock.json')))
    .digest('hex');
  return `${hash} ${process.platform}-${process.arch}`;
}

/** A full install serves production too; a production install has no test tools. */
function isInstalled() {
  const have = fs.existsSync(stamp) ? fs.readFileSync(stamp, 'utf8').trim() : '';
  return have === `${wanted()} all` || (production && have === `${wanted()} production`);
}

function countInstalled() {
  try {
    return fs.readdirSync(at('node_modules')).filter((name) => !name.startsWith('.')).length;
  } catch {
    return 0;
  }
}

function npmCommand() {
  const npm = process.env.npm_execpath;
  return npm !== undefined && /\.[cm]?js$/.test(npm) ? [process.execPath, [npm]] : ['npm', []];
}

function install(say, since) {
  return new Promise((resolve) => {
    const begun = performance.now();
    say('Installing what Ironbark needs (about a minute the first time) …');
    const ticker = setInterval(() => say(`  … ${since(begun)}, ${countInstalled()} folders`), 10_000);
    const [program, first] = npmCommand();
    const flags = [
      'ci',
      '--no-audit',
      '--no-fund',
      '--prefer-offline',
      '--loglevel=error',
      ...(production ? ['--omit=dev'] : ['--include=dev']),
    ];
    const child = spawn(program, [...first, ...flags], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const collect = (chunk) => (output = (output + chunk).slice(-6000));
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    const stop = (signal) => {
      child.kill(signal);
      process.exitCode = 130;
    };
    process.once('SIGINT', stop).once('SIGTERM', stop);
    const done = (code, reason) => {
      clearInterval(ticker);
      if (code === 0) say(`Installed in ${since(begun)}.`);
      resolve({ code, output: reason === undefined ? output : reason });
    };
    child.once('error', (error) => done(1, error.message));
    child.once('close', (code) => done(code === null ? 1 : code));
  });
}

async function prepare() {
  const { exclusively } = await import('./lib/lock.mjs');
  const { fail, since, survivesClosedPipes } = await import('./lib/processes.mjs');
  survivesClosedPipes();
  // Standard output belongs to the command that follows; --quiet also means: nothing when nothing is to be done.
  const say = (line) => process.stderr.write(`${line}\n`);
  const wait = (pid) => say(`Waiting for process ${pid}, which is installing …`);
  await exclusively(
    at('.prepare.lock'),
    async () => {
      if (isInstalled()) return;
      fs.rmSync(stamp, { force: true });
      const { code, output } = await install(say, since);
      if (code !== 0) {
        process.stderr.write(`${output.trim()}\n`);
        fail(
          'Installing failed; the lines above are from npm. Check the network and the free disk space, then run the same command again.',
        );
      }
      fs.writeFileSync(stamp, `${wanted()} ${production ? 'production' : 'all'}\n`);
    },
    wait,
  );
}

if (Number(process.versions.node.split('.')[0]) < OLDEST) {
  process.stderr.write(
    `Ironbark needs Node ${OLDEST} or newer to install itself, and this is Node ${process.versions.node}; install a current Node from https://nodejs.org and run the same command again.\n`,
  );
  process.exit(1);
}
if (fs.existsSync(at('package-lock.json')) && !isInstalled()) void prepare();
