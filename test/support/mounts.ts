import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';

/** Runs what follows where a mount is seen by nobody else: as root, or where an ordinary account may make a namespace of its own. */
export const APART = ['unshare', process.getuid?.() === 0 ? '-m' : '-Urm'] as const;

/** Whether this machine lets us. */
export const canMount = spawnSync(APART[0], [APART[1], 'mount', '-t', 'tmpfs', 'tmpfs', tmpdir()]).status === 0;
