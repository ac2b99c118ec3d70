import type { SearchEntry } from './entry.js';
import { MAX_STATUS } from './entry.js';
import { FIELD_SHIFT, OWN_SORT_KEY, STARTS_NAME, WORD_BITS, fieldOf, packNames } from './tokens.js';
import { readUuid, writeUuid } from './uuid-bits.js';

/** One entry as it lies in a segment; the object is reused, so copy what must outlive the callback. */
export interface PackedEntry {
  /** Four words of the client id. */
  readonly id: Uint32Array;
  /** Position in the segment's list of ids, or -1. */
  team: number;
  practitioner: number;
  status: number;
  born: number | null;
  lastActivity: number;
  sortAt: number;
  tokenCount: number;
  /** Tokens as in tokens.ts, the word counted within this segment. */
  readonly tokens: Uint32Array;
}

/** Receives a segment while it is read: its two tables once, then every entry. */
export interface SegmentReader {
  tables(ids: string[], words: string[]): void;
  entry(packed: PackedEntry): void;
}

const FORMAT = 1;
/** A million years either way. */
const MAX_BORN = 365_250_000;

class ByteWriter {
  #bytes = Buffer.allocUnsafe(1024);
  #length = 0;

  #room(count: number): number {
    if (this.#length + count > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#length + count));
      this.#bytes.copy(larger, 0, 0, this.#length);
      this.#bytes.fill(0);
      this.#bytes = larger;
    }
    const at = this.#length;
    this.#length += count;
    return at;
  }

  /** Unsigned, base 128, up to 2^53. */
  varint(value: number): void {
    let rest = value;
    while (rest >= 128) {
      const at = this.#room(1);
      this.#bytes[at] = (rest % 128) + 128;
      rest = Math.floor(rest / 128);
    }
    const at = this.#room(1);
    this.#bytes[at] = rest;
  }

  uuid(id: string): void {
    const words = new Uint32Array(4);
    writeUuid(id, words);
    const at = this.#room(16);
    words.forEach((word, i) => this.#bytes.writeUInt32BE(word, at + i * 4));
  }

  text(text: string): void {
    const length = Buffer.byteLength(text);
    this.varint(length);
    const at = this.#room(length);
    this.#bytes.write(text, at);
  }

  /** The bytes written, filled with zeros to a multiple of `block` so that the length says little. */
  finish(block: number): Buffer {
    const whole = Buffer.alloc(Math.ceil(this.#length / block) * block);
    this.#bytes.copy(whole, 0, 0, this.#length);
    this.#bytes.fill(0);
    return whole;
  }
}

class ByteReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  varint(): number {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined || scale > 2 ** 49) throw new RangeError('search segment is malformed');
      value += (byte & 127) * scale;
      if (byte < 128) return value;
      scale *= 128;
    }
  }

  uuid(into: Uint32Array): void {
    for (let i = 0; i < 4; i++) into[i] = this.#bytes.readUInt32BE(this.#at + i * 4);
    this.#at += 16;
  }

  text(): string {
    const length = this.varint();
    const start = this.#at;
    this.#at += length;
    for (let i = start; i < this.#at; i++) {
      if (this.#bytes[i]! > 127) return this.#bytes.toString('utf8', start, this.#at);
    }
    return this.#bytes.toString('latin1', start, this.#at);
  }
}

/** A list in which each value has one number, in order of first use. */
class Numbering {
  readonly values: string[] = [];
  readonly #numbers = new Map<string, number>();

  readonly of = (value: string): number => {
    let number = this.#numbers.get(value);
    if (number === undefined) {
      number = this.values.push(value) - 1;
      this.#numbers.set(value, number);
    }
    return number;
  };
}

/** Signed to unsigned, small magnitudes staying small; 0 is kept for null. */
const packBorn = (born: number | null): number => (born === null ? 0 : (born < 0 ? -born * 2 - 1 : born * 2) + 1);
const unpackBorn = (packed: number): number | null => {
  if (packed === 0) return null;
  const value = packed - 1;
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
};

/**
 * Encodes entries: a table of team and practitioner ids, a table of distinct words, then the entries pointing into both.
 * The result is zero-padded to a multiple of `block` bytes. Throws RangeError for a value outside {@link SearchEntry}'s bounds.
 */
export function encodeEntries(entries: readonly SearchEntry[], block: number): Buffer {
  const ids = new Numbering();
  const words = new Numbering();
  const packed = entries.map((entry) => {
    if (!Number.isInteger(entry.status) || entry.status < 0 || entry.status > MAX_STATUS) throw new RangeError('status out of bounds');
    if (entry.born !== null && !(Number.isInteger(entry.born) && Math.abs(entry.born) <= MAX_BORN))
      throw new RangeError('born is not a whole number of days');
    if (!Number.isSafeInteger(entry.lastActivity) || entry.lastActivity < 0) throw new RangeError('lastActivity is not an instant');
    return {
      entry,
      names: packNames(entry, words.of),
      team: entry.teamId === null ? 0 : ids.of(entry.teamId) + 1,
      practitioner: entry.practitionerId === null ? 0 : ids.of(entry.practitionerId) + 1,
    };
  });
  const out = new ByteWriter();
  out.varint(FORMAT);
  out.varint(ids.values.length);
  ids.values.forEach((id) => out.uuid(id));
  out.varint(words.values.length);
  words.values.forEach((word) => out.text(word));
  out.varint(packed.length);
  for (const { entry, names, team, practitioner } of packed) {
    out.uuid(entry.id);
    out.varint(entry.status);
    out.varint(team);
    out.varint(practitioner);
    out.varint(packBorn(entry.born));
    out.varint(entry.lastActivity);
    out.varint(names.sortAt);
    out.varint(names.tokens.length);
    for (const token of names.tokens) out.varint((token & WORD_BITS) * 8 + (token >>> FIELD_SHIFT));
  }
  return out.finish(block);
}

/** Reads an encoded segment without building an object per entry. Throws RangeError when it is malformed. */
export function readEntries(plain: Buffer, reader: SegmentReader): void {
  const from = new ByteReader(plain);
  if (from.varint() !== FORMAT) throw new RangeError('unknown search segment format');
  const bits = new Uint32Array(4);
  const ids = Array.from({ length: from.varint() }, () => {
    from.uuid(bits);
    return readUuid(bits);
  });
  reader.tables(
    ids,
    Array.from({ length: from.varint() }, () => from.text()),
  );
  const packed: PackedEntry = {
    id: bits,
    team: -1,
    practitioner: -1,
    status: 0,
    born: null,
    lastActivity: 0,
    sortAt: 0,
    tokenCount: 0,
    tokens: new Uint32Array(256),
  };
  for (let left = from.varint(); left > 0; left--) {
    from.uuid(bits);
    packed.status = from.varint();
    packed.team = from.varint() - 1;
    packed.practitioner = from.varint() - 1;
    packed.born = unpackBorn(from.varint());
    packed.lastActivity = from.varint();
    packed.sortAt = from.varint();
    packed.tokenCount = from.varint();
    for (let i = 0; i < packed.tokenCount; i++) {
      const token = from.varint();
      packed.tokens[i] = (token >>> 3) | ((token & 7) << FIELD_SHIFT);
    }
    reader.entry(packed);
  }
}

/** Decodes a whole segment into entries whose texts are the normalised ones. Throws RangeError when it is malformed. */
export function decodeEntries(plain: Buffer): SearchEntry[] {
  const entries: SearchEntry[] = [];
  let ids: string[] = [];
  let words: string[] = [];
  readEntries(plain, {
    tables: (someIds, someWords) => {
      ids = someIds;
      words = someWords;
    },
    entry: (packed) => {
      const names: SearchEntry['names'] = [];
      const sort: string[] = [];
      for (const token of packed.tokens.subarray(0, packed.tokenCount)) {
        const word = words[token & WORD_BITS] ?? '';
        const last = names.at(-1);
        if (token >>> FIELD_SHIFT === 0) sort.push(word);
        else if (token & STARTS_NAME || !last) names.push({ field: fieldOf(token), text: word });
        else last.text += ` ${word}`;
      }
      const first = names[0]?.text.split(' ') ?? [];
      if (packed.sortAt !== OWN_SORT_KEY) sort.push(...first.slice(packed.sortAt), ...first.slice(0, packed.sortAt));
      entries.push({
        id: readUuid(packed.id),
        teamId: ids[packed.team] ?? null,
        practitionerId: ids[packed.practitioner] ?? null,
        status: packed.status,
        born: packed.born,
        lastActivity: packed.lastActivity,
        sortKey: sort.join(' '),
        names,
      });
    },
  });
  return entries;
}
