import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../ids.js';
import { FileKeyStore } from './file-key-store.js';
import type { KeyRecord } from './key-store.js';
import { ObjectKeyStore } from './object-key-store.js';
import { objectStoreBackend, STORE_BACKENDS, temporaryFolder, type StoreBackend } from './testing/key-backends.js';

function record(version: number, wrapped = 'd3JhcHBlZA=='): KeyRecord {
  const createdAt = '2026-11-22T00:00:00.000Z';
  return { version, wrapped, provider: 'file:1', commitment: 'Y29tbWl0', createdAt, state: 'active' };
}

describe.each(Object.entries(STORE_BACKENDS))('the key store in %s', (_kind, start) => {
  let backend: StoreBackend;

  beforeAll(async () => {
    backend = await start();
  });
  afterAll(() => backend.stop());

  it('gives back what it keeps, and nothing of another organisation', async () => {
    const orgId = newId();
    expect(await backend.store.put(orgId, 1, record(1))).toBe(true);
    expect(await backend.second.get(orgId, 1)).toEqual(record(1));
    expect(await backend.store.get(newId(), 1)).toBeNull();
    expect(await backend.store.versions(newId())).toEqual([]);
  });

  it('lists many versions in order', async () => {
    const orgId = newId();
    for (const version of [1, 2, 3, 10, 11]) await backend.store.put(orgId, version, record(version));
    expect(await backend.second.versions(orgId)).toEqual([1, 2, 3, 10, 11]);
  });

  it('never overwrites: of many at once exactly one is kept', async () => {
    const orgId = newId();
    const stores = [backend.store, backend.second];
    const tries = Array.from({ length: 20 }, (_, n) => stores[n % 2]!.put(orgId, 1, record(1, `attempt ${n}`)));
    const kept = await Promise.all(tries);
    expect(kept.filter(Boolean)).toHaveLength(1);
    expect((await backend.store.get(orgId, 1))?.wrapped).toBe(`attempt ${kept.indexOf(true)}`);
  });

  it('refuses a version for good, and keeps its number after it was destroyed', async () => {
    const orgId = newId();
    await backend.store.put(orgId, 1, record(1));
    await expect(backend.store.destroy(orgId, 1)).rejects.toThrow('Refuse a key before');
    await backend.store.refuse(orgId, 1);
    await backend.second.refuse(orgId, 1);
    expect((await backend.second.get(orgId, 1))?.state).toBe('refused');
    await backend.store.destroy(orgId, 1);
    expect(await backend.second.get(orgId, 1)).toBeNull();
    expect(await backend.second.versions(orgId)).toEqual([1]);
  });

  it('refuses a damaged record', async () => {
    const orgId = newId();
    await backend.store.put(orgId, 1, record(1));
    await backend.tamper(orgId, 1, { version: 2 });
    const refusal = { code: 'crypto.key_unavailable', reason: 'unreadable', retryable: false };
    await expect(backend.store.get(orgId, 1)).rejects.toMatchObject(refusal);
  });

  it('refuses an address outside its folder', async () => {
    await expect(backend.store.get('../root', 1)).rejects.toThrow('lower-case UUID');
    await expect(backend.store.put(newId(), 0, record(0))).rejects.toThrow('1 to 65535');
  });
});

describe('the key store in files', () => {
  it('lets nobody but its owner read', async () => {
    const folder = await temporaryFolder();
    const orgId = newId();
    await new FileKeyStore(folder.path).put(orgId, 1, record(1));
    const path = join(folder.path, 'keys', 'organisations', orgId);
    expect((await stat(path)).mode & 0o777).toBe(0o700);
    expect((await stat(join(path, '1.json'))).mode & 0o777).toBe(0o600);
    await folder.stop();
  });
});

describe('the key store in S3 over the network', () => {
  let backend: StoreBackend;

  beforeAll(async () => {
    backend = await objectStoreBackend();
  });
  afterAll(() => backend.stop());

  it('tries again when throttled, and gives up within bounds', async () => {
    const orgId = newId();
    backend.server!.throttle(1);
    expect(await backend.store.put(orgId, 1, record(1))).toBe(true);
    backend.server!.throttle(100);
    const refusal = { code: 'crypto.key_unavailable', reason: 'throttled', retryable: true };
    await expect(backend.store.get(orgId, 1)).rejects.toMatchObject(refusal);
    backend.server!.throttle(0);
  });

  it('gives up on a silent service, to be retried later', async () => {
    backend.server!.hang(true);
    const refusal = { code: 'crypto.key_unavailable', reason: 'timeout', retryable: true };
    await expect(backend.store.versions(newId())).rejects.toMatchObject(refusal);
    backend.server!.hang(false);
  });

  it('must be given a region', () => {
    expect(() => new ObjectKeyStore({ region: '', bucket: 'keys' })).toThrow('needs a region');
  });
});
