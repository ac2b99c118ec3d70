import { createHash } from 'node:crypto';

const WHOLE_BYTES = 32;
/** Enough to name what differs; whether anything differs at all is decided by the whole. */
const ITEM_BYTES = 4;
/** Longest token: one digest for each of two thousand members, in base64url. */
export const LONGEST_TOKEN = Math.ceil(((WHOLE_BYTES + 2000 * ITEM_BYTES) * 4) / 3);

/** What was looked at: what all of it rests on, and the state of each item by its id. */
export interface Previewed {
  basis: unknown;
  items: ReadonlyMap<string, unknown>;
}

/**
 * A token for exactly this state, in whatever order the items were named. It says nothing about the state and holds no
 * secret: whoever presents it may do what they could have previewed.
 */
export function previewToken(previewed: Previewed): string {
  return Buffer.concat([whole(previewed), ...sorted(previewed).map((entry) => digest(entry).subarray(0, ITEM_BYTES))]).toString(
    'base64url',
  );
}

/**
 * Ids whose state is not what the token was made for: none when nothing changed, and all of them when what they rest on
 * changed, other items were looked at, or the token is not one.
 */
export function changedSince(token: string, now: Previewed): string[] {
  if (token === previewToken(now)) return [];
  const looked = Buffer.from(token, 'base64url');
  const items = sorted(now);
  const ids = items.map(([id]) => id);
  if (looked.length !== WHOLE_BYTES + items.length * ITEM_BYTES) return ids;
  const changed = items.filter((entry, index) => {
    const from = WHOLE_BYTES + index * ITEM_BYTES;
    return !looked.subarray(from, from + ITEM_BYTES).equals(digest(entry).subarray(0, ITEM_BYTES));
  });
  return changed.length > 0 ? changed.map(([id]) => id) : ids;
}

function whole(previewed: Previewed): Buffer {
  return digest([previewed.basis, sorted(previewed)]);
}

function sorted({ items }: Previewed): [string, unknown][] {
  return [...items].sort(([a], [b]) => (a < b ? -1 : 1));
}

function digest(state: unknown): Buffer {
  return createHash('sha256').update(JSON.stringify(state)).digest();
}
