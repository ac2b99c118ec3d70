import { connect, type Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { Unavailable } from '../../../common/errors.js';

/** Whoever knows malware by its content. */
export interface MalwareScanner {
  /** What was found, or null. @throws ScannerUnavailable */
  scan(content: Readable): Promise<string | null>;
}

/** The scanner does not answer: files wait for it, and nobody opens them. */
export class ScannerUnavailable extends Unavailable {
  override readonly code = 'documents.scanner_unavailable';

  constructor(options?: { cause: unknown }) {
    super('The malware scanner is out of reach. The file waits for it.');
    if (options) this.cause = options.cause;
  }
}

/** Where clamd listens. */
export type ClamdAddress = { host: string; port: number } | { path: string };

const SILENCE_MS = 60_000;
const CHUNK_BYTES = 262_144;

/** ClamAV's daemon by its INSTREAM command (clamd(8)): chunks with their length before them, an empty one at the end. */
export class Clamd implements MalwareScanner {
  constructor(private readonly address: ClamdAddress) {}

  async scan(content: Readable): Promise<string | null> {
    const socket = connect(this.address as { host: string; port: number });
    socket.setTimeout(SILENCE_MS, () => socket.destroy(new Error('clamd is silent')));
    const answer = answerOf(socket);
    answer.catch(() => undefined);
    try {
      await write(socket, Buffer.from('zINSTREAM\0'));
      for await (const bytes of content as AsyncIterable<Buffer>)
        for (let at = 0; at < bytes.length; at += CHUNK_BYTES) await write(socket, framed(bytes.subarray(at, at + CHUNK_BYTES)));
      await write(socket, Buffer.alloc(4));
    } catch (error) {
      // What it says when it has seen enough, such as a size limit, explains why it hung up.
      const said = await answer.catch(() => null);
      if (said === null) throw socket.destroyed || socket.errored ? new ScannerUnavailable({ cause: error }) : error;
    }
    try {
      return verdict(await answer);
    } catch (error) {
      throw error instanceof ScannerUnavailable ? error : new ScannerUnavailable({ cause: error });
    } finally {
      socket.destroy();
    }
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

/** @throws ScannerUnavailable for what is neither clean nor found, such as a limit of the scanner's own */
function verdict(answer: string): string | null {
  if (/^stream: OK$/.test(answer)) return null;
  const found = /^stream: (.*) FOUND$/.exec(answer)?.[1];
  if (found === undefined) throw new ScannerUnavailable({ cause: new Error(answer.slice(0, 200)) });
  return found;
}
