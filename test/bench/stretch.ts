import { cpuMsOf } from './process-cost.js';
import { median } from './statistics.js';

/** How long something took, and what it cost the process that did it. */
export interface Stretch {
  ms: number;
  cpuMs: number | null;
}

/** How often faster, round by round. */
export function faster(ours: readonly Stretch[], theirs: readonly Stretch[]): number {
  return median(ours.map(({ ms }, round) => theirs[round]!.ms / ms));
}

/** As details keep it. */
export function costs(list: readonly Stretch[]): object {
  return { ms: list.map(({ ms }) => Math.round(ms)), cpuMs: list.map(({ cpuMs }) => cpuMs) };
}

/** Does something and notes what it cost the process that did it. */
export async function costOf(pid: number, work: () => Promise<unknown>): Promise<Stretch> {
  const before = cpuMsOf(pid);
  const begun = performance.now();
  await work();
  const ms = performance.now() - begun;
  const after = cpuMsOf(pid);
  return { ms, cpuMs: before === null || after === null ? null : after - before };
}
