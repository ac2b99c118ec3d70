import { randomUUID } from 'node:crypto';
import { open, readdir, rename, stat, unlink, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { makePrivateFolder, syncFolder, systemCode } from '../crypto/private-files.js';
import { ObjectMissing, StoreFull, StoreRefused, StoreUnavailable } from './object-store.errors.js';
import { assertObjectKey } from './object-key.js';
import type { ObjectStore, StoredObject, StoredPart, StoredRange, StoreUpload } from './object-store.js';

const UPLOAD_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const READ_AHEAD = 262_144;

/**
 * Objects as files, `DATA_DIR/objects/documents/<two digits>/<the rest>`, mode 0600. A draft grows in `arriving/`, each part at its own place
 * and made durable; the finished one is renamed into place, so that a kill -9 leaves a draft that the sweep removes, or the
 * whole object, and never half of one.
 */
export class FileObjectStore implements ObjectStore {
  readonly kind = 'files';
  readonly smallestPart = 0;
  private readonly root: string;
  private readonly arriving: string;
  private readonly documents: string;

  constructor(dataDir: string) {
    this.root = join(dataDir, 'objects');
    this.arriving = join(this.root, 'arriving');
    this.documents = join(this.root, 'documents');
  }

  async begin(key: string): Promise<string> {
    assertObjectKey(key);
    const id = randomUUID();
    await explained(async () => {
      await makePrivateFolder(this.arriving);
      await (await open(this.draft(id), 'wx', 0o600)).close();
      await syncFolder(this.arriving);
    });
    return id;
  }

  async putPart({ id }: StoreUpload, { offset, bytes, number }: { number: number; offset: number; bytes: Buffer }): Promise<string> {
    await explained(async () =>
      using(await open(this.draft(id), 'r+'), async (file) => {
        // A disk that is nearly full takes a part of what it is given, and says so only when asked for the rest.
        for (let at = 0; at < bytes.length;) at += (await file.write(bytes, at, bytes.length - at, offset + at)).bytesWritten;
        await file.datasync();
      }),
    );
    return String(number);
  }

  async complete({ key, id }: StoreUpload, parts: readonly StoredPart[]): Promise<void> {
    const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
    await explained(async () => {
      const folder = this.folderOf(key);
      const draft = await stat(this.draft(id)).catch(absent);
      if (draft === null) {
        if ((await this.size(key)) !== bytes) throw new ObjectMissing();
        return;
      }
      await makePrivateFolder(folder);
      await using(await open(this.draft(id), 'r+'), async (file) => {
        // A part of an attempt that was not counted may stand behind the end.
        await file.truncate(bytes);
        await file.sync();
      });
      await rename(this.draft(id), this.pathOf(key));
      await syncFolder(folder);
    });
  }

  async abort({ id }: StoreUpload): Promise<void> {
    await explained(() => unlink(this.draft(id)).catch(absent));
  }

  async read(key: string, { from, to }: StoredRange): Promise<Readable> {
    return explained(async () => {
      const file = await open(this.pathOf(key), 'r');
      return file.createReadStream({ start: from, end: to - 1, highWaterMark: READ_AHEAD });
    });
  }

  async size(key: string): Promise<number | null> {
    return explained(async () => (await stat(this.pathOf(key)).catch(absent))?.size ?? null);
  }

  async remove(key: string): Promise<void> {
    await explained(async () => {
      if ((await unlink(this.pathOf(key)).then(() => true, absent)) !== null) await syncFolder(this.folderOf(key));
    });
  }

  async list(after: string | null, limit: number): Promise<StoredObject[]> {
    return explained(async () => {
      const found: StoredObject[] = [];
      for (const folder of ((await readdir(this.documents).catch(absent)) ?? []).sort()) {
        if (after !== null && `documents/${folder}~` < after) continue;
        for (const name of (await readdir(join(this.documents, folder))).sort()) {
          const key = `documents/${folder}${name}`;
          if (after !== null && key <= after) continue;
          const at = await stat(join(this.documents, folder, name)).catch(absent);
          if (at) found.push({ key, bytes: at.size, changedAt: at.mtime });
          if (found.length === limit) return found;
        }
      }
      return found;
    });
  }

  async staleUploads(before: Date): Promise<StoreUpload[]> {
    return explained(async () => {
      const stale: StoreUpload[] = [];
      for (const id of (await readdir(this.arriving).catch(absent)) ?? []) {
        const at = UPLOAD_ID.test(id) ? await stat(this.draft(id)).catch(absent) : null;
        if (at && at.mtime < before) stale.push({ key: '', id });
      }
      return stale;
    });
  }

  async check(): Promise<void> {
    try {
      await makePrivateFolder(this.arriving);
      await makePrivateFolder(this.documents);
      const probe = this.draft(randomUUID());
      await (await open(probe, 'wx', 0o600)).close();
      await unlink(probe);
    } catch (error) {
      throw new StoreRefused(`The folder ${this.root} cannot be written (${systemCode(error)}): files would be lost.`, { cause: error });
    }
  }

  async close(): Promise<void> {
    // Nothing is held open between calls.
  }

  private draft(id: string): string {
    if (!UPLOAD_ID.test(id)) throw new RangeError('Not an upload of this store.');
    return join(this.arriving, id);
  }

  private folderOf(key: string): string {
    assertObjectKey(key);
    const digits = key.slice('documents/'.length);
    return join(this.documents, digits.slice(0, 2));
  }

  private pathOf(key: string): string {
    return join(this.folderOf(key), key.slice('documents/'.length + 2));
  }
}

async function using(file: FileHandle, work: (file: FileHandle) => Promise<void>): Promise<void> {
  try {
    await work(file);
  } finally {
    await file.close();
  }
}

function absent(error: unknown): null {
  if (systemCode(error) === 'ENOENT') return null;
  throw error;
}

const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** What a failed system call means to whoever wanted a file. */
async function explained<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const code = systemCode(error);
    if (code === undefined || error instanceof RangeError || error instanceof ObjectMissing) throw error;
    if (code === 'ENOENT') throw new ObjectMissing();
    throw FULL.has(code) ? new StoreFull() : new StoreUnavailable({ cause: error });
  }
}
