/**
 * Repeatable random numbers (sfc32 by Chris Doty-Humphrey): the same seed gives the same demo data on every machine. Never for
 * anything secret.
 */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private d = 1;

  constructor(seed: string | number) {
    let hash = 0x811c9dc5; // FNV-1a
    const text = String(seed);
    for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
    this.a = hash | 0;
    this.b = Math.imul(hash, 0x9e3779b1) | 0;
    this.c = Math.imul(hash ^ 0x5bd1e995, 0x85ebca6b) | 0;
    for (let round = 0; round < 12; round++) this.next();
  }

  /** A number from 0 up to, but not including, 1. */
  next(): number {
    const t = (((this.a + this.b) | 0) + this.d) | 0;
    this.d = (this.d + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (this.c << 21) | (this.c >>> 11);
    this.c = (this.c + t) | 0;
    return (t >>> 0) / 4_294_967_296;
  }

  /** A whole number from 0 up to, but not including, `limit`. */
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  /** True with this probability. */
  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** One entry; earlier ones much more often when `skew` is above 1, as surnames are. */
  pick<T>(list: readonly T[], skew = 1): T {
    const at = skew === 1 ? this.next() : this.next() ** skew;
    return list[Math.floor(at * list.length)]!;
  }

  /** So many decimal digits as text. */
  digits(count: number): string {
    let text = '';
    for (let index = 0; index < count; index++) text += String.fromCharCode(48 + this.below(10));
    return text;
  }
}
