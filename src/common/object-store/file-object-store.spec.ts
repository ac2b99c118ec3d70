import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { FileObjectStore } from './file-object-store.js';
import { StoreRefused } from './object-store.errors.js';
import { objectStoreContract, stored } from '../../../test/support/object-store.contract.js';

const folder = mkdtempSync(join(tmpdir(), 'ironbark-objects-'));
const store = new FileObjectStore(folder);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('objects as files', () => {
  objectStoreContract(() => store);

  it('[M-12] are readable by nobody else on the machine, and leave no draft behind', async () => {
    const { key } = await stored(store, [1_000, 2_000]);
    const digits = key.slice('documents/'.length);
    const path = join(folder, 'objects', 'documents', digits.slice(0, 2), digits.slice(2));
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'objects')).mode & 0o777).toBe(0o700);
    expect(readdirSync(join(folder, 'objects', 'arriving'))).toEqual([]);
  });

  it('are refused at boot where nothing can be written', async () => {
    await store.check();
    const file = join(folder, 'a file');
    writeFileSync(file, '');
    chmodSync(file, 0o600);
    await expect(new FileObjectStore(file).check()).rejects.toThrow(StoreRefused);
  });
});
