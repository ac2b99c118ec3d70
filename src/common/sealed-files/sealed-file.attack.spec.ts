import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { SealBroken } from '../crypto/crypto.errors.js';
import { openRange } from './open-range.js';
import { CHUNK_BYTES, CHUNK_OVERHEAD, FileSeal, SEALED_CHUNK_BYTES, newFileKey, sealedSize } from './sealed-file.js';

/** A file of so many bytes, and as it lies in a store. */
function file(bytes: number, { id = 'file-1', key = newFileKey() } = {}) {
  const plain = randomBytes(bytes);
  const seal = new FileSeal(key, { id, bytes });
  const chunks = Array.from({ length: seal.chunks }, (_chunk, index) =>
    seal.seal(index, plain.subarray(index * CHUNK_BYTES, (index + 1) * CHUNK_BYTES)),
  );
  return { plain, seal, key, chunks, stored: Buffer.concat(chunks) };
}

/** What comes out of stored bytes, and how it ended; they come in pieces of a length of their own. */
async function read(
  seal: FileSeal,
  stored: Buffer,
  range = { from: 0, to: seal.file.bytes },
  piece = 50_000,
): Promise<{ out: Buffer; error: unknown }> {
  const source = async (from: number, to: number): Promise<Readable> => {
    const bytes = stored.subarray(from, to);
    return Readable.from(
      (function* () {
        for (let at = 0; at < bytes.length; at += piece) yield Buffer.from(bytes.subarray(at, at + piece));
      })(),
    );
  };
  const out: Buffer[] = [];
  try {
    for await (const bytes of openRange(seal, source, range) as AsyncIterable<Buffer>) out.push(bytes);
    return { out: Buffer.concat(out), error: null };
  } catch (error) {
    return { out: Buffer.concat(out), error };
  }
}

describe('a sealed file', () => {
  it('comes out as it went in, at every length around a chunk and for every range around its edges', async () => {
    for (const bytes of [1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES, 3 * CHUNK_BYTES + 5]) {
      const { plain, seal, stored } = file(bytes);
      expect(stored.length).toBe(sealedSize(bytes));
      for (const piece of [997, 50_000, SEALED_CHUNK_BYTES, 1_000_000])
        expect((await read(seal, stored, undefined, piece)).out.equals(plain)).toBe(true);
      const edges = [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 2 * CHUNK_BYTES, bytes - 1, bytes].filter(
        (at) => at >= 0 && at <= bytes,
      );
      for (const from of edges)
        for (const to of edges.filter((at) => at >= from)) {
          const { out, error } = await read(seal, stored, { from, to });
          expect({ bytes, from, to, error, same: out.equals(plain.subarray(from, to)) }).toEqual({
            bytes,
            from,
            to,
            error: null,
            same: true,
          });
        }
    }
  });

  it('[M-11] releases no byte of a chunk in which any bit was flipped', async () => {
    const { plain, seal, stored } = file(300);
    for (let at = 0; at < stored.length; at++)
      for (let bit = 0; bit < 8; bit++) {
        const spoilt = Buffer.from(stored);
        spoilt[at] = spoilt[at]! ^ (1 << bit);
        expect(() => seal.open(0, spoilt)).toThrow(SealBroken);
      }
    expect(seal.open(0, stored).equals(plain)).toBe(true);
  });

  it('[M-11] releases nothing wrong when it was cut, lengthened, reordered, repeated or spliced', async () => {
    const { plain, seal, key, chunks, stored } = file(3 * CHUNK_BYTES + 500);
    const [a, b, c, d] = chunks as [Buffer, Buffer, Buffer, Buffer];
    const sameKey = file(3 * CHUNK_BYTES + 500, { id: 'file-2', key });
    const sameId = file(3 * CHUNK_BYTES + 500);
    const spoilt: Record<string, Buffer> = {
      'cut at a chunk': Buffer.concat([a, b, c]),
      'cut in a chunk': stored.subarray(0, 2 * SEALED_CHUNK_BYTES + 100),
      'cut by one byte': stored.subarray(0, -1),
      empty: Buffer.alloc(0),
      reordered: Buffer.concat([a, c, b, d]),
      repeated: Buffer.concat([a, a, c, d]),
      'left out': Buffer.concat([a, c, d]),
      'spliced under the same key': Buffer.concat([a, sameKey.chunks[1]!, c, d]),
      'spliced under the same id': Buffer.concat([a, sameId.chunks[1]!, c, d]),
      'another file': sameId.stored,
      'last chunk of another length': Buffer.concat([a, b, c, file(3 * CHUNK_BYTES + 501, { key }).chunks[3]!]),
    };
    for (const [how, bytes] of Object.entries(spoilt)) {
      const { out, error } = await read(seal, bytes);
      expect({ how, broken: error instanceof SealBroken, prefix: plain.subarray(0, out.length).equals(out) }).toEqual({
        how,
        broken: true,
        prefix: true,
      });
      expect(out.length).toBeLessThan(plain.length);
    }
    for (const bytes of [plain.length - 500, plain.length - 1, plain.length + 1]) {
      const lied = new FileSeal(key, { id: 'file-1', bytes });
      expect((await read(lied, stored)).error).toBeInstanceOf(SealBroken);
    }
    const longer = openRange(seal, async () => Readable.from([stored, randomBytes(10)]), { from: 0, to: plain.length });
    await expect(longer.toArray()).rejects.toThrow(SealBroken);
  });

  it('seals the same chunk differently each time, and refuses what does not belong in its place', () => {
    const { seal, plain, chunks } = file(CHUNK_BYTES + 10);
    expect(seal.seal(0, plain.subarray(0, CHUNK_BYTES)).equals(chunks[0]!)).toBe(false);
    expect(() => seal.seal(0, plain.subarray(0, 10))).toThrow(RangeError);
    expect(() => seal.open(2, chunks[1]!)).toThrow(SealBroken);
    expect(chunks[1]!.length).toBe(10 + CHUNK_OVERHEAD);
    expect(() => new FileSeal(randomBytes(16), { id: 'x', bytes: 1 })).toThrow(RangeError);
  });

  it('stops with its source and lets go of it when nobody reads on', async () => {
    const { seal, stored } = file(20 * CHUNK_BYTES);
    const failing = openRange(
      seal,
      async () =>
        Readable.from(
          (function* () {
            yield stored.subarray(0, 200_000);
            throw new Error('the store went away');
          })(),
        ),
      { from: 0, to: seal.file.bytes },
    );
    await expect(failing.toArray()).rejects.toThrow('the store went away');
    const source = Readable.from([stored.subarray(0, 400_000), stored.subarray(400_000)]);
    const abandoned = openRange(seal, async () => source, { from: 0, to: seal.file.bytes });
    await new Promise((resolve) => abandoned.once('data', resolve));
    abandoned.destroy();
    await new Promise((resolve) => abandoned.once('close', resolve));
    expect(source.destroyed).toBe(true);
  });

  it('[F-08] passes any length in constant memory', async () => {
    const bytes = 256 * 1024 * 1024;
    const seal = new FileSeal(newFileKey(), { id: 'large', bytes });
    const zero = Buffer.alloc(CHUNK_BYTES);
    const sealed = Readable.from(
      (function* () {
        for (let index = 0; index < seal.chunks; index++) yield seal.seal(index, zero);
      })(),
      { objectMode: false, highWaterMark: CHUNK_BYTES },
    );
    const used = (): number => process.memoryUsage().external + process.memoryUsage().heapUsed;
    const before = used();
    let [read, most] = [0, 0];
    for await (const chunk of openRange(seal, async () => sealed, { from: 0, to: bytes }) as AsyncIterable<Buffer>) {
      read += chunk.length;
      if (read % (32 * 1024 * 1024) === 0) most = Math.max(most, used() - before);
    }
    expect(read).toBe(bytes);
    // V8 comes to what nobody holds once it is some 64 MB; what was held would be all of it.
    expect(most).toBeLessThan(bytes / 2);
  });
});
