/** For how long the service keeps what had arrived of a file, milliseconds. */
const KEPT_MS = 7 * 86_400_000;
const PLACE = 'ironbark-unfinished-uploads';

/** Uploads that were under way when a page was left, by what their file looks like: no name of a file is kept, and none of a client. */
type Unfinished = Record<string, { id: string; scope: string; at: number }>;

/** What tells a file from others before it is read: a hash of where it goes, its name, length and date. Null where the browser has no hashing. */
export async function fingerprint(scope: string, { name, size, lastModified }: File): Promise<string | null> {
  // Only pages that came by a safe way have it.
  if (!('subtle' in crypto)) return null;
  const said = new TextEncoder().encode(JSON.stringify([scope, name, size, lastModified]));
  const hash = await crypto.subtle.digest('SHA-256', said);
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The upload of a file that had not arrived whole. */
export function unfinishedOf(print: string | null): string | undefined {
  return print === null ? undefined : read()[print]?.id;
}

/** Whether files of a scope go to a place: those of a new version name the document as well. */
export function isFor(scope: string, place: string): boolean {
  return scope === place || scope.startsWith(`${place} `);
}

/** How many files to one place had not arrived whole, beside those of this page. */
export function unfinishedCount(place: string, except: ReadonlySet<string>): number {
  return Object.values(read()).filter((one) => isFor(one.scope, place) && !except.has(one.id)).length;
}

/** Keeps an upload in mind until it is done. */
export function keepUnfinished(print: string | null, id: string, scope: string): void {
  if (print !== null) write({ ...read(), [print]: { id, scope, at: Date.now() } });
}

/** Forgets uploads, such as those that are done or were given up. */
export function forgetUnfinished(gone: (one: { id: string; scope: string }) => boolean): void {
  write(Object.fromEntries(Object.entries(read()).filter(([, one]) => !gone(one))));
}

function read(): Unfinished {
  try {
    const kept = JSON.parse(localStorage.getItem(PLACE) ?? '{}') as Unfinished;
    return Object.fromEntries(Object.entries(kept).filter(([, { at }]) => Date.now() - at < KEPT_MS));
  } catch {
    // Storage that is closed or was written by something else: every file begins anew.
    return {};
  }
}

function write(kept: Unfinished): void {
  try {
    localStorage.setItem(PLACE, JSON.stringify(kept));
  } catch {
    // The same.
  }
}
