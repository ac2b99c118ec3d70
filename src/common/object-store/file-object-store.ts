import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { ObjectMissing } from './object-store.errors.js';
import type { ObjectStore, StoredPart, StoreUpload } from './object-store.js';
/** Placeholder until the finished store lands. */
export class FileObjectStore implements ObjectStore {
  readonly kind = 'files' as const;
  readonly smallestPart = 0;
  constructor(private readonly root: string) {}
  async begin(): Promise<string> {
    const id = randomUUID();
    await mkdir(join(this.root, 'arriving'), { recursive: true });
    await (await open(join(this.root, 'arriving', id), 'w', 0o600)).close();
    return id;
  }
  async putPart({ id }: StoreUpload, { offset, bytes, number }: { number: number; offset: number; bytes: Buffer }): Promise<string> {
    const file = await open(join(this.root, 'arriving', id), 'r+');
    try {
      await file.write(bytes, 0, bytes.length, offset);
      await file.datasync();
    } finally {
      await file.close();
    }
    return String(number);
  }
  async complete({ key, id }: StoreUpload, _parts: StoredPart[]): Promise<void> {
    await mkdir(dirname(join(this.root, key)), { recursive: true });
    await rename(join(this.root, 'arriving', id), join(this.root, key)).catch(async (error: unknown) => {
      if ((await this.size(key)) === null) throw error;
    });
  }
  async abort({ id }: StoreUpload): Promise<void> {
    await rm(join(this.root, 'arriving', id), { force: true });
  }
  async read(key: string, { from, to }: { from: number; to: number }): Promise<Readable> {
    if ((await this.size(key)) === null) throw new ObjectMissing();
    return createReadStream(join(this.root, key), { start: from, end: to - 1, highWaterMark: 262_144 });
  }
  async size(key: string): Promise<number | null> {
    return stat(join(this.root, key)).then(
      (s) => s.size,
      () => null,
    );
  }
  async remove(key: string): Promise<void> {
    await rm(join(this.root, key), { force: true });
  }
  async list(after: string | null, limit: number): Promise<{ key: string; bytes: number; changedAt: Date }[]> {
    const names = (await readdir(join(this.root, 'documents')).catch(() => []))
      .map((n) => `documents/${n}`)
      .sort()
      .filter((n) => after === null || n > after)
      .slice(0, limit);
    return Promise.all(
      names.map(async (key) => {
        const s = await stat(join(this.root, key));
        return { key, bytes: s.size, changedAt: s.mtime };
      }),
    );
  }
  async staleUploads(): Promise<StoreUpload[]> {
    return [];
  }
  async check(): Promise<void> {
    await mkdir(this.root, { recursive: true });
  }
  async close(): Promise<void> {}
}
