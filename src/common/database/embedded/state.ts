import { randomBytes } from 'node:crypto';
import { chmodSync, linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EmbeddedPostgresError } from './embedded.errors.js';
import { processIdentity } from './processes.js';

const LOCK_PATIENCE_MS = 120_000;

/** Reads a small file, or null when it is not there. */
export function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw error;
  }
}

/** Writes a private file so that it is there whole or not at all. */
function writePrivate(path: string, text: string): void {
  const part = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  writeFileSync(part, text, { mode: 0o600, flush: true });
  renameSync(part, path);
}

function lives(identity: string): boolean {
  return processIdentity(Number.parseInt(identity, 10)) === identity.trim();
}

/**
 * What this product remembers about its embedded server, in `DATA_DIR/postgres-state` (mode 0700): the superuser's
 * password, the port last used, who is using the server now, and the lock under which it is started and stopped.
 */
export class ServerState {
  private readonly dir: string;
  private readonly me: string;
  private readonly userFile: string;

  constructor(dataDir: string) {
    this.dir = join(dataDir, 'postgres-state');
    mkdirSync(join(this.dir, 'users'), { recursive: true, mode: 0o700 });
    chmodSync(this.dir, 0o700);
    const identity = processIdentity(process.pid);
    if (identity === null)
      throw new EmbeddedPostgresError(
        'The embedded PostgreSQL needs /proc or ps to recognise its processes; set DATABASE_URL and the other logins to use a server of your own.',
      );
    this.me = identity;
    this.userFile = join(this.dir, 'users', `${process.pid}-${randomBytes(4).toString('hex')}`);
  }

  /** The superuser's password, or null when none was ever made. */
  password(): string | null {
    return readIfThere(join(this.dir, 'superuser-password'));
  }

  /** Makes and keeps the superuser's password. */
  makePassword(): string {
    const password = randomBytes(24).toString('base64url');
    writePrivate(join(this.dir, 'superuser-password'), password);
    return password;
  }

  /** The port used last time, or null. */
  port(): number | null {
    const port = Number(readIfThere(join(this.dir, 'port')) ?? Number.NaN);
    return Number.isInteger(port) && port > 0 && port < 65536 ? port : null;
  }

  rememberPort(port: number): void {
    writePrivate(join(this.dir, 'port'), `${port}\n`);
  }

  /** Says that this process now uses the server: it must not be stopped under it. */
  register(): void {
    writePrivate(this.userFile, this.me);
  }

  /** Takes back {@link register}. */
  unregister(): void {
    rmSync(this.userFile, { force: true });
  }

  /** Whether any live process uses the server; forgets the dead ones. */
  hasUsers(): boolean {
    let found = false;
    for (const name of readdirSync(join(this.dir, 'users'))) {
      const path = join(this.dir, 'users', name);
      if (lives(readIfThere(path) ?? '')) found = true;
      else rmSync(path, { force: true });
    }
    return found;
  }

  /** Runs one start or stop at a time, across processes. A lock whose holder died is taken over. */
  async exclusively<T>(work: () => Promise<T>): Promise<T> {
    const lock = join(this.dir, 'lock');
    const mine = join(this.dir, `lock.${process.pid}.${randomBytes(4).toString('hex')}`);
    writeFileSync(mine, `${this.me}\n${mine}`, { mode: 0o600 });
    try {
      await this.take(lock, mine);
      try {
        return await work();
      } finally {
        rmSync(lock, { force: true });
      }
    } finally {
      rmSync(mine, { force: true });
    }
  }

  private async take(lock: string, mine: string): Promise<void> {
    const until = performance.now() + LOCK_PATIENCE_MS;
    for (;;) {
      try {
        linkSync(mine, lock);
        return;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const holder = readIfThere(lock);
      if (holder !== null && !lives(holder.split('\n')[0] ?? '')) this.clearStale(lock, holder, mine);
      else if (performance.now() > until) {
        throw new EmbeddedPostgresError(
          `Process ${Number.parseInt(holder ?? '', 10)} has been starting or stopping the embedded PostgreSQL for two minutes; stop that process and try again.`,
        );
      } else await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }

  /** Removes a dead holder's lock; if someone else replaced it in between, theirs is put back. */
  private clearStale(lock: string, holder: string, mine: string): void {
    const aside = `${mine}.stale`;
    try {
      renameSync(lock, aside);
      if (readIfThere(aside) !== holder) linkSync(aside, lock);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code !== 'ENOENT' && code !== 'EEXIST') throw error;
    } finally {
      rmSync(aside, { force: true });
    }
  }
}
