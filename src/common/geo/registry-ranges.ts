import { open } from 'node:fs/promises';

/** Where each range begins, as two halves of 32 bits (the higher one alone for IPv4), and the country that begins there: 0 for none. */
export interface Ranges {
  high: Uint32Array;
  low: Uint32Array | null;
  country: Uint8Array;
}

const COMMA = 0x2c;
const COLON = 0x3a;
const CHUNK = 1 << 20;
/** A line is "start,end,CC". */
const LONGEST_LINE = 120;

/** Ranges as they are read: grown by halves and cut to size at the end, so that no object is made for any of them. */
class Growing {
  private high: Uint32Array;
  private low: Uint32Array | null;
  private country: Uint8Array;
  private size = 0;

  constructor(
    private room: number,
    wide: boolean,
  ) {
    this.high = new Uint32Array(room);
    this.low = wide ? new Uint32Array(room) : null;
    this.country = new Uint8Array(room);
  }

  /** The country changes here. One that stays the same needs no entry; a later word on the same place stands. */
  add(high: number, low: number, country: number): void {
    const last = this.size - 1;
    // Within what is kept of an IPv6 address two ranges can meet: the order that the search needs is kept.
    if (last >= 0 && (high < this.high[last]! || (high === this.high[last] && this.low !== null && low < this.low[last]!))) return;
    if (last >= 0 && this.high[last] === high && (this.low === null || this.low[last] === low)) {
      this.country[last] = country;
      return;
    }
    if (last >= 0 && this.country[last] === country) return;
    if (this.size === this.room) this.grow();
    this.high[this.size] = high;
    if (this.low) this.low[this.size] = low;
    this.country[this.size] = country;
    this.size++;
  }

  done(): Ranges {
    return {
      high: this.high.slice(0, this.size),
      low: this.low?.slice(0, this.size) ?? null,
      country: this.country.slice(0, this.size),
    };
  }

  private grow(): void {
    this.room = Math.ceil(this.room * 1.5);
    const larger = <Array extends Uint32Array | Uint8Array>(from: Array, to: Array): Array => {
      to.set(from);
      return to;
    };
    this.high = larger(this.high, new Uint32Array(this.room));
    if (this.low) this.low = larger(this.low, new Uint32Array(this.room));
    this.country = larger(this.country, new Uint8Array(this.room));
  }
}

/** Thrown when the file is not what it should be. */
export class BadRanges extends Error {}

/**
 * Reads a file of ranges, a megabyte at a time with a pause after each, so that requests go on meanwhile.
 * @param kind whether addresses are IPv4 numbers or IPv6 as text, of which the first 64 bits are kept
 * @param number gives a country its number; 1 to 255
 * @throws BadRanges, or what the file system says
 */
export async function readRanges(path: string, kind: 'ipv4' | 'ipv6', number: (country: string) => number): Promise<Ranges> {
  const file = await open(path, 'r');
  try {
    const ranges = new Growing(1 << 18, kind === 'ipv6');
    const buffer = Buffer.alloc(CHUNK + LONGEST_LINE);
    const read = kind === 'ipv4' ? addIpv4 : addIpv6;
    let kept = 0;
    for (;;) {
      const { bytesRead } = await file.read(buffer, kept, CHUNK, null);
      if (bytesRead === 0) break;
      const end = kept + bytesRead;
      let from = 0;
      for (let newline = buffer.indexOf(10, from); newline !== -1 && newline < end; newline = buffer.indexOf(10, from)) {
        if (newline > from) read(buffer, from, newline, ranges, number);
        from = newline + 1;
      }
      kept = end - from;
      if (kept > LONGEST_LINE) throw new BadRanges('a line is too long');
      buffer.copyWithin(0, from, end);
    }
    const done = ranges.done();
    if (kept > 0 || done.high.length === 0) throw new BadRanges('the file ends too early');
    return done;
  } finally {
    await file.close();
  }
}

function addIpv4(line: Buffer, from: number, to: number, ranges: Growing, number: (country: string) => number): void {
  const first = line.indexOf(COMMA, from);
  const second = line.indexOf(COMMA, first + 1);
  const start = decimal(line, from, first);
  const end = decimal(line, first + 1, second);
  if (end < start) throw new BadRanges('a range ends before it begins');
  ranges.add(start, 0, number(countryAt(line, second + 1, to)));
  if (end < 0xffffffff) ranges.add(end + 1, 0, 0);
}

const begins = { high: 0, low: 0 };
const ends = { high: 0, low: 0 };

function addIpv6(line: Buffer, from: number, to: number, ranges: Growing, number: (country: string) => number): void {
  const first = line.indexOf(COMMA, from);
  const second = line.indexOf(COMMA, first + 1);
  prefix(line, from, first, begins);
  prefix(line, first + 1, second, ends);
  if (ends.high < begins.high) throw new BadRanges('a range ends before it begins');
  ranges.add(begins.high, begins.low, number(countryAt(line, second + 1, to)));
  const carry = ends.low === 0xffffffff;
  if (!carry || ends.high < 0xffffffff) ranges.add(carry ? ends.high + 1 : ends.high, carry ? 0 : ends.low + 1, 0);
}

function decimal(line: Buffer, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at++) {
    const digit = line[at]! - 48;
    if (digit < 0 || digit > 9) throw new BadRanges('not a number');
    value = value * 10 + digit;
  }
  if (to <= from || value > 0xffffffff) throw new BadRanges('not an address');
  return value;
}

const groups = new Uint32Array(8);

/** The first 64 bits of an IPv6 address, also of a shortened one. */
function prefix(line: Buffer, from: number, to: number, into: { high: number; low: number }): void {
  let [count, gap, value, digits] = [0, -1, 0, 0];
  groups.fill(0);
  for (let at = from; at <= to; at++) {
    const byte = at === to ? COLON : line[at]!;
    if (byte !== COLON) {
      value = value * 16 + hexOf(byte);
      digits++;
      continue;
    }
    if (digits > 0) {
      if (count === 8 || digits > 4) throw new BadRanges('not an address');
      groups[count++] = value;
      [value, digits] = [0, 0];
    } else if (at < to && gap === -1 && at > from) gap = count;
  }
  if (gap !== -1) {
    const tail = count - gap;
    groups.copyWithin(8 - tail, gap, count);
    groups.fill(0, gap, 8 - tail);
  } else if (count !== 8) throw new BadRanges('not an address');
  into.high = groups[0]! * 0x10000 + groups[1]!;
  into.low = groups[2]! * 0x10000 + groups[3]!;
}

function hexOf(byte: number): number {
  if (byte >= 48 && byte <= 57) return byte - 48;
  const letter = byte | 0x20;
  if (letter >= 97 && letter <= 102) return letter - 87;
  throw new BadRanges('not an address');
}

function countryAt(line: Buffer, from: number, to: number): string {
  const text = line.toString('latin1', from, line[to - 1] === 13 ? to - 1 : to);
  if (!/^[A-Z]{2}$/.test(text)) throw new BadRanges('not a country');
  return text;
}
