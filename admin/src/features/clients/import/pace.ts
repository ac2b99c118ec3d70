/** How fast an import runs, from what was seen of it. */
export interface Sighting {
  /** Milliseconds since the epoch. */
  at: number;
  done: number;
}

const WINDOW_MS = 30_000;

/** Adds a sighting and forgets those older than half a minute. */
export function sighted(seen: readonly Sighting[], next: Sighting): Sighting[] {
  return [...seen.filter(({ at, done }) => next.at - at <= WINDOW_MS && done <= next.done), next];
}

/** Rows a second over the sightings; `null` until two of them tell. */
export function rowsPerSecond(seen: readonly Sighting[]): number | null {
  const [first, last] = [seen[0], seen.at(-1)];
  if (first === undefined || last === undefined || last.at - first.at < 900 || last.done === first.done) return null;
  return ((last.done - first.done) * 1000) / (last.at - first.at);
}

/** The time that is left, in words a person would use; `null` while nothing can be said. */
export function timeLeft(rowsLeft: number, perSecond: number | null): string | null {
  if (perSecond === null || perSecond <= 0) return null;
  const seconds = Math.ceil(rowsLeft / perSecond);
  if (seconds < 10) return 'a few seconds';
  if (seconds < 60) return `${Math.ceil(seconds / 10) * 10} seconds`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return minutes === 1 ? '1 minute' : `${minutes} minutes`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
