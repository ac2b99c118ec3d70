import { connect, type Socket } from 'node:net';
import { median, p95 } from './statistics.js';

/** What is asked, again and again. */
export interface LoadTarget {
  port: number;
  path: string;
  cookie?: string;
}

/** What one stretch of load found. */
export interface LoadResult {
  perSecond: number;
  /** Milliseconds. */
  median: number;
  p95: number;
  requests: number;
}

/** So many made-up clients stand behind the proxy that the load claims to be: none reaches the product's rate limit. */
const ADDRESSES = 4096;
const HEAD_END = Buffer.from('\r\n\r\n');

/** Keeps `connections` requests in flight for so long, each connection kept alive. @throws on any answer but 200 */
export async function load(target: LoadTarget, connections: number, millis: number): Promise<LoadResult> {
  const requests = Array.from({ length: ADDRESSES }, (_, index) => requestTo(target, index));
  const times: number[] = [];
  const began = performance.now();
  const until = began + millis;
  await Promise.all(
    Array.from({ length: connections }, (_, index) => new Conversation(target.port, requests, index * 97, until, times).done),
  );
  const took = performance.now() - began;
  return { perSecond: (times.length * 1000) / took, median: median(times), p95: p95(times), requests: times.length };
}

function requestTo({ path, cookie }: LoadTarget, index: number): Buffer {
  const address = `10.${index >> 8}.${index & 255}.1`;
  const lines = [`GET ${path} HTTP/1.1`, 'Host: 127.0.0.1', 'Accept: application/json', `X-Forwarded-For: ${address}`];
  if (cookie !== undefined) lines.push(`Cookie: ${cookie}`);
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`);
}

/** One connection that asks, waits for the whole answer and asks again: far cheaper than a real HTTP client, so that little of the machine is spent on asking. */
class Conversation {
  readonly done: Promise<void>;
  private readonly socket: Socket;
  private head: Buffer | null = null;
  /** Bytes of the answer still to come; null while its head is. */
  private missing: number | null = null;
  private asked = 0;

  constructor(
    port: number,
    private readonly requests: readonly Buffer[],
    private next: number,
    private readonly until: number,
    private readonly times: number[],
  ) {
    this.socket = connect({ port, host: '127.0.0.1', noDelay: true });
    this.done = new Promise((resolve, reject) => {
      this.socket.once('connect', () => this.ask());
      this.socket.on('data', (chunk) => {
        try {
          this.read(chunk);
        } catch (error) {
          this.socket.destroy(error as Error);
        }
      });
      this.socket.once('error', reject);
      this.socket.once('close', () => resolve());
    });
  }

  private ask(): void {
    this.asked = performance.now();
    if (this.asked >= this.until) {
      this.socket.end();
      return;
    }
    this.socket.write(this.requests[this.next++ % this.requests.length]!);
  }

  private read(chunk: Buffer): void {
    if (this.missing !== null) this.missing -= chunk.length;
    else {
      this.head = this.head ? Buffer.concat([this.head, chunk]) : chunk;
      const end = this.head.indexOf(HEAD_END);
      if (end < 0) return;
      const head = this.head.toString('latin1', 0, end);
      const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
      if (!head.startsWith('HTTP/1.1 200') || length === undefined)
        throw new Error(`Unexpected answer under load: ${this.head.toString('utf8', 0, 600)}`);
      this.missing = Number(length) - (this.head.length - end - HEAD_END.length);
    }
    if (this.missing > 0) return;
    this.times.push(performance.now() - this.asked);
    this.head = null;
    this.missing = null;
    this.ask();
  }
}
