import { existsSync } from 'node:fs';
import { readdir, readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { KeyUnavailable } from './crypto.errors.js';
import { assertKeyAddress, parseKeyRecord, versionsIn, type KeyRecord, type KeyStore } from './key-store.js';
import { createPrivateFile, makePrivateFolder, syncFolder, systemCode } from './private-files.js';

/** Wrapped keys as files, `DATA_DIR/keys/organisations/<organisation>/<version>.json`, mode 0600, made durable. */
export class FileKeyStore implements KeyStore {
  readonly #root: string;

  constructor(dataDir: string) {
    this.#root = join(dataDir, 'keys', 'organisations');
  }

  async put(orgId: string, version: number, record: KeyRecord): Promise<boolean> {
    const path = this.#path(orgId, version, 'json');
    return explained(async () => {
      await makePrivateFolder(join(this.#root, orgId));
      return createPrivateFile(path, JSON.stringify(record));
    });
  }

  async get(orgId: string, version: number): Promise<KeyRecord | null> {
    const path = this.#path(orgId, version, 'json');
    const text = await explained(() => readFile(path, 'utf8').catch(absent));
    if (text === null) return null;
    const record = parseKeyRecord(text, version);
    return existsSync(this.#path(orgId, version, 'refused')) ? { ...record, state: 'refused' } : record;
  }

  async versions(orgId: string): Promise<number[]> {
    assertKeyAddress(orgId);
    return versionsIn((await explained(() => readdir(join(this.#root, orgId)).catch(absent))) ?? []);
  }

  async refuse(orgId: string, version: number): Promise<void> {
    const path = this.#path(orgId, version, 'refused');
    await explained(() => createPrivateFile(path, ''));
  }

  async destroy(orgId: string, version: number): Promise<void> {
    const path = this.#path(orgId, version, 'json');
    if (!existsSync(this.#path(orgId, version, 'refused'))) throw new RangeError('Refuse a key before destroying it.');
    await explained(async () => {
      await unlink(path).catch(absent);
      await syncFolder(join(this.#root, orgId));
    });
  }

  #path(orgId: string, version: number, kind: 'json' | 'refused'): string {
    assertKeyAddress(orgId, version);
    return join(this.#root, orgId, `${version}.${kind}`);
  }
}

function absent(error: unknown): null {
  if (systemCode(error) === 'ENOENT') return null;
  throw error;
}

async function explained<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new KeyUnavailable('denied', `The key store cannot be used (${systemCode(error)}).`, { cause: error });
  }
}
