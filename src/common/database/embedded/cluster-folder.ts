import { spawn } from 'node:child_process';
import {
  chownSync,
  closeSync,
  existsSync,
  lchownSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { PostgresBinaries } from './binaries.js';
import { EmbeddedPostgresError } from './embedded.errors.js';
import { lastReason } from './processes.js';
import { canReach, type ServerUser } from './server-user.js';
import { readIfThere } from './state.js';

const PART = '.postgres-new-';

/**
 * A folder as the server's account is to name it. When root steps down inside a folder that is closed to others,
 * the path itself cannot be walked by the server's account; a descriptor opened by root and handed to the child
 * can (`/proc/self/fd/3`), so data stays where it was asked for and nobody's folder modes are changed.
 */
export interface HandedFolder {
  readonly name: string;
  /** Goes into the child's `stdio` list as the fourth entry. */
  readonly descriptor: number | 'ignore';
  close(): void;
}

/** Opens the way to a folder for the server's account; see {@link HandedFolder}. */
export function handFolder(user: ServerUser, path: string): HandedFolder {
  if (!user.stepsDown || canReach(user, path)) return { name: path, descriptor: 'ignore', close: () => undefined };
  if (process.platform !== 'linux') {
    throw new EmbeddedPostgresError(
      `The account that runs the embedded PostgreSQL cannot enter ${path}; set DATA_DIR to a folder whose parents other accounts may enter, or run as an ordinary user.`,
    );
  }
  const descriptor = openSync(path, 'r');
  return { name: '/proc/self/fd/3', descriptor, close: () => closeSync(descriptor) };
}

/**
 * Whether the data folder holds a whole cluster of the right version. An absent or empty folder is `new`.
 *
 * @throws EmbeddedPostgresError for a half-written folder or another major version; nothing is touched.
 */
export function inspectCluster(clusterDir: string, major: number): 'new' | 'ready' {
  if (!existsSync(clusterDir) || readdirSync(clusterDir).length === 0) return 'new';
  const version = readIfThere(join(clusterDir, 'PG_VERSION'))?.trim();
  if (!version || !existsSync(join(clusterDir, 'global', 'pg_control')) || !existsSync(join(clusterDir, 'postgresql.conf'))) {
    throw new EmbeddedPostgresError(
      `${clusterDir} is not a complete PostgreSQL data folder, so nothing was started or changed; restore it from a backup, or move it away to begin with an empty database.`,
    );
  }
  if (Number(version) !== major) {
    throw new EmbeddedPostgresError(
      `${clusterDir} was made by PostgreSQL ${version.slice(0, 8)} and this version of Ironbark ships PostgreSQL ${major}; move the folder away to begin anew, or use the version that made it.`,
    );
  }
  return 'ready';
}

/**
 * Makes a new cluster: SCRAM passwords only, UTF-8 with the builtin C.UTF-8 collation. It is built in a sibling
 * folder and renamed when whole, so an interrupted build leaves nothing that looks like data.
 *
 * @throws EmbeddedPostgresError with the reason of initdb.
 */
export async function createCluster(
  dataDir: string,
  clusterDir: string,
  user: ServerUser,
  binaries: PostgresBinaries,
  password: string,
): Promise<void> {
  for (const name of readdirSync(dataDir)) if (name.startsWith(PART)) rmSync(join(dataDir, name), { recursive: true, force: true });
  const part = mkdtempSync(join(dataDir, PART));
  const cluster = join(part, 'cluster');
  const passwordFile = join(part, 'password');
  mkdirSync(cluster, { mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (user.stepsDown) for (const path of [part, cluster, passwordFile]) chownSync(path, user.uid, user.gid);
  const handed = handFolder(user, part);
  try {
    const flags = ['-A', 'scram-sha-256', '-E', 'UTF8', '--locale-provider=builtin', '--locale=C.UTF-8', '-U', 'postgres'];
    await run(binaries.initdb, ['-D', `${handed.name}/cluster`, `--pwfile=${handed.name}/password`, ...flags], user, handed.descriptor);
    rmSync(passwordFile);
    renameSync(cluster, clusterDir);
  } finally {
    handed.close();
    rmSync(part, { recursive: true, force: true });
  }
}

/**
 * Gives the cluster to the server's account when another account made it (an ordinary run after or before one as root).
 *
 * @throws EmbeddedPostgresError when only root could do that.
 */
export function takeOwnership(clusterDir: string, user: ServerUser): void {
  if (statSync(clusterDir).uid === user.uid) return;
  if (!user.stepsDown) {
    throw new EmbeddedPostgresError(
      `${clusterDir} belongs to another account; run as that account, give it to this one with chown -R, or set DATA_DIR to another folder.`,
    );
  }
  for (const name of readdirSync(clusterDir, { recursive: true, encoding: 'utf8' })) lchownSync(join(clusterDir, name), user.uid, user.gid);
  lchownSync(clusterDir, user.uid, user.gid);
}

/** Environment of the server's programs: nothing of this process's own, which may hold secrets. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: '/usr/local/bin:/usr/bin:/bin', LC_MESSAGES: 'C', TZ: 'UTC' };
}

function run(program: string, args: string[], user: ServerUser, descriptor: number | 'ignore'): Promise<void> {
  return new Promise((resolve, reject) => {
    const identity = user.stepsDown ? { uid: user.uid, gid: user.gid } : {};
    const child = spawn(program, args, { ...identity, cwd: '/', env: serverEnvironment(), stdio: ['ignore', 'pipe', 'pipe', descriptor] });
    let output = '';
    const collect = (chunk: Buffer): void => void (output = (output + chunk.toString()).slice(-8000));
    child.stdout?.on('data', collect);
    child.stderr?.on('data', collect);
    child.once('error', (error) =>
      reject(
        new EmbeddedPostgresError(
          `The embedded PostgreSQL could not be run (${error.message}); set DATABASE_URL and the other logins to use a server of your own.`,
        ),
      ),
    );
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new EmbeddedPostgresError(`The database folder could not be made: ${lastReason(output)}.`));
    });
  });
}
