import type { Readable } from 'node:stream';

/** An object that arrives in parts. */
export interface StoreUpload {
  key: string;
  id: string;
}

/** A part that is stored for good. */
export interface StoredPart {
  /** From 1, without gaps. */
  number: number;
  /** What the store calls this content of it. */
  tag: string;
  bytes: number;
}

/** A range of bytes, `to` not included. */
export interface StoredRange {
  from: number;
  to: number;
}

/** An object in a list. */
export interface StoredObject {
  key: string;
  bytes: number;
  changedAt: Date;
}

/**
 * Where sealed bytes lie, under random keys. One contract suite holds for every kind (`test/support/object-store.contract.ts`). Every call may throw
 * StoreUnavailable; those that write, StoreFull.
 */
export interface ObjectStore {
  readonly kind: 'files' | 's3';
  /** Bytes of every part but the last, at least. */
  readonly smallestPart: number;
  /** Begins an object; answers the upload's id. */
  begin(key: string): Promise<string>;
  /** Stores a part, durable when it returns; answers its tag. The same number again replaces it. */
  putPart(upload: StoreUpload, part: { number: number; offset: number; bytes: Buffer }): Promise<string>;
  /** Makes the object appear whole, or not at all. Again after it appeared: nothing. */
  complete(upload: StoreUpload, parts: readonly StoredPart[]): Promise<void>;
  /** Drops what has arrived. Nothing when it is gone. */
  abort(upload: StoreUpload): Promise<void>;
  /** The bytes of a range. @throws ObjectMissing */
  read(key: string, range: StoredRange): Promise<Readable>;
  /** Length of an object, null when there is none. */
  size(key: string): Promise<number | null>;
  /** Removes an object for good. Nothing when it is gone. */
  remove(key: string): Promise<void>;
  /** Objects past a key, in the order of keys. */
  list(after: string | null, limit: number): Promise<StoredObject[]>;
  /** Uploads that nobody has touched since. */
  staleUploads(before: Date): Promise<StoreUpload[]>;
  /** At boot. @throws StoreRefused that names what is wrong */
  check(): Promise<void>;
  close(): Promise<void>;
}
