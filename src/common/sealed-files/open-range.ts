import { Readable } from 'node:stream';
import { SealBroken } from '../crypto/crypto.errors.js';
import { CHUNK_BYTES, CHUNK_OVERHEAD, type FileSeal } from './sealed-file.js';
export function openRange(
  seal: FileSeal,
  read: (from: number, to: number) => Promise<Readable>,
  range: { from: number; to: number },
): Readable {
  return Readable.from(chunks(seal, read, range), { objectMode: false });
}
async function* chunks(
  seal: FileSeal,
  read: (from: number, to: number) => Promise<Readable>,
  { from, to }: { from: number; to: number },
): AsyncGenerator<Buffer> {
  if (to <= from) return;
  const size = CHUNK_BYTES + CHUNK_OVERHEAD;
  const [first, last] = [Math.floor(from / CHUNK_BYTES), Math.floor((to - 1) / CHUNK_BYTES)];
  const end = last === seal.chunks - 1 ? seal.file.bytes + seal.chunks * CHUNK_OVERHEAD : (last + 1) * size;
  const source = await read(first * size, end);
  let held: Buffer[] = [];
  let have = 0;
  let index = first;
  const open = (sealed: Buffer): Buffer => {
    const at = index * CHUNK_BYTES;
    const plain = seal.open(index++, sealed);
    return plain.subarray(Math.max(0, from - at), Math.min(plain.length, to - at));
  };
  try {
    for await (const bytes of source as AsyncIterable<Buffer>) {
      held.push(bytes);
      have += bytes.length;
      while (have >= size && index <= last) {
        const all: Buffer = held.length === 1 ? held[0]! : Buffer.concat(held);
        yield open(all.subarray(0, size));
        held = [all.subarray(size)];
        have -= size;
      }
    }
    if (index <= last) {
      if (have === 0) throw new SealBroken();
      yield open(Buffer.concat(held));
      have = 0;
    }
    if (index !== last + 1 || have > 0) throw new SealBroken();
  } finally {
    source.destroy();
  }
}
