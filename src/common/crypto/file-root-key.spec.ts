import { chmod, readdir, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { FileRootKey } from './file-root-key.js';
import { temporaryFolder } from './testing/key-backends.js';

describe('FileRootKey', () => {
  const folders: { stop: () => Promise<void> }[] = [];
  let dataDir: string;
  let path: string;

  beforeEach(async () => {
    const folder = await temporaryFolder();
    folders.push(folder);
    dataDir = folder.path;
    path = join(dataDir, 'keys', 'root.key');
  });
  afterAll(() => Promise.all(folders.map((folder) => folder.stop())));

  it('makes its key on the first start, readable by its owner alone', async () => {
    await FileRootKey.open(dataDir);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(join(dataDir, 'keys'))).mode & 0o777).toBe(0o700);
    expect((await stat(path)).size).toBe(32);
  });

  it('keeps its key over a restart', async () => {
    const context = { orgId: 'a', version: 1 };
    const wrapped = await (await FileRootKey.open(dataDir)).wrap(Buffer.alloc(32, 7), context);
    expect(await (await FileRootKey.open(dataDir)).unwrap(wrapped, context)).toEqual(Buffer.alloc(32, 7));
  });

  it('agrees on one key when many start at once, and leaves no draft behind', async () => {
    const keys = await Promise.all(Array.from({ length: 20 }, () => FileRootKey.open(dataDir)));
    expect(new Set(keys.map(({ id }) => id)).size).toBe(1);
    expect(await readdir(join(dataDir, 'keys'))).toEqual(['root.key']);
  });

  it.each(['640', '604', '660'])('refuses a key that others may touch (mode %s)', async (mode) => {
    const root = await FileRootKey.open(dataDir);
    await chmod(path, Number.parseInt(mode, 8));
    const refusal = { code: 'crypto.key_unavailable', retryable: false, message: expect.stringMatching(/chmod 600/) };
    await expect(FileRootKey.open(dataDir)).rejects.toMatchObject(refusal);
    await expect(root.check()).rejects.toMatchObject(refusal);
  });

  it('refuses a key of the wrong length in one sentence', async () => {
    await FileRootKey.open(dataDir);
    await truncate(path, 31);
    await expect(FileRootKey.open(dataDir)).rejects.toThrow(/has 31 bytes instead of 32\.$/);
  });
});
