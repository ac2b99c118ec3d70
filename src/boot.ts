import { createServer } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { loadSettings } from './common/config/load-settings.js';
import { SettingsError, type Environ, type Settings } from './common/config/settings.js';
import { EmbeddedPostgresError } from './common/database/embedded/embedded.errors.js';
import { CryptoError } from './common/crypto/crypto.errors.js';
import { DomainError } from './common/errors.js';
import { Readiness } from './common/observability/readiness.js';
import { ensureDemo } from './demo/ensure-demo.js';
import { createHttpApp } from './http-app.js';
import { UnsafeDatabase, assertUnprivileged, bringUpToDate, openDatabase, type Runtime } from './runtime.js';

/** Requests in flight get this long to finish after a signal, in milliseconds. */
const GRACE_MS = 15_000;

/** The port is taken: said before anything is opened. */
class PortTaken extends Error {
  constructor(host: string, port: number) {
    super(`Port ${port} on ${host} is taken. Stop what uses it, or choose another: PORT=${port + 1} npm start`);
    this.name = 'PortTaken';
  }
}

/** Starts the process: settings, database, schema, demo practices on first use, HTTP. Ends it with one clear sentence otherwise. */
export async function boot(env: Environ): Promise<void> {
  const say = (line: string) => process.stdout.write(`${line}\n`);
  let runtime: Runtime | undefined;
  try {
    const started = performance.now();
    const settings = loadSettings(env);
    await assertPortFree(settings);
    const step = stepper(say);
    runtime = await step(settings.database ? 'Reaching the database' : 'Starting PostgreSQL', () =>
      openDatabase(settings, () => undefined),
    );
    const { urls } = runtime;
    const ran = await step('Bringing the schema up to date', () => bringUpToDate({ urls, stop: async () => undefined }));
    if (ran.length > 0) say(`    ${ran.length} migrations ran`);
    await assertUnprivileged(urls);
    const demo = settings.production ? undefined : await ensureDemo(settings, urls, { size: 'small', say });
    const app = await step('Starting Ironbark', () => createHttpApp({ settings, urls }));
    await app.listen({ port: settings.http.port, host: settings.http.host });
    endOnSignal(app, runtime, say);
    announce(settings, demo?.signIn ?? [], performance.now() - started, say);
  } catch (error) {
    await runtime?.stop().catch(() => undefined);
    process.stderr.write(`\n${explain(error)}\n`);
    process.exitCode = 1;
    // Pools may still hold the event loop open; there is nothing left to do.
    setTimeout(() => process.exit(1), 200).unref();
  }
}

/** One sentence, or one per mistake, for whoever started the process; a stack only for what we did not foresee. */
function explain(error: unknown): string {
  if (
    error instanceof SettingsError ||
    error instanceof EmbeddedPostgresError ||
    error instanceof PortTaken ||
    error instanceof CryptoError ||
    error instanceof DomainError
  )
    return error.message;
  if (error instanceof UnsafeDatabase)
    return ['Ironbark does not start on this database:', ...error.sentences.map((sentence) => `  - ${sentence}`)].join('\n');
  if (error instanceof Error) {
    const { code } = error as { code?: string };
    if (code === 'EADDRINUSE' || code === 'EACCES') return `The address cannot be listened on (${code}). Choose another PORT or HOST.`;
    if (code === 'ECONNREFUSED' || code === '28P01' || code === '3D000')
      return `The database cannot be reached or refused the login (${code}). Check DATABASE_URL and its three companions.`;
    return error.stack ?? error.message;
  }
  return String(error);
}

async function assertPortFree({ http: { host, port } }: Settings): Promise<void> {
  if (port === 0) return;
  await new Promise<void>((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => reject(error.code === 'EADDRINUSE' ? new PortTaken(host, port) : error));
    probe.listen(port, host, () => probe.close(() => resolve()));
  });
}

/** Says what goes on and how long it took. */
function stepper(say: (line: string) => void): <Result>(what: string, work: () => Promise<Result>) => Promise<Result> {
  return async (what, work) => {
    const started = performance.now();
    const result = await work();
    say(`  ${what.padEnd(36)}${((performance.now() - started) / 1000).toFixed(1)} s`);
    return result;
  };
}

function announce(
  settings: Settings,
  signIn: readonly { practice: string; address: string; who: string }[],
  took: number,
  say: (line: string) => void,
): void {
  const { publicUrl } = settings.http;
  say('');
  say(`  Ironbark is ready (${(took / 1000).toFixed(1)} s):  ${publicUrl}`);
  if (signIn.length > 0) {
    say('');
    say('  Sign in with one of these addresses; the link arrives in the caught mail:');
    for (const { practice, address, who } of signIn) say(`    ${address.padEnd(34)} ${who}, ${practice}`);
  }
  if (settings.mail.smtpUrl === null && !settings.production) say(`\n  Caught mail:  ${publicUrl}/dev/mail`);
  say(`  API:          ${publicUrl}/api/docs\n\n  Ctrl-C stops everything.`);
}

/** Stops taking connections, lets requests in flight finish, then lets go of the database. */
function endOnSignal(app: NestFastifyApplication, runtime: Runtime, say: (line: string) => void): void {
  let ending = false;
  const end = async (signal: string) => {
    if (ending) return;
    ending = true;
    app.get(Readiness).leaving = true;
    say(`\n  ${signal}: finishing requests in flight …`);
    const late = setTimeout(() => process.exit(1), GRACE_MS);
    late.unref();
    await app.close().catch(() => undefined);
    await runtime.stop().catch(() => undefined);
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(signal));
}
