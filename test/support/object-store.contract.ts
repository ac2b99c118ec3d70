import { randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { expect, it } from '@jest/globals';
import { newObjectKey } from '../../src/common/object-store/object-key.js';
import { ObjectMissing } from '../../src/common/object-store/object-store.errors.js';
import type { ObjectStore, StoredPart } from '../../src/common/object-store/object-store.js';

/** Stores an object in parts of the given lengths; answers its key and content. */
export async function stored(
  store: ObjectStore,
  sizes: readonly number[],
  key = newObjectKey(),
): Promise<{ key: string; content: Buffer }> {
  const upload = { key, id: await store.begin(key) };
  const parts: StoredPart[] = [];
  const contents: Buffer[] = [];
  let offset = 0;
  for (const [index, size] of sizes.entries()) {
    const bytes = randomBytes(size);
    const tag = await store.putPart(upload, { number: index + 1, offset, bytes });
    parts.push({ number: index + 1, tag, bytes: size });
    contents.push(bytes);
    offset += size;
  }
  await store.complete(upload, parts);
  return { key, content: Buffer.concat(contents) };
}

/** What every store of files keeps to. */
export function objectStoreContract(store: () => ObjectStore): void {
  const most = (): number => Math.max(store().smallestPart, 300_000);
  const read = async (key: string, from: number, to: number): Promise<Buffer> => buffer(await store().read(key, { from, to }));

  it('keeps what arrives in parts, and gives any range of it back', async () => {
    const { key, content } = await stored(store(), [most(), most(), 1_234]);
    expect(await store().size(key)).toBe(content.length);
    for (const [from, to] of [
      [0, content.length],
      [0, 1],
      [most() - 1, most() + 1],
      [content.length - 1, content.length],
    ] as const)
      expect((await read(key, from, to)).equals(content.subarray(from, to))).toBe(true);
  });

  it('shows nothing of an object before it is complete, and nothing ever of one that was given up', async () => {
    const key = newObjectKey();
    const upload = { key, id: await store().begin(key) };
    await store().putPart(upload, { number: 1, offset: 0, bytes: randomBytes(1_000) });
    expect(await store().size(key)).toBeNull();
    await expect(store().read(key, { from: 0, to: 10 })).rejects.toThrow(ObjectMissing);
    await store().abort(upload);
    await store().abort(upload);
    expect(await store().size(key)).toBeNull();
  });

  it('takes a part anew, and completes twice without harm', async () => {
    const key = newObjectKey();
    const upload = { key, id: await store().begin(key) };
    await store().putPart(upload, { number: 1, offset: 0, bytes: randomBytes(2_000) });
    const bytes = randomBytes(2_000);
    const tag = await store().putPart(upload, { number: 1, offset: 0, bytes });
    const parts = [{ number: 1, tag, bytes: bytes.length }];
    await store().complete(upload, parts);
    await store().complete(upload, parts);
    expect((await read(key, 0, 2_000)).equals(bytes)).toBe(true);
  });

  it('removes for good, once or twice, and says that an object is missing', async () => {
    const { key } = await stored(store(), [500]);
    await store().remove(key);
    await store().remove(key);
    expect(await store().size(key)).toBeNull();
    await expect(store().read(key, { from: 0, to: 1 })).rejects.toThrow(ObjectMissing);
  });

  it('lists every object by key, page by page, and uploads that nobody went on with', async () => {
    const keys = [];
    for (let index = 0; index < 5; index++) keys.push((await stored(store(), [100 + index])).key);
    const found: string[] = [];
    for (let after: string | null = null; ;) {
      const page = await store().list(after, 2);
      found.push(...page.map(({ key }) => key));
      if (page.length < 2) break;
      after = page.at(-1)!.key;
    }
    expect(found).toEqual([...found].sort((a, b) => (a < b ? -1 : 1)));
    for (const key of keys) expect(found).toContain(key);
    const key = newObjectKey();
    const upload = { key, id: await store().begin(key) };
    await store().putPart(upload, { number: 1, offset: 0, bytes: randomBytes(100) });
    const later = new Date('2100-01-01T00:00:00Z');
    expect((await store().staleUploads(later)).map(({ id }) => id)).toContain(upload.id);
    expect((await store().staleUploads(new Date(0))).map(({ id }) => id)).not.toContain(upload.id);
    for (const stale of await store().staleUploads(later)) await store().abort(stale);
    expect(await store().staleUploads(later)).toEqual([]);
  });

  it('takes no key that is not one of ours', async () => {
    for (const key of ['documents/../../etc/passwd', 'keys/1', 'documents/abc', ''])
      await expect(store().read(key, { from: 0, to: 1 })).rejects.toThrow(RangeError);
  });
}
