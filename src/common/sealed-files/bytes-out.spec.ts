import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { BytesOut } from './bytes-out.js';
import { letGo } from './let-go.js';

/** Pieces of 64 KiB, each in memory of its own. */
function pieces(count: number): Buffer[] {
  return Array.from({ length: count }, (_piece, index) => Buffer.alloc(65_536, `piece ${index};`));
}

/** What a slow reader gets of pieces that an HTTP answer sends. */
async function sent(given: Buffer[], destroyAfter = Infinity): Promise<Buffer> {
  const server = createServer((_request, response) => void Readable.from(given, { objectMode: false }).pipe(new BytesOut()).pipe(response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    const got: Uint8Array[] = [];
    let length = 0;
    for await (const bytes of response.body as unknown as AsyncIterable<Uint8Array>) {
      got.push(bytes);
      length += bytes.length;
      if (length >= destroyAfter) break;
      if (got.length % 16 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return Buffer.concat(got);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

describe('bytes on their way out', () => {
  it('[F-08] arrive whole at a slow reader, and none of them is held once it is written', async () => {
    const given = pieces(200);
    const whole = Buffer.concat(given);
    expect((await sent(given)).equals(whole)).toBe(true);
    expect(given.every(({ length }) => length === 0)).toBe(true);
  });

  it('are what was given up to where a reader breaks off', async () => {
    const given = pieces(200);
    const whole = Buffer.concat(given);
    const got = await sent(given, 1_000_000);
    expect(got.equals(whole.subarray(0, got.length))).toBe(true);
  });

  it('stay what they are in a stream that is no HTTP answer, which may still hold them', async () => {
    const given = pieces(20);
    const whole = Buffer.concat(given);
    const through = Readable.from(given, { objectMode: false }).pipe(new BytesOut()).pipe(new PassThrough());
    expect((await buffer(through)).equals(whole)).toBe(true);
    expect(given.every(({ length }) => length === 65_536)).toBe(true);
  });

  it('are never let go of in part', () => {
    const all = Buffer.alloc(100_000, 'a');
    letGo(all.subarray(0, 50_000));
    letGo(Buffer.from('short ones share their memory'));
    expect(all.length).toBe(100_000);
    letGo(all);
    expect(all.length).toBe(0);
  });
});
