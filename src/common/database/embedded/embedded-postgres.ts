import { chmodSync, mkdirSync, realpathSync, rmdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { findBinaries } from './binaries.js';
import { createCluster, inspectCluster, takeOwnership } from './cluster-folder.js';
import { EmbeddedPostgresError } from './embedded.errors.js';
import { findPostmaster, type Postmaster, startPostmaster, stopPostmaster } from './postmaster.js';
import { chooseServerUser, type ServerUser } from './server-user.js';
import { ServerState } from './state.js';

/** How to start the embedded server. */
export interface EmbeddedPostgresOptions {
  /** Folder for everything embedded; the cluster is in `postgres` below it. Made when absent. */
  readonly dataDir: string;
  /** Told what happens, one sentence a call. */
  readonly log: (message: string) => void;
  /** Server settings beside the safe ones, for tests and benches (`fsync`, `shared_buffers`). */
  readonly settings?: Readonly<Record<string, string>>;
}

/** A running embedded server, as one process sees it. */
export interface EmbeddedPostgres {
  /** Connection string of the superuser for one database; holds the password, so never log it. */
  superuserUrl(database: string): string;
  readonly port: number;
  /** True when another process had started it and still uses it. */
  readonly adopted: boolean;
  /**
   * Ends this process's use. The server itself stops when nobody else uses it, so a command-line tool beside a
   * running product never stops the product's database. Safe to call twice.
   */
  stop(): Promise<void>;
}

function prepareDataDir(given: string): string {
  const dataDir = resolve(given);
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o711 });
    const real = realpathSync(dataDir);
    if (!statSync(real).isDirectory()) throw new Error('not a folder');
    return real;
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'not a folder';
    throw new EmbeddedPostgresError(
      `DATA_DIR ${dataDir} cannot be used as a folder (${reason}); make it a folder that this account may write to.`,
    );
  }
}

/** The cluster as this process is to use it. */
interface Started {
  readonly pid: number;
  readonly port: number;
  readonly password: string;
  readonly adopted: boolean;
}

/** The server that another live process runs, once it takes connections; null when there is none to join. */
async function joinable(clusterDir: string, state: ServerState): Promise<Postmaster | null> {
  const until = performance.now() + 60_000;
  for (;;) {
    const running = findPostmaster(clusterDir);
    if (running === null || !state.hasUsers() || performance.now() > until) return null;
    if (running.ready) return running;
    await new Promise((wake) => setTimeout(wake, 50));
  }
}

/** Under the lock: joins, or makes what is missing and starts. */
async function joinOrStart(
  options: EmbeddedPostgresOptions,
  dataDir: string,
  clusterDir: string,
  user: ServerUser,
  state: ServerState,
): Promise<Started> {
  const password = state.password();
  const joined = password === null ? null : await joinable(clusterDir, state);
  if (joined !== null && password !== null) return { pid: joined.pid, port: joined.port, password, adopted: true };

  const orphan = findPostmaster(clusterDir);
  if (orphan !== null) {
    options.log('Stopping a database server that an earlier process left behind.');
    await stopPostmaster(orphan.pid);
  }
  const binaries = findBinaries(user, dataDir);
  const found = inspectCluster(clusterDir, binaries.major);
  if (found !== 'new' && password === null) {
    throw new EmbeddedPostgresError(
      `${clusterDir} is there but its password file in ${join(dataDir, 'postgres-state')} is missing; restore that folder, or move both away to begin with an empty database.`,
    );
  }
  const secret = password ?? state.makePassword();
  if (found === 'new') {
    options.log('Making a new database folder.');
    if (statSync(clusterDir, { throwIfNoEntry: false }) !== undefined) rmdirSync(clusterDir);
    await createCluster(dataDir, clusterDir, user, binaries, secret);
  }
  takeOwnership(clusterDir, user);
  chmodSync(clusterDir, 0o700);
  const { pid, port } = await startPostmaster({
    dataDir,
    clusterDir,
    user,
    binaries,
    settings: options.settings ?? {},
    port: state.port(),
    log: options.log,
  });
  state.rememberPort(port);
  return { pid, port, password: secret, adopted: false };
}

/** Turns what the file system refuses into a sentence; other errors pass unchanged. */
function explained(error: unknown, dataDir: string): unknown {
  const { code, path } = error as NodeJS.ErrnoException;
  if (error instanceof EmbeddedPostgresError || code === undefined) return error;
  const reasons: Record<string, string> = {
    ENOSPC: 'the disk is full',
    EACCES: 'this account may not use it',
    EPERM: 'this account may not use it',
    EROFS: 'the disk is read-only',
  };
  const reason = reasons[code];
  if (reason === undefined) return error;
  return new EmbeddedPostgresError(`The embedded PostgreSQL cannot use ${path ?? dataDir}: ${reason}.`);
}

/**
 * Starts the PostgreSQL that ships with the product, or joins it when another process of this data folder already
 * runs it. Makes the cluster on first use, recovers after a crash, and stops a server that a killed process left behind.
 *
 * @throws EmbeddedPostgresError whose message is one sentence for the operator.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const dataDir = prepareDataDir(options.dataDir);
  const clusterDir = join(dataDir, 'postgres');
  const user = chooseServerUser();
  let state: ServerState;
  let started: Started;
  try {
    state = new ServerState(dataDir);
    started = await state.exclusively(async () => {
      const found = await joinOrStart(options, dataDir, clusterDir, user, state);
      state.register();
      return found;
    });
  } catch (error) {
    throw explained(error, dataDir);
  }

  let stopping: Promise<void> | null = null;
  const stop = (): Promise<void> =>
    state.exclusively(async () => {
      state.unregister();
      if (!state.hasUsers() && findPostmaster(clusterDir)?.pid === started.pid) await stopPostmaster(started.pid);
    });
  return {
    port: started.port,
    adopted: started.adopted,
    superuserUrl: (database) => `postgres://postgres:${started.password}@127.0.0.1:${started.port}/${encodeURIComponent(database)}`,
    stop: () => (stopping ??= stop()),
  };
}
