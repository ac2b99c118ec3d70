import { Readable } from 'node:stream';
import { SealBroken } from '../crypto/crypto.errors.js';
import { letGo } from './let-go.js';
import { CHUNK_BYTES, SEALED_CHUNK_BYTES, sealedSize, type FileSeal } from './sealed-file.js';

/** Plaintext that may wait to be read, bytes. */
const HIGH_WATER_MARK = 8 * CHUNK_BYTES;

/**
 * The plaintext bytes [from, to) of a sealed file. Reads the chunks that hold them and no others, and releases a chunk only once it was
 * verified whole; memory stays at a few chunks, whatever the length. Ends with SealBroken when a chunk is not the one that was sealed, when
 * the source ends early or goes on too long, or with the source's own error; destroys the source when it is destroyed itself.
 *
 * @param read gives the stored bytes [from, to)
 */
export function openRange(
  seal: FileSeal,
  read: (from: number, to: number) => Promise<Readable>,
  { from, to }: { from: number; to: number },
): Readable {
  if (!(from >= 0 && from <= to && to <= seal.file.bytes)) throw new RangeError('The file has no such bytes.');
  return Readable.from(opened(seal, read, from, to), { objectMode: false, highWaterMark: HIGH_WATER_MARK });
}

async function* opened(
  seal: FileSeal,
  read: (from: number, to: number) => Promise<Readable>,
  from: number,
  to: number,
): AsyncGenerator<Buffer, void, undefined> {
  if (from === to) return;
  const [first, last] = [Math.floor(from / CHUNK_BYTES), Math.floor((to - 1) / CHUNK_BYTES)];
  const end = Math.min((last + 1) * SEALED_CHUNK_BYTES, sealedSize(seal.file.bytes));
  const source = await read(first * SEALED_CHUNK_BYTES, end);
  const gathered = new Gathered();
  let index = first;
  const sizeOf = (chunk: number): number => Math.min(SEALED_CHUNK_BYTES, end - chunk * SEALED_CHUNK_BYTES);
  const next = (sealed: Buffer): Buffer => {
    const at = index * CHUNK_BYTES;
    const plain = seal.open(index, sealed);
    index++;
    return at >= from && at + plain.length <= to ? plain : plain.subarray(Math.max(0, from - at), Math.min(plain.length, to - at));
  };
  try {
    for await (const bytes of source as AsyncIterable<Buffer>) {
      gathered.add(bytes);
      for (let sealed; index < last && (sealed = gathered.take(SEALED_CHUNK_BYTES)) !== undefined;) yield next(sealed);
    }
    // The last one waits for the end: what goes on after it is not the file that was sealed.
    const sealed = gathered.take(sizeOf(last));
    if (index !== last || sealed === undefined || gathered.bytes !== 0) throw new SealBroken();
    yield next(sealed);
  } finally {
    source.destroy();
  }
}

/** Bytes that came in pieces of any length, to be taken in others; each piece is let go of once all of it was taken. */
class Gathered {
  bytes = 0;
  private readonly pieces: Buffer[] = [];
  /** How much of the first piece was taken. */
  private taken = 0;
  private readonly joined = Buffer.allocUnsafeSlow(SEALED_CHUNK_BYTES);

  add(piece: Buffer): void {
    if (piece.length === 0) return;
    this.pieces.push(piece);
    this.bytes += piece.length;
  }

  /** So many bytes, valid until the next call; undefined while there are fewer. */
  take(size: number): Buffer | undefined {
    if (this.bytes < size) return undefined;
    for (let filled = 0; filled < size;) {
      const piece = this.pieces[0]!;
      const took = piece.copy(this.joined, filled, this.taken, this.taken + size - filled);
      filled += took;
      this.taken += took;
      this.bytes -= took;
      if (this.taken < piece.length) break;
      this.pieces.shift();
      this.taken = 0;
      letGo(piece);
    }
    return this.joined.subarray(0, size);
  }
}
