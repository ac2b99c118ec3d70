import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/**
 * Runs some work while no other process runs it for the same lock file. The lock of a process that died is taken over.
 * @template T
 * @param {string} path
 * @param {() => Promise<T>} work
 * @param {(pid: number) => void} [onWait] told once when another process holds the lock
 * @returns {Promise<T>}
 */
export async function exclusively(path, work, onWait = () => undefined) {
  mkdirSync(dirname(path), { recursive: true });
  const mine = `${path}.${process.pid}`;
  const release = () => rmSync(path, { force: true });
  writeFileSync(mine, String(process.pid));
  try {
    for (let told = false; ;) {
      try {
        // A link appears whole or not at all, so the lock always names its holder.
        linkSync(mine, path);
        break;
      } catch (error) {
        if (error.code !== 'EEXIST') throw error;
      }
      let holder = Number.NaN;
      try {
        holder = Number(readFileSync(path, 'utf8'));
      } catch {
        continue;
      }
      if (!isAlive(holder)) release();
      else if (!told) {
        told = true;
        onWait(holder);
      }
      await pause(100);
    }
  } finally {
    rmSync(mine, { force: true });
  }
  process.once('exit', release);
  try {
    return await work();
  } finally {
    process.off('exit', release);
    release();
  }
}
