const STRETCH_MS = 150;

/**
 * The share of one core that a busy loop gets now: about 1 on a quiet machine, less when others compute as well. Ratios of
 * rounds taken in turn bear that; limits in seconds do not, so the table says when they were measured without a core.
 */
export function coreShare(): number {
  const before = process.cpuUsage();
  const begun = performance.now();
  let turns = 0;
  while (performance.now() - begun < STRETCH_MS) turns++;
  const { user, system } = process.cpuUsage(before);
  return turns === 0 ? 0 : (user + system) / 1000 / (performance.now() - begun);
}
