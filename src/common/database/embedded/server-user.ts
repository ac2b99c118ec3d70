import { readFileSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname } from 'node:path';
import { EmbeddedPostgresError } from './embedded.errors.js';

/** Account that the server's processes run as. */
export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
  /** True when this process is root and steps down to another account (PostgreSQL refuses to run as root). */
  readonly stepsDown: boolean;
}

/**
 * Chooses the account: this process's own, or for root the account `postgres`, else `nobody`.
 *
 * @throws EmbeddedPostgresError when the account has no entry in the user database, which PostgreSQL requires.
 */
export function chooseServerUser(): ServerUser {
  const uid = process.getuid?.() ?? -1;
  const gid = process.getgid?.() ?? -1;
  if (uid !== 0) {
    try {
      userInfo();
    } catch {
      throw new EmbeddedPostgresError(
        `User id ${uid} has no account on this machine, which the embedded PostgreSQL needs; run as a real user, or set DATABASE_URL and the other logins.`,
      );
    }
    return { uid, gid, stepsDown: false };
  }
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  for (const name of ['postgres', 'nobody']) {
    const found = accounts.find((fields) => fields[0] === name);
    const id = Number(found?.[2]);
    if (found !== undefined && id > 0) return { uid: id, gid: Number(found[3]), stepsDown: true };
  }
  throw new EmbeddedPostgresError(
    'PostgreSQL does not run as root and there is no account postgres or nobody to run it as; run as an ordinary user, or set DATABASE_URL and the other logins.',
  );
}

/** Whether the account can reach a folder from the root: every folder on the way must let it through. */
export function canReach(user: ServerUser, path: string): boolean {
  for (let dir = path; ; dir = dirname(dir)) {
    const { mode, uid, gid } = statSync(dir);
    const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    if (dir === dirname(dir)) return true;
  }
}
