import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../ids.js';
import { KmsRootKey } from './kms-root-key.js';
import { kmsRootBackend, ROOT_BACKENDS, type RootBackend } from './testing/key-backends.js';

describe.each(Object.entries(ROOT_BACKENDS))('the %s root key', (_kind, start) => {
  let backend: RootBackend;
  const context = { orgId: newId(), version: 3 };
  const key = randomBytes(32);

  beforeAll(async () => {
    backend = await start();
  });
  afterAll(() => backend.stop());

  it('unwraps what it wrapped, and never shows the key in the wrap', async () => {
    const wrapped = await backend.root.wrap(key, context);
    expect(wrapped.includes(key)).toBe(false);
    expect(await backend.root.unwrap(wrapped, context)).toEqual(key);
    expect(await backend.root.wrap(key, context)).not.toEqual(wrapped);
  });

  it('refuses a wrap moved to another organisation or version', async () => {
    const wrapped = await backend.root.wrap(key, context);
    for (const moved of [
      { ...context, orgId: newId() },
      { ...context, version: 4 },
    ]) {
      await expect(backend.root.unwrap(wrapped, moved)).rejects.toMatchObject({ code: 'crypto.seal_broken' });
    }
  });

  it('refuses the wrap of another root key, and a damaged one', async () => {
    const foreign = await backend.other.wrap(key, context);
    const damaged = await backend.root.wrap(key, context);
    damaged[damaged.length - 20]! ^= 1;
    for (const wrong of [foreign, damaged, damaged.subarray(0, 10)]) {
      await expect(backend.root.unwrap(wrong, context)).rejects.toMatchObject({ code: 'crypto.seal_broken' });
    }
  });

  it('answers that the key is unavailable, not to be retried, while it is disabled', async () => {
    const wrapped = await backend.root.wrap(key, context);
    await backend.root.check();
    await backend.setEnabled(false);
    const refusal = { code: 'crypto.key_unavailable', retryable: false };
    await expect(backend.root.unwrap(wrapped, context)).rejects.toMatchObject(refusal);
    await expect(backend.root.wrap(key, context)).rejects.toMatchObject(refusal);
    await expect(backend.root.check()).rejects.toMatchObject(refusal);
    await backend.setEnabled(true);
    expect(await backend.root.unwrap(wrapped, context)).toEqual(key);
  });
});

describe('the KMS root key over the network', () => {
  const context = { orgId: newId(), version: 1 };
  const key = randomBytes(32);
  let backend: RootBackend;
  let wrapped: Buffer;

  beforeAll(async () => {
    backend = await kmsRootBackend();
    wrapped = await backend.root.wrap(key, context);
  });
  afterAll(() => backend.stop());

  it('tries again when throttled, within bounds', async () => {
    backend.server!.throttle(2);
    expect(await backend.root.unwrap(wrapped, context)).toEqual(key);
  });

  it('gives up after three throttled attempts, to be retried later', async () => {
    backend.server!.throttle(100);
    const before = backend.server!.requests;
    const refusal = { code: 'crypto.key_unavailable', reason: 'throttled', retryable: true };
    await expect(backend.root.unwrap(wrapped, context)).rejects.toMatchObject(refusal);
    expect(backend.server!.requests - before).toBe(3);
    backend.server!.throttle(0);
  });

  it('gives up on a silent service in bounded time, to be retried later', async () => {
    backend.server!.hang(true);
    const started = performance.now();
    const refusal = { code: 'crypto.key_unavailable', reason: 'timeout', retryable: true };
    await expect(backend.root.unwrap(wrapped, context)).rejects.toMatchObject(refusal);
    expect(performance.now() - started).toBeLessThan(2000);
    backend.server!.hang(false);
  });

  it('answers that an absent service may come back', async () => {
    const absent = new KmsRootKey({
      region: 'ap-southeast-2',
      keyId: 'alias/root',
      endpoint: 'http://127.0.0.1:9',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
    const refusal = { code: 'crypto.key_unavailable', reason: 'unreachable', retryable: true };
    await expect(absent.unwrap(wrapped, context)).rejects.toMatchObject(refusal);
    absent.close();
  });

  it('must be given a region', () => {
    expect(() => new KmsRootKey({ region: '', keyId: 'alias/root' })).toThrow('KMS needs a region');
  });
});
