import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { pipeline } from 'node:stream/promises';
import type { ContentProblem, ContentSource } from './content.js';

/** What the process that draws is asked. */
export type DrawingTask =
  | { do: 'look'; type: string }
  | { do: 'page'; type: string; page: number; width: number; watermark: string | null }
  | { do: 'text'; type: string; page: number };

/** What it says, before the bytes of a picture. */
export interface DrawingAnswer {
  readonly pages?: number;
  readonly problem?: ContentProblem;
  readonly text?: string;
}

const TIME_LIMIT_MS = 20_000;
const MEMORY_MB = 512;
const LARGEST_ANSWER = 32 * 1024 ** 2;
const THUMBNAIL_WIDTH = 320;
/** What a pipe says when its reader is gone. */
const HUNG_UP = new Set(['EPIPE', 'ERR_STREAM_PREMATURE_CLOSE', 'ECONNRESET']);

// Tests run the sources and draw with what was built of them.
const HERE = fileURLToPath(new URL('.', import.meta.url));
const CHILD = import.meta.url.endsWith('.ts') ? HERE.replace(/([\\/])src([\\/]modules[\\/])/, '$1dist$1src$2') : HERE;

/** A file could not be drawn: broken, too large once unpacked, or it took too long. */
export class NotDrawn extends Error {}

/**
 * Draws pages of strangers' files in a process of its own: with a memory and a time limit, without the network's or the file system's
 * writing, fed by a pipe and killed when it does not end. One at a time: two cores serve people first.
 */
export class Drawing {
  private last: Promise<unknown> = Promise.resolve();

  /** How many pages can be shown, and whether the file opens at all. */
  async look(source: ContentSource, type: string): Promise<{ pages: number | null; problem: ContentProblem | null }> {
    try {
      const { answer } = await this.run(source, { do: 'look', type });
      return { pages: answer.pages ?? null, problem: answer.problem ?? null };
    } catch (error) {
      if (error instanceof NotDrawn) return { pages: null, problem: 'broken' };
      throw error;
    }
  }

  /** A page as a WebP picture, `width` pixels wide at most. Pages count from 1. @throws NotDrawn */
  async page(source: ContentSource, type: string, page: number, width: number, watermark: string | null): Promise<Buffer> {
    const { picture } = await this.run(source, { do: 'page', type, page, width, watermark });
    if (picture.length === 0) throw new NotDrawn('no picture');
    return picture;
  }

  /** The text of a page, for search in the browser and for screen readers. @throws NotDrawn */
  async text(source: ContentSource, type: string, page: number): Promise<string> {
    return (await this.run(source, { do: 'text', type, page })).answer.text ?? '';
  }

  /** A small picture of the first page; null when none can be made. */
  async thumbnail(source: ContentSource, type: string): Promise<Buffer | null> {
    // A text is shown as text: no process is started that could only say so.
    if (type !== 'application/pdf' && !type.startsWith('image/')) return null;
    try {
      return await this.page(source, type, 1, THUMBNAIL_WIDTH, null);
    } catch (error) {
      if (error instanceof NotDrawn) return null;
      throw error;
    }
  }

  private async run(source: ContentSource, task: DrawingTask): Promise<{ answer: DrawingAnswer; picture: Buffer }> {
    const before = this.last;
    const turn = (async () => {
      await before.catch(() => undefined);
      return draw(source, task);
    })();
    this.last = turn.catch(() => undefined);
    return turn;
  }
}

async function draw(source: ContentSource, task: DrawingTask): Promise<{ answer: DrawingAnswer; picture: Buffer }> {
  const child = spawn(
    process.execPath,
    [`--max-old-space-size=${MEMORY_MB}`, '--no-warnings', `${CHILD}draw.child.js`, JSON.stringify(task)],
    {
      stdio: ['pipe', 'pipe', 'ignore'],
      env: { PATH: process.env['PATH'] ?? '', VIPS_CONCURRENCY: '1' },
    },
  );
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve).once('error', () => resolve(null)));
  const limit = setTimeout(() => child.kill('SIGKILL'), TIME_LIMIT_MS);
  const chunks: Buffer[] = [];
  let size = 0;
  child.stdout.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    if ((size += chunk.length) > LARGEST_ANSWER) child.kill('SIGKILL');
  });
  let reading: unknown = null;
  // The child may be done, or dead, before it has read everything.
  await pipeline(source.stream(), child.stdin).catch((error: unknown) => {
    if (!HUNG_UP.has(String((error as { code?: unknown }).code))) reading = error;
  });
  if (reading !== null) child.kill('SIGKILL');
  const code = await ended;
  clearTimeout(limit);
  if (reading !== null) throw reading as Error;
  if (code !== 0) throw new NotDrawn(`the process that draws ended with ${code}`);
  return parted(Buffer.concat(chunks));
}

/** An answer: four bytes of length, JSON, then the picture. */
function parted(bytes: Buffer): { answer: DrawingAnswer; picture: Buffer } {
  if (bytes.length < 4) throw new NotDrawn('no answer');
  const size = bytes.readUInt32BE(0);
  return { answer: JSON.parse(bytes.subarray(4, 4 + size).toString('utf8')) as DrawingAnswer, picture: bytes.subarray(4 + size) };
}
