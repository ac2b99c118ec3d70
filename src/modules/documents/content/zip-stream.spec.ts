import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { fromBufferPromise } from 'yauzl';
import { zipStream, type ZipEntry } from './zip-stream.js';

const entry = (name: string, text = name): ZipEntry => ({
  name,
  bytes: Buffer.byteLength(text),
  changedAt: new Date('2026-11-04T10:00:00Z'),
  open: () => Promise.resolve(Readable.from([Buffer.from(text)])),
});

describe('a zip that is made while it is read', () => {
  // Around where its directory passes 64 kB: there the announced length was once 76 bytes more than what came.
  it.each([1, 400, 640, 700, 720, 760, 800, 1_200, 3_000])(
    'of %i files is as long as it was said to be, and another program reads it',
    async (count) => {
      const names = Array.from({ length: count }, (_, index) => `Bank statement of account number ${index}.txt`);
      const { body, bytes } = await zipStream(names.map((name) => entry(name)));
      const zip = await buffer(body);
      expect(zip.length).toBe(bytes);
      const found: string[] = [];
      for await (const { fileName } of (await fromBufferPromise(zip)).eachEntry()) found.push(fileName);
      expect(found).toEqual(names);
    },
  );

  it('fails with the file that fails, and opens none after it', async () => {
    const opened: string[] = [];
    const counted = (name: string, fails = false): ZipEntry => ({
      ...entry(name),
      open: () => {
        opened.push(name);
        return fails ? Promise.reject(new Error('gone')) : entry(name).open();
      },
    });
    const { body } = await zipStream([counted('a.txt'), counted('b.txt', true), counted('c.txt')]);
    await expect(buffer(body)).rejects.toThrow('gone');
    expect(opened).toEqual(['a.txt', 'b.txt']);
  });
});
