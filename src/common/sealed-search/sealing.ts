import { decodeEntries, encodeEntries } from './codec.js';
import type { FieldAddress, SearchEntry, Sealer } from './entry.js';
import { SEGMENT_ENTRIES } from './entry.js';
import type { SearchCursor } from './search-query.js';

/** Sealed deltas are a multiple of this many bytes: nearly every name fits one block, so the length tells nothing. */
const DELTA_BLOCK = 512;
/** Sealed segments are a multiple of this many bytes. */
const SEGMENT_BLOCK = 16 * 1024;
/** Sealed cursors are a multiple of this many bytes. */
const CURSOR_BLOCK = 128;

/** What is searched when nothing else is said. Each kind of record is sealed under keys of its own: none opens as another. */
const CLIENT = 'client';

const deltaAt = (id: string, record: string): FieldAddress => ({ table: `${record}_search_delta`, column: 'sealed', rowId: id });
const segmentAt = (segmentNo: number, record: string): FieldAddress => ({
  table: `${record}_search_segment`,
  column: 'sealed',
  rowId: `${segmentNo}`,
});
const cursorAt = (record: string): FieldAddress => ({ table: `${record}_search_cursor`, column: 'position', rowId: 'page' });

/**
 * Seals one change for the delta table: the entry as it now is, or null when the record left search.
 * Both look the same from outside.
 */
export function sealEntry(sealer: Sealer, id: string, entry: SearchEntry | null, record = CLIENT): Buffer {
  if (entry && entry.id !== id) throw new RangeError('entry and delta row are different records');
  return sealed(sealer, deltaAt(id, record), encodeEntries(entry ? [entry] : [], DELTA_BLOCK));
}

/** Opens a delta row: the entry, or null when the record left search. Throws what the keyring throws when the seal is broken. */
export function openEntry(sealer: Sealer, id: string, envelope: Buffer, record = CLIENT): SearchEntry | null {
  const plain = sealer.open(deltaAt(id, record), envelope);
  const entry = decodeEntries(plain)[0] ?? null;
  plain.fill(0);
  if (entry && entry.id !== id) throw new RangeError('entry and delta row are different records');
  return entry;
}

/** Seals up to {@link SEGMENT_ENTRIES} entries as segment `segmentNo`. Throws RangeError above that. */
export function sealSegment(sealer: Sealer, segmentNo: number, entries: readonly SearchEntry[], record = CLIENT): Buffer {
  if (entries.length > SEGMENT_ENTRIES) throw new RangeError('too many entries for one segment');
  return sealed(sealer, segmentAt(segmentNo, record), encodeEntries(entries, SEGMENT_BLOCK));
}

/**
 * Opens a segment to its encoded bytes, for `SearchIndex.load` or `decodeEntries`. The caller wipes them after use.
 * Throws what the keyring throws when the blob belongs to another organisation, kind of record or segment number, or was altered.
 */
export function openSegment(sealer: Sealer, segmentNo: number, envelope: Buffer, record = CLIENT): Buffer {
  return sealer.open(segmentAt(segmentNo, record), envelope);
}

/** A cursor holds a name, so it leaves the process sealed: it may then stand in an address or a log. */
export function sealCursor(sealer: Sealer, cursor: SearchCursor, record = CLIENT): string {
  const json = Buffer.from(JSON.stringify(cursor));
  const padded = Buffer.alloc(Math.ceil(json.length / CURSOR_BLOCK) * CURSOR_BLOCK, ' ');
  json.copy(padded);
  return sealed(sealer, cursorAt(record), padded).toString('base64url');
}

/** Opens a cursor made by {@link sealCursor}; throws what the keyring throws for any other text. */
export function openCursor(sealer: Sealer, text: string, record = CLIENT): SearchCursor {
  return JSON.parse(sealer.open(cursorAt(record), Buffer.from(text, 'base64url')).toString()) as SearchCursor;
}

function sealed(sealer: Sealer, at: FieldAddress, plain: Buffer): Buffer {
  const envelope = sealer.seal(at, plain);
  plain.fill(0);
  return envelope;
}
