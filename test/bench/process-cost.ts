import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const PAGE_BYTES = 4_096;

/** CPU that a process has used so far, milliseconds; null where the system does not say (Linux only). */
export function cpuMsOf(pid: number): number | null {
  try {
    const [user, system] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ').slice(11, 13);
    return (Number(user) + Number(system)) * 10;
  } catch {
    return null;
  }
}

/** Resident memory of a process now, bytes. */
export function residentBytesOf(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * PAGE_BYTES;
  } catch {
    return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }).trim()) * 1024;
  }
}

const SAMPLED_EVERY_MS = 50;

/** The most memory that a process had resident while `work` ran, bytes, with what came out. */
export async function peakDuring<Result>(pid: number, work: () => Promise<Result>): Promise<{ peak: number; result: Result }> {
  let peak = residentBytesOf(pid);
  const sampling = setInterval(() => (peak = Math.max(peak, residentBytesOf(pid))), SAMPLED_EVERY_MS);
  try {
    const result = await work();
    return { peak: Math.max(peak, residentBytesOf(pid)), result };
  } finally {
    clearInterval(sampling);
  }
}
