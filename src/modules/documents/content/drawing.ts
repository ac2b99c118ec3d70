import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { Unavailable } from '../../../common/errors.js';
import type { ContentProblem, ContentSource } from './content.js';
import { DrawingQueue, type Asker } from './drawing-queue.js';
import { NO_LETTERS, type DrawingAnswer, type DrawingTask } from './drawing-task.js';

const TIME_LIMIT_MS = 20_000;
/** Of V8's heap, and of everything together, where the system bounds it. */
const HEAP_MB = 512;
const MEMORY_MB = 1_500;
const LARGEST_ANSWER = 32 * 1024 ** 2;
const THUMBNAIL_WIDTH = 320;
/** What a pipe says when its reader is gone. */
const HUNG_UP = new Set(['EPIPE', 'ERR_STREAM_PREMATURE_CLOSE', 'ECONNRESET']);

// Tests run the sources and draw with what was built of them.
const HERE = fileURLToPath(new URL('.', import.meta.url));
const BUILT = import.meta.url.endsWith('.ts') ? HERE.replace(/([\\/])src([\\/]modules[\\/])/, '$1dist$1src$2') : HERE;
const ROOT = join(BUILT, '..', '..', '..', '..', '..');

/** A file could not be drawn: broken, too large once unpacked, or it took too long. */
export class NotDrawn extends Error {}

/** Nothing can be drawn on this machine, or no letters: a part of the product is missing. */
export class CannotDraw extends Unavailable {
  override readonly code = 'documents.cannot_draw';

  constructor(options?: { cause: unknown }) {
    super('Pages cannot be drawn here: the libraries for pictures, or the font, are not installed whole. Tell whoever runs Ironbark.');
    if (options) this.cause = options.cause;
  }
}

/** What a page is drawn as. */
export interface PageWish {
  /** From 1. */
  page: number;
  /** Pixels at most. */
  width: number;
  watermark: string | null;
}

/**
 * Draws pages of strangers' files in a process of its own, fed by a pipe: with a time limit, after which it is killed; with a memory limit, and the first to go
 * when memory is short, where the system has such limits; and under Node's permission model, which lets its script read the product's own code and
 * nothing else, write nothing and start nothing. The decoders are native code, which that model does not bind. Files that arrived and pages that people
 * wait for have a lane each, one drawing at a time in either.
 */
export class Drawing {
  private readonly arrived = new DrawingQueue();
  private readonly wanted = new DrawingQueue();

  /** @param timeLimitMs for one drawing */
  constructor(private readonly timeLimitMs = TIME_LIMIT_MS) {}

  /** Whether pictures can be drawn here, letters and all. @throws CannotDraw that says what is missing */
  async check(): Promise<void> {
    try {
      await this.draw(Readable.from([]), { do: 'try' });
    } catch (error) {
      throw new CannotDraw({ cause: error });
    }
  }

  /** How many pages can be shown, and whether the file opens at all. */
  async look(source: ContentSource, type: string): Promise<{ pages: number | null; problem: ContentProblem | null }> {
    try {
      const { answer } = await this.arrived.take(CHECKS, () => this.draw(source.stream(), { do: 'look', type }));
      return { pages: answer.pages ?? null, problem: answer.problem ?? null };
    } catch (error) {
      if (error instanceof NotDrawn) return { pages: null, problem: 'broken' };
      throw error;
    }
  }

  /** A page as a WebP picture. @throws NotDrawn, CannotDraw when a watermark would not be readable, DrawingBusy, Unwanted */
  async page(source: ContentSource, type: string, wish: PageWish, asker: Asker): Promise<Buffer> {
    return this.wanted.take(asker, () => this.picture(source, type, wish));
  }

  /** The text of a page, for search in the browser and for screen readers. @throws NotDrawn, DrawingBusy, Unwanted */
  async text(source: ContentSource, type: string, page: number, asker: Asker): Promise<string> {
    const { answer } = await this.wanted.take(asker, () => this.draw(source.stream(), { do: 'text', type, page }));
    return answer.text ?? '';
  }

  /** A small picture of the first page; null when none can be made. */
  async thumbnail(source: ContentSource, type: string): Promise<Buffer | null> {
    // A text is shown as text: no process is started that could only say so.
    if (type !== 'application/pdf' && !type.startsWith('image/')) return null;
    try {
      return await this.arrived.take(CHECKS, () => this.picture(source, type, { page: 1, width: THUMBNAIL_WIDTH, watermark: null }));
    } catch (error) {
      if (error instanceof NotDrawn) return null;
      throw error;
    }
  }

  private async picture(source: ContentSource, type: string, wish: PageWish): Promise<Buffer> {
    const { picture } = await this.draw(source.stream(), { do: 'page', type, ...wish });
    if (picture.length === 0) throw new NotDrawn('no picture');
    return picture;
  }

  private async draw(file: Readable, task: DrawingTask): Promise<Drawn> {
    return draw(file, task, this.timeLimitMs);
  }
}

/** Files that arrived are looked at by the practice's own work, one after the other. */
const CHECKS: Asker = { orgId: '', by: '' };

const FLAGS = [
  `--max-old-space-size=${HEAP_MB}`,
  '--no-warnings',
  '--permission',
  '--allow-addons',
  ...['node_modules', 'dist', 'package.json'].map((name) => `--allow-fs-read=${join(ROOT, name)}`),
];
/** Bounds memory, leaves no core behind and offers itself first when memory is short; a system that knows none of it goes on without. */
const BOUNDED = `ulimit -d ${MEMORY_MB * 1024} 2>/dev/null; ulimit -c 0 2>/dev/null; echo 1000 2>/dev/null > /proc/self/oom_score_adj; exec "$@"`;

/** How a script is run that strangers' files are given to. */
export function confined(script: string): { program: string; given: string[]; env: NodeJS.ProcessEnv } {
  const command = [...FLAGS, script];
  const env = { PATH: process.env['PATH'] ?? '', VIPS_CONCURRENCY: '1', FONTCONFIG_FILE: `${BUILT}fonts.conf` };
  if (process.platform === 'win32') return { program: process.execPath, given: command, env };
  return { program: '/bin/sh', given: ['-c', BOUNDED, 'sh', process.execPath, ...command], env };
}

interface Drawn {
  answer: DrawingAnswer;
  picture: Buffer;
}

async function draw(file: Readable, task: DrawingTask, timeLimitMs: number): Promise<Drawn> {
  const { program, given, env } = confined(`${BUILT}draw.child.js`);
  const child = spawn(program, given, { stdio: ['pipe', 'pipe', 'ignore'], env });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve).once('error', () => resolve(null)));
  const limit = setTimeout(() => child.kill('SIGKILL'), timeLimitMs);
  const chunks: Buffer[] = [];
  let size = 0;
  child.stdout.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    if ((size += chunk.length) > LARGEST_ANSWER) child.kill('SIGKILL');
  });
  let reading: unknown = null;
  // The child may be done, or dead, before it has read everything.
  await pipeline(Readable.from(asked(task, file)), child.stdin).catch((error: unknown) => {
    if (!HUNG_UP.has(String((error as { code?: unknown }).code))) reading = error;
  });
  if (reading !== null) child.kill('SIGKILL');
  const code = await ended;
  clearTimeout(limit);
  if (reading !== null) throw reading as Error;
  if (code === NO_LETTERS) throw new CannotDraw();
  if (code !== 0) throw new NotDrawn(`the process that draws ended with ${code}`);
  return parted(Buffer.concat(chunks));
}

/** What the process reads: a line that says what is wanted, then the file. Nothing of it stands where others on the machine see it. */
async function* asked(task: DrawingTask, file: Readable): AsyncGenerator<Buffer, void, undefined> {
  yield Buffer.from(`${JSON.stringify(task)}\n`);
  yield* file as AsyncIterable<Buffer>;
}

/** An answer: four bytes of length, JSON, then the picture. */
function parted(bytes: Buffer): Drawn {
  if (bytes.length < 4) throw new NotDrawn('no answer');
  const size = bytes.readUInt32BE(0);
  return { answer: JSON.parse(bytes.subarray(4, 4 + size).toString('utf8')) as DrawingAnswer, picture: bytes.subarray(4 + size) };
}
