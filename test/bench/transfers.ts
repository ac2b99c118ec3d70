import { createHash } from 'node:crypto';
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { once } from 'node:events';

const BLOCK_BYTES = 2 ** 20;
/** Rows of a made-up spreadsheet, one mebibyte of them: a kind of file that practices send and that passes every check of content. */
const BLOCK = Buffer.alloc(BLOCK_BYTES, '2026-11-04,Parramatta,transfer of trust money,0.00,reconciled with the statement of the bank\r\n');

/** So many made-up clients stand behind the proxy that the load claims to be: none reaches the product's rate limit. */
const ADDRESSES = 65_536;
let asked = 0;

/** Where something is sent to or fetched from. */
export interface Place {
  port: number;
  path: string;
  headers?: Record<string, string>;
}

/** Headers that say a request comes from an address of its own. */
export function fromSomewhere(): Record<string, string> {
  const index = asked++ % ADDRESSES;
  return { 'x-forwarded-for': `10.${index >> 8}.${index & 255}.1` };
}

/** SHA-256 in hex of so many bytes of what is sent. */
export function hashOfSent(bytes: number): string {
  const hash = createHash('sha256');
  for (const block of blocks(0, bytes)) hash.update(block);
  return hash.digest('hex');
}

/** Sends the bytes [from, to) of the made-up spreadsheet; waits for the whole answer. @throws when the answer is not a success */
export async function send(
  method: string,
  { port, path, headers = {} }: Place,
  { from, to }: { from: number; to: number },
  agent?: Agent,
): Promise<IncomingMessage> {
  const sending = httpRequest({
    host: '127.0.0.1',
    port,
    path,
    method,
    headers: { ...headers, ...fromSomewhere(), 'content-length': String(to - from) },
    ...(agent && { agent }),
  });
  const answered = once(sending, 'response') as Promise<[IncomingMessage]>;
  for (const block of blocks(from, to)) if (!sending.write(block)) await Promise.race([once(sending, 'drain'), answered]);
  sending.end();
  const [answer] = await answered;
  let text = '';
  for await (const bytes of answer as AsyncIterable<Buffer>) text += bytes.toString();
  const status = answer.statusCode ?? 0;
  if (status < 200 || status > 299) throw new Error(`${method} ${path} answered ${status}: ${text.slice(0, 500)}`);
  return answer;
}

/** The made-up spreadsheet from one byte to another, a block at a time. */
function* blocks(from: number, to: number): Generator<Buffer> {
  for (let at = from; at < to;) {
    const within = at % BLOCK_BYTES;
    const block = BLOCK.subarray(within, Math.min(BLOCK_BYTES, within + to - at));
    yield block;
    at += block.length;
  }
}

/** What came of fetching something. */
export interface Fetched {
  /** Bytes of the body. */
  bytes: number;
  /** From asking to the first byte of the body, milliseconds. */
  firstMs: number;
  /** From asking to the end, milliseconds. */
  ms: number;
}

const HEAD_END = Buffer.from('\r\n\r\n');

/** Fetches something and drops it, over a connection of its own that reads into one place: little of the machine is spent on receiving. */
export async function fetchAway({ port, path, headers = {} }: Place): Promise<Fetched> {
  const said = Object.entries({ host: '127.0.0.1', connection: 'close', ...headers, ...fromSomewhere() });
  const ask = `GET ${path} HTTP/1.1\r\n${said.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
  let head: Buffer = Buffer.alloc(0);
  let length: number | null | undefined;
  let [bytes, firstMs, begun] = [0, 0, 0];
  return new Promise<Fetched>((resolve, reject) => {
    const took = (size: number): void => {
      if (bytes === 0) firstMs = performance.now() - begun;
      bytes += size;
    };
    const read = (chunk: Buffer): void => {
      if (length !== undefined) {
        took(chunk.length);
        return;
      }
      head = Buffer.concat([head, chunk]);
      const end = head.indexOf(HEAD_END);
      if (end < 0) return;
      const text = head.toString('latin1', 0, end);
      if (!/^HTTP\/1\.1 20[06]/.test(text)) {
        socket.destroy(new Error(`GET ${path} answered: ${head.toString('utf8', 0, 600)}`));
        return;
      }
      const announced = /\r\ncontent-length: *(\d+)/i.exec(text)?.[1];
      length = announced === undefined ? null : Number(announced);
      if (head.length > end + HEAD_END.length) took(head.length - end - HEAD_END.length);
    };
    const buffer = Buffer.allocUnsafe(BLOCK_BYTES);
    const onread = {
      buffer,
      callback: (size: number) => {
        read(buffer.subarray(0, size));
        return true;
      },
    };
    const socket = connect({ port, host: '127.0.0.1', noDelay: true, onread }, () => {
      begun = performance.now();
      socket.write(ask);
    });
    socket.once('error', reject);
    socket.once('close', () => {
      const ms = performance.now() - begun;
      if (length === undefined || (length !== null && bytes !== length))
        reject(new Error(`GET ${path} broke off after ${bytes} of ${length ?? 'unknown'} bytes.`));
      else resolve({ bytes, firstMs, ms });
    });
  });
}
