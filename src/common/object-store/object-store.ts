import type { Readable } from 'node:stream';
export interface StoreUpload {
  key: string;
  id: string;
}
export interface StoredPart {
  number: number;
  tag: string;
  bytes: number;
}
export interface ObjectStore {
  readonly kind: 'files' | 's3';
  readonly smallestPart: number;
  begin(key: string): Promise<string>;
  putPart(upload: StoreUpload, part: { number: number; offset: number; bytes: Buffer }): Promise<string>;
  complete(upload: StoreUpload, parts: StoredPart[]): Promise<void>;
  abort(upload: StoreUpload): Promise<void>;
  read(key: string, range: { from: number; to: number }): Promise<Readable>;
  size(key: string): Promise<number | null>;
  remove(key: string): Promise<void>;
  list(after: string | null, limit: number): Promise<{ key: string; bytes: number; changedAt: Date }[]>;
  staleUploads(before: Date): Promise<StoreUpload[]>;
  check(): Promise<void>;
  close(): Promise<void>;
}
