import { connect, type Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { Unavailable } from '../../../common/errors.js';

/** Whoever knows malware by its content. */
export interface MalwareScanner {
  /** What was found in content that can be read more than once, or null. @throws TooLargeToScan, ScannerUnavailable */
  scan(content: () => Readable): Promise<string | null>;
}

/** The scanner does not answer: files wait for it, and nobody opens them. */
export class ScannerUnavailable extends Unavailable {
  override readonly code = 'documents.scanner_unavailable';

  constructor(options?: { cause: unknown }) {
    super('The malware scanner is out of reach. The file waits for it.');
    if (options) this.cause = options.cause;
  }
}

/** The scanner takes no file of that length. */
export class TooLargeToScan extends Error {}

/** Where clamd listens. */
export type ClamdAddress = { host: string; port: number } | { path: string };

const SILENCE_MS = 60_000;
const CHUNK_BYTES = 262_144;

/** It hung up in the middle of a stream, as it does on one that is larger than it takes; what it says then is often lost with the connection. */
class HungUp extends ScannerUnavailable {}

/** How much clamd takes at least before it hangs up because of a limit, bytes. */
const LEAST_LIMIT = 1024 ** 2;

/** ClamAV's daemon by its INSTREAM command (clamd(8)): chunks with their length before them, an empty one at the end. */
export class Clamd implements MalwareScanner {
  constructor(private readonly address: ClamdAddress) {}

  async scan(open: () => Readable): Promise<string | null> {
    try {
      return await this.given(open());
    } catch (error) {
      // A daemon that is well, and hangs up on the same file twice, does not take it.
      if (!(error instanceof HungUp) || !(await this.isWell())) throw error;
    }
    try {
      return await this.given(open());
    } catch (error) {
      throw error instanceof HungUp ? new TooLargeToScan() : error;
    }
  }

  private async given(content: Readable): Promise<string | null> {
    const socket = this.connection();
    const answer = answerOf(socket);
    answer.catch(() => undefined);
    let given = 0;
    try {
      await write(socket, Buffer.from('zINSTREAM\0'));
      for await (const bytes of content as AsyncIterable<Buffer>)
        for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
          await write(socket, framed(bytes.subarray(at, at + CHUNK_BYTES)));
          given += Math.min(CHUNK_BYTES, bytes.length - at);
        }
      await write(socket, Buffer.alloc(4));
    } catch (error) {
      const broken = socket.destroyed || socket.errored !== null;
      const said = await answer.catch(() => null);
      if (said === null && !broken) throw error;
      if (said === null) throw new (given >= LEAST_LIMIT ? HungUp : ScannerUnavailable)({ cause: error });
    }
    try {
      return verdict(await answer);
    } catch (error) {
      throw error instanceof ScannerUnavailable || error instanceof TooLargeToScan ? error : new ScannerUnavailable({ cause: error });
    } finally {
      socket.destroy();
    }
  }

  private async isWell(): Promise<boolean> {
    const socket = this.connection();
    const answer = answerOf(socket);
    return write(socket, Buffer.from('zPING\0'))
      .then(async () => (await answer) === 'PONG')
      .catch(() => false)
      .finally(() => {
        answer.catch(() => undefined);
        socket.destroy();
      });
  }

  private connection(): Socket {
    const socket = connect(this.address as { host: string; port: number });
    return socket.setTimeout(SILENCE_MS, () => socket.destroy(new Error('clamd is silent')));
  }
}

function framed(bytes: Buffer): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt32BE(bytes.length);
  return Buffer.concat([size, bytes]);
}

async function write(socket: Socket, bytes: Buffer): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const failed = (): void => reject(socket.errored ?? new Error('clamd hung up'));
    if (socket.destroyed) return failed();
    socket.once('close', failed);
    socket.write(bytes, (error) => {
      socket.off('close', failed);
      if (error) reject(error);
      else resolve();
    });
  });
}

async function answerOf(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    socket.on('data', (bytes: Buffer) => (text += bytes.toString('latin1')));
    socket.once('error', reject);
    socket.once('close', () => (text === '' ? reject(new Error('clamd said nothing')) : resolve(text.replace(/\0.*$/s, '').trim())));
  });
}

/** What clamd says of content beyond its limits, with `AlertExceedsMax` (clamd.conf(5)). */
const BEYOND_LIMITS = 'Heuristics.Limits.Exceeded';

/** @throws TooLargeToScan, ScannerUnavailable for what else is neither clean nor found */
function verdict(answer: string): string | null {
  if (/^stream: OK$/.test(answer)) return null;
  if (answer.startsWith('INSTREAM size limit exceeded')) throw new TooLargeToScan();
  const found = /^stream: (.*) FOUND$/.exec(answer)?.[1];
  if (found === undefined) throw new ScannerUnavailable({ cause: new Error(answer.slice(0, 200)) });
  if (found.startsWith(BEYOND_LIMITS)) throw new TooLargeToScan();
  return found;
}
