import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { residentBytesOf } from './process-cost.js';
import { freePort, sleep, stopChild, type Scratch } from './scratch.js';

/** Root folder of the checkout, seen from `dist/test/bench`. */
export const ROOT = join(fileURLToPath(new URL('.', import.meta.url)), '..', '..', '..');

const READY_WITHIN_MS = 120_000;

/** The product as a process of its own, on loopback. */
export class Product {
  private constructor(
    readonly child: ChildProcess,
    readonly port: number,
    /** From starting the process to the first good answer of /health/ready. */
    readonly readyMs: number,
    private readonly output: () => string,
  ) {}

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Starts a program of the checkout with Node and waits until it is ready. */
  static async start(scratch: Scratch, options: { program: string[]; dataDir: string; env?: Record<string, string> }): Promise<Product> {
    const port = await freePort();
    const { PATH = '', HOME = '', TMPDIR } = process.env;
    const env = {
      PATH,
      HOME,
      ...(TMPDIR !== undefined && { TMPDIR }),
      DATA_DIR: options.dataDir,
      HOST: '127.0.0.1',
      PORT: String(port),
      PUBLIC_URL: `http://127.0.0.1:${port}`,
      LOG_LEVEL: 'silent',
      // The load comes from one address and would be asked to wait: it says that it stands for many.
      TRUSTED_PROXIES: '127.0.0.1',
      ...options.env,
    };
    const begun = performance.now();
    const child = spawn(process.execPath, options.program, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
    scratch.adopt(child);
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output = (output + chunk.toString()).slice(-8_000)));
    for (;;) {
      if (child.exitCode !== null) throw new Error(`The product ended while starting:\n${output}`);
      if (await answers(`http://127.0.0.1:${port}/health/ready`)) break;
      if (performance.now() - begun > READY_WITHIN_MS) {
        await stopChild(child);
        throw new Error(`The product was not ready within two minutes:\n${output}`);
      }
      await sleep(15);
    }
    return new Product(child, port, performance.now() - begun, () => output);
  }

  /** Resident memory now, bytes. */
  residentBytes(): number {
    return residentBytesOf(this.child.pid!);
  }

  /** One JSON request. @throws when the answer is not a success */
  async request<Answer>(
    method: string,
    path: string,
    cookie: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const isText = typeof body === 'string';
    const response = await fetch(`${this.origin}/api/v1${path}`, {
      method,
      headers: { cookie, ...(body !== undefined && !isText && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: isText ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text.slice(0, 500)}\n${this.output()}`);
    return (text === '' ? undefined : JSON.parse(text)) as Answer;
  }

  async stop(): Promise<void> {
    await stopChild(this.child);
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
}
