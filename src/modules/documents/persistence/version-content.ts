import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { FileSeal } from '../../../common/sealed-files/sealed-file.js';
import { openRange } from '../../../common/sealed-files/open-range.js';
import type { ObjectStore } from '../../../common/object-store/object-store.js';
import type { StoredVersion } from './version.repository.js';

/** What is needed to open a version's bytes: where they lie, how long they are, and their key. */
export interface ContentAt {
  readonly objectKey: string;
  readonly versionId: string;
  readonly bytes: number;
  /** 32 bytes. */
  readonly key: Buffer;
}

/** Where a version's bytes lie, with their key. */
export function contentAt({ objectKey, id, bytes }: Pick<StoredVersion, 'objectKey' | 'id' | 'bytes'>, key: Buffer): ContentAt {
  return { objectKey, versionId: id, bytes, key };
}

/** The bytes [from, to) of a version, opened as they are read. Ends with SealBroken, ObjectMissing or StoreUnavailable. */
export function contentStream(store: ObjectStore, at: ContentAt, range: { from: number; to: number }): Readable {
  const seal = new FileSeal(at.key, { id: at.versionId, bytes: at.bytes });
  return openRange(seal, async (from, to) => store.read(at.objectKey, { from, to }), range);
}

/** A version's content, for whoever looks at it in pieces. */
export function contentSource(
  store: ObjectStore,
  at: ContentAt,
  name: string,
): { bytes: number; name: string; read(from: number, to: number): Promise<Buffer>; stream(): Readable } {
  return {
    bytes: at.bytes,
    name,
    read: async (from, to) => buffer(contentStream(store, at, { from, to: Math.min(to, at.bytes) })),
    stream: () => contentStream(store, at, { from: 0, to: at.bytes }),
  };
}
