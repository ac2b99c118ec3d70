import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AddressRefused, isPublicAddress, Outbound } from './outbound.js';

let server: Server;
let base: string;
beforeAll(async () => {
  server = createServer((request, reply) => {
    if (request.url === '/far') reply.writeHead(302, { location: 'http://169.254.169.254/latest' }).end();
    else if (request.url === '/long') reply.end(Buffer.alloc(2 * 1024 * 1024));
    else request.pipe(reply.writeHead(200, { 'content-type': 'text/plain' }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

describe('requests to addresses that practices choose', () => {
  it('[ASVS 13.2.4] go to the public internet only', () => {
    for (const inside of [
      '127.0.0.1',
      '10.1.2.3',
      '172.31.0.1',
      '192.168.1.1',
      '169.254.169.254',
      '100.64.0.1',
      '0.0.0.0',
      '224.0.0.1',
      '255.255.255.255',
      '::1',
      '::ffff:10.0.0.1',
      'fe80::1',
      'fc00::1',
      '64:ff9b::a00:1',
      '2002:a00:1::',
      'no-address',
    ])
      expect({ inside, open: isPublicAddress(inside) }).toEqual({ inside, open: false });
    expect(isPublicAddress('1.1.1.1')).toBe(true);
    expect(isPublicAddress('2606:4700:4700::1111')).toBe(true);
  });

  it.each([
    'http://idp.example',
    'https://10.0.0.1',
    'https://127.0.0.1',
    'https://localhost',
    'https://[::1]',
    'https://0x7f.1',
    'https://a:b@idp.example',
    'ftp://x',
    'no address',
  ])('refuse %p in production', (address) => {
    expect(() => new Outbound(true).address(address)).toThrow(AddressRefused);
  });

  it('refuse a name that resolves into the private network, when it is connected to', async () => {
    const production = new Outbound(true);
    // Of the names that resolve on every machine only loopback ones are at hand: past the first check, the second stands.
    const lookup = (production as unknown as { lookup: (name: string, options: object, done: (error: unknown) => void) => void }).lookup;
    expect(await new Promise((resolve) => lookup('localhost', {}, resolve))).toBeInstanceOf(AddressRefused);
  });

  it('reach this machine outside production, follow no redirect and read no answer without end', async () => {
    const { fetch } = new Outbound(false);
    expect(await (await fetch(base, { method: 'POST', body: new URLSearchParams({ a: 'b c' }) })).text()).toBe('a=b+c');
    expect((await fetch(`${base}/far`)).status).toBe(302);
    await expect(fetch(`${base}/long`)).rejects.toThrow('too long');
    await expect(fetch('http://example.com')).rejects.toThrow(AddressRefused);
  });
});
