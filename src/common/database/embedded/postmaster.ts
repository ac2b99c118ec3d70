import { spawn } from 'node:child_process';
import { closeSync, fstatSync, openSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { PostgresBinaries } from './binaries.js';
import { handFolder, serverEnvironment } from './cluster-folder.js';
import { EmbeddedPostgresError } from './embedded.errors.js';
import { isAlive, isPostmasterOf, lastReason, waitUntilGone } from './processes.js';
import type { ServerUser } from './server-user.js';
import { readIfThere } from './state.js';

const LOG_LIMIT_BYTES = 10_000_000;
const START_PATIENCE_MS = 300_000;
const FIRST_PORT = 54329;
const PORTS_TRIED = 200;

/** A running server: its first process and the port it listens on. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  /** True once it takes connections, false while it starts or recovers. */
  readonly ready: boolean;
}

/**
 * Safe settings for a server that holds personal data: this machine only, no socket in a shared folder, and a log
 * that never holds a statement, a parameter or the text of a failed statement (`log_min_messages = log` ranks above error).
 */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  password_encryption: 'scram-sha-256',
  shared_buffers: '256MB',
  max_connections: '100',
  jit: 'off',
  idle_in_transaction_session_timeout: '10s',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_destination: 'stderr',
  logging_collector: 'off',
  log_statement: 'none',
  log_min_duration_statement: '-1',
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
};

/** The live server of a data folder, or null. A leftover pid file of a dead or foreign process is removed. */
export function findPostmaster(clusterDir: string): Postmaster | null {
  const file = join(clusterDir, 'postmaster.pid');
  const lines = readIfThere(file)?.split('\n');
  if (lines === undefined) return null;
  const pid = Number.parseInt(lines[0] ?? '', 10);
  if (pid > 0 && isAlive(pid) && isPostmasterOf(pid, clusterDir)) {
    return { pid, port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' };
  }
  // PostgreSQL would refuse to start when the id now belongs to another of our own processes.
  rmSync(file, { force: true });
  return null;
}

/** Stops a server: open connections are closed, committed work is kept ("fast" stop), crash stop after 30 seconds. */
export async function stopPostmaster(pid: number): Promise<void> {
  for (const [signal, patience] of [
    ['SIGINT', 30_000],
    ['SIGQUIT', 10_000],
    ['SIGKILL', 5_000],
  ] as const) {
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    if (await waitUntilGone(pid, patience)) return;
  }
  throw new EmbeddedPostgresError(`The embedded PostgreSQL (process ${pid}) does not stop; stop it by hand and try again.`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

async function nextFreePort(from: number): Promise<number> {
  for (let port = from; port < from + PORTS_TRIED && port < 65536; port += 1) if (await isFree(port)) return port;
  throw new EmbeddedPostgresError(
    `No port from ${from} on is free for the embedded PostgreSQL; stop what holds them, or set DATABASE_URL and the other logins.`,
  );
}

/** What to start, and how. */
export interface StartOptions {
  readonly dataDir: string;
  readonly clusterDir: string;
  readonly user: ServerUser;
  readonly binaries: PostgresBinaries;
  readonly settings: Readonly<Record<string, string>>;
  /** Port to try first, or null for the usual one. */
  readonly port: number | null;
  readonly log: (message: string) => void;
}

function openLog(dataDir: string): number {
  const path = join(dataDir, 'postgres.log');
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > LOG_LIMIT_BYTES) renameSync(path, `${path}.1`);
  return openSync(path, 'a', 0o600);
}

async function startOnce(options: StartOptions, port: number): Promise<Postmaster | string> {
  const { clusterDir, user } = options;
  const logFile = openLog(options.dataDir);
  const logStart = fstatSync(logFile).size;
  const handed = handFolder(user, clusterDir);
  const settings = { ...SETTINGS, ...options.settings, port: String(port) };
  const args = ['-D', handed.name, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  const identity = user.stepsDown ? { uid: user.uid, gid: user.gid } : {};
  // A group of its own: Ctrl-C reaches this process first, which then stops the server in order.
  const child = spawn(options.binaries.postgres, args, {
    ...identity,
    cwd: '/',
    env: serverEnvironment(),
    detached: true,
    stdio: ['ignore', logFile, logFile, handed.descriptor],
  });
  closeSync(logFile);
  handed.close();
  let ended: string | null = null;
  child.once('error', (error) => void (ended = error.message));
  const onExit = () => void (ended ??= lastReason(readFileSync(join(options.dataDir, 'postgres.log')).subarray(logStart).toString()));
  child.once('exit', onExit);
  child.unref();
  const begun = performance.now();
  for (let told = 5000; ;) {
    if (ended !== null) return ended;
    const running = findRunning(clusterDir, child.pid);
    if (running?.ready) {
      // From here on its end is a stop like any other, after which the log may be gone.
      child.off('exit', onExit);
      return running;
    }
    const waited = performance.now() - begun;
    if (waited > START_PATIENCE_MS) return 'it did not become ready within five minutes';
    if (waited > told) {
      options.log(`The database is recovering (${Math.round(waited / 1000)} s).`);
      told += 5000;
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

function findRunning(clusterDir: string, pid: number | undefined): Postmaster | null {
  const lines = readIfThere(join(clusterDir, 'postmaster.pid'))?.split('\n');
  if (lines === undefined || Number(lines[0]) !== pid || pid === undefined) return null;
  return { pid, port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' };
}

/**
 * Starts the server on the wished port, or on the next free one.
 *
 * @throws EmbeddedPostgresError with the server's own reason.
 */
export async function startPostmaster(options: StartOptions): Promise<Postmaster> {
  let wished = options.port ?? FIRST_PORT;
  let reason = '';
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const port = await nextFreePort(wished);
    const started = await startOnce(options, port);
    if (typeof started !== 'string') return started;
    reason = started;
    // Somebody took the port between the probe and the start.
    if (/create any TCP\/IP sockets/.test(reason)) wished = port + 1;
    // After a kill -9 the old server's workers need a moment to notice and leave.
    else if (/still in use/.test(reason)) await new Promise((resolve) => setTimeout(resolve, 500));
    else break;
  }
  throw new EmbeddedPostgresError(`The embedded PostgreSQL did not start: ${reason} (see ${join(options.dataDir, 'postgres.log')}).`);
}
