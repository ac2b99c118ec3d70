import { spawn } from 'node:child_process';
import { Agent } from 'node:http';
import { join } from 'node:path';
import { newId } from '../../src/common/ids.js';
import { SEALED_CHUNK_BYTES } from '../../src/common/sealed-files/sealed-file.js';
import { CHUNKS_A_PART } from '../../src/modules/documents/use-cases/piece-sealer.js';
import { fillPractice } from './made-clients.js';
import { foundPractice, signIn } from './made-practice.js';
import { Product, ROOT } from './product.js';
import type { Bench } from './rows.js';
import { sleep } from './scratch.js';
import { fromSomewhere, send, type Place } from './transfers.js';

const PATIENCE_MS = 120_000;
const ASKED_EVERY_MS = 50;
const TUS = { 'tus-resumable': '1.0.0' };

/** Whose files they are, and who sends and opens them. */
export interface FilesGround {
  dataDir: string;
  cookie: string;
  clientId: string;
}

/** A practice with one client and a member's session. */
export async function filesGround(bench: Bench): Promise<FilesGround> {
  const ground = await bench.ground();
  const practice = await foundPractice(ground, 'files');
  await fillPractice(ground, practice, { count: 1, seed: 9 });
  const { cookie } = await signIn(ground, practice, 'all');
  const { rows } = await ground.administrator.query<{ id: string }>('select id from app.client where org_id = $1', [practice.orgId]);
  return { dataDir: ground.dataDir, cookie, clientId: rows[0]!.id };
}

/** The product with files in its own store, asked as a member's browser asks. */
export class FilesProduct {
  private constructor(
    private readonly product: Product,
    private readonly ground: FilesGround,
  ) {}

  static async start(bench: Bench, ground: FilesGround): Promise<FilesProduct> {
    const { dataDir } = ground;
    return new FilesProduct(await Product.start(bench.scratch, { program: ['dist/src/main.js'], dataDir }), ground);
  }

  get pid(): number {
    return this.product.child.pid!;
  }

  async stop(): Promise<void> {
    await this.product.stop();
  }

  /** Sends a file by tus, in one piece or in pieces of so many bytes; answers the document's id once all of it is durable. */
  async upload(
    bytes: number,
    { pieces = { first: bytes, later: bytes }, agent }: { pieces?: { first: number; later: number }; agent?: Agent } = {},
  ): Promise<string> {
    const id = newId();
    const said = { id, clientId: this.ground.clientId, filename: 'ledger.csv', filetype: 'text/csv' };
    const metadata = Object.entries(said).map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`);
    const begin = this.place('/uploads', { ...TUS, 'upload-length': String(bytes), 'upload-metadata': metadata.join(',') });
    const { headers } = await send('POST', begin, { from: 0, to: 0 }, agent);
    for (let from = 0, to = 0; from < bytes; from = to) {
      to = Math.min(bytes, from + (from === 0 ? pieces.first : pieces.later));
      const place = this.place(`/uploads/${id}`, {
        ...TUS,
        'upload-offset': String(from),
        'content-type': 'application/offset+octet-stream',
      });
      await send('PATCH', place, { from, to }, agent);
    }
    return String(headers['x-document-id']);
  }

  /** Waits until a document can be opened; answers what it was found to hash to. @throws when it was refused */
  async settled(id: string): Promise<string> {
    for (const late = performance.now() + PATIENCE_MS; performance.now() < late; await sleep(ASKED_EVERY_MS)) {
      const { versions } = await this.ask<{ versions: { state: string; sha256: string | null }[] }>('GET', `/documents/${id}`);
      const { state, sha256 } = versions[0]!;
      if (state === 'ready') return sha256!;
      if (state === 'refused') throw new Error('The file was refused.');
    }
    throw new Error('The file was not looked at within two minutes.');
  }

  /** How many documents of the client can be opened. */
  async filed(): Promise<number> {
    const { counts } = await this.ask<{ counts: { filed?: number } }>('GET', `/documents?clientId=${this.ground.clientId}&limit=1`);
    return counts.filed ?? 0;
  }

  /** A way to a document's bytes. */
  async link(id: string): Promise<Place> {
    return this.way(await this.ask('POST', `/documents/${id}/links`, { purpose: 'download' }));
  }

  /** A way to several documents as one zip. */
  async bundle(ids: readonly string[]): Promise<Place> {
    return this.way(await this.ask('POST', '/documents/bundles', { ids }));
  }

  private way({ url }: { url: string }): Place {
    return this.place(url.replace('/api/v1', ''), {});
  }

  private place(path: string, headers: Record<string, string>): Place {
    return { port: this.product.port, path: `/api/v1${path}`, headers: { cookie: this.ground.cookie, ...headers } };
  }

  private async ask<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
    return this.product.request<Answer>(method, path, this.ground.cookie, body, fromSomewhere());
  }
}

/** The bare peer of files, a process of its own with a folder on the same disk. */
export class PlainFiles {
  private constructor(
    private readonly port: number,
    readonly pid: number,
    private readonly end: () => void,
  ) {}

  static async start({ scratch }: Bench): Promise<PlainFiles> {
    const child = spawn(process.execPath, [join(ROOT, 'dist/test/bench/plain-files.js')], {
      env: {
        PATH: process.env['PATH'] ?? '',
        BENCH_FOLDER: scratch.folder('plain-files'),
        BENCH_PART: String(CHUNKS_A_PART * SEALED_CHUNK_BYTES),
      },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    scratch.adopt(child);
    const port = await new Promise<number>((resolve, reject) => {
      child.stdout.once('data', (chunk: Buffer) => resolve(Number(chunk.toString())));
      child.once('exit', () => reject(new Error('The bare peer of files did not start.')));
    });
    return new PlainFiles(port, child.pid!, () => child.kill());
  }

  at(name: string): Place {
    return { port: this.port, path: `/${name}` };
  }

  async upload(name: string, bytes: number, agent?: Agent): Promise<void> {
    await send('PUT', this.at(name), { from: 0, to: bytes }, agent);
  }

  stop(): void {
    this.end();
  }
}
