import { spawn, type ChildProcess } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { DatabaseUrls } from '../../src/common/config/settings.js';
import { testServer } from './database.js';

const MAIN = fileURLToPath(new URL('../../dist/src/main.js', import.meta.url));

/** A free loopback port. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}

/** The built product as a process of its own, to be killed and asked to leave. */
export class Product {
  private readonly written: Buffer[] = [];

  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
  ) {
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (piece: Buffer) => void this.written.push(piece));
  }

  /** What a browser in front of it says it comes from. */
  get origin(): string {
    return new URL(this.url).origin.replace('127.0.0.1', 'localhost');
  }

  get pid(): number {
    return this.child.pid!;
  }

  /** Everything it wrote so far, standard output and standard error. */
  get output(): string {
    return Buffer.concat(this.written).toString();
  }

  /** Starts it on a database, by a command that ends in starting what follows it where one is given, and waits until it serves. */
  static async start(urls: DatabaseUrls, env: Record<string, string> = {}, within: readonly string[] = []): Promise<Product> {
    for (let tries = 1; ; tries++) {
      const product = Product.spawn(urls, await freePort(), env, within);
      if (await product.serves()) return product;
      await product.kill();
      // A port that was free a moment ago is somebody else's now: tests beside this one take theirs the same way.
      const taken = /is taken|EADDRINUSE/.test(product.output);
      if (!taken || tries === 3) throw new Error(`The product did not start: ${product.output.slice(-2_000)}`);
    }
  }

  private async serves(): Promise<boolean> {
    for (let attempt = 0; attempt < 1_200 && this.child.exitCode === null; attempt++) {
      const ready = await fetch(`${this.url}/health/ready`).then(
        (answer) => answer.ok,
        () => false,
      );
      if (ready) return true;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    return false;
  }

  /** Starts it where it cannot serve, and returns the exit code and what it wrote. */
  static async failToStart(urls: DatabaseUrls, port: number): Promise<{ code: number | null; output: string }> {
    const product = Product.spawn(urls, port, {}, []);
    const code = await new Promise<number | null>((resolve) => product.child.once('close', (ended) => resolve(ended)));
    return { code, output: product.output };
  }

  private static spawn(urls: DatabaseUrls, port: number, env: Record<string, string>, within: readonly string[]): Product {
    const [program, ...given] = [...within, process.execPath, MAIN];
    const child = spawn(program!, given, {
      env: {
        PATH: process.env['PATH'],
        NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
        NODE_ENV: 'test',
        PORT: String(port),
        PUBLIC_URL: `http://localhost:${port}`,
        DATA_DIR: testServer().dataDir,
        LOG_LEVEL: 'silent',
        ROLE: 'web',
        DATABASE_URL: urls.owner,
        DATABASE_URL_IDENTITY: urls.identity,
        DATABASE_URL_JOBS: urls.jobs,
        DATABASE_URL_TENANT: urls.tenant,
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return new Product(child, `http://127.0.0.1:${port}`);
  }

  /** Sends a signal and waits for the end. Returns the exit code, or null when it was killed. */
  async end(signal: NodeJS.Signals): Promise<number | null> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return this.child.exitCode;
    const ended = new Promise<number | null>((resolve) => this.child.once('exit', (code) => resolve(code)));
    this.child.kill(signal);
    return ended;
  }

  /** kill -9. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }
}
