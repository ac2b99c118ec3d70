import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  S3Client,
  UploadPartCommand,
  type ListMultipartUploadsCommandOutput,
  type ServerSideEncryption,
} from '@aws-sdk/client-s3';
import { awsErrorName, awsSettings, awsStatus, type AwsAccess } from '../crypto/aws.js';
import { assertObjectKey } from './object-key.js';
import { ObjectMissing, StoreUnavailable } from './object-store.errors.js';
import type { ObjectStore, StoredObject, StoredPart, StoredRange, StoreUpload } from './object-store.js';
import { checkBucket } from './s3-bucket-check.js';

/** A bucket and how to reach it. With an `endpoint` of one's own, buckets are addressed by path. */
export interface S3ObjectStoreSettings extends AwsAccess {
  bucket: string;
  /** Encryption by the store as well; null asks for none. */
  sse: ServerSideEncryption | null;
}

const PREFIX = 'documents/';
const SMALLEST_PART = 5 * 1024 * 1024;
/** A part of five mebibytes over a slow line, milliseconds; after that it is tried again. */
const TIMEOUT_MS = 20_000;
const NOT_FOUND = 404;

/** Objects in S3, or in what speaks its protocol. Uploads are multipart; nothing ever makes a presigned URL. */
export class S3ObjectStore implements ObjectStore {
  readonly kind = 's3';
  readonly smallestPart = SMALLEST_PART;
  private readonly client: S3Client;
  private readonly bucket: { Bucket: string };

  constructor(private readonly settings: S3ObjectStoreSettings) {
    this.client = new S3Client({
      ...awsSettings({ timeoutMs: TIMEOUT_MS, ...settings }, 'The store of files in S3'),
      forcePathStyle: settings.endpoint !== undefined,
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    });
    this.bucket = { Bucket: settings.bucket };
  }

  async begin(key: string): Promise<string> {
    assertObjectKey(key);
    const { sse } = this.settings;
    const command = new CreateMultipartUploadCommand({
      ...this.bucket,
      Key: key,
      ContentType: 'application/octet-stream',
      ...(sse !== null && { ServerSideEncryption: sse }),
    });
    return (await explained(() => this.client.send(command))).UploadId!;
  }

  async putPart({ key, id }: StoreUpload, { number, bytes }: { number: number; offset: number; bytes: Buffer }): Promise<string> {
    const command = new UploadPartCommand({
      ...this.bucket,
      Key: key,
      UploadId: id,
      PartNumber: number,
      Body: bytes,
      ContentLength: bytes.length,
    });
    return (await explained(() => this.client.send(command))).ETag!;
  }

  async complete({ key, id }: StoreUpload, parts: readonly StoredPart[]): Promise<void> {
    const MultipartUpload = { Parts: parts.map(({ number, tag }) => ({ PartNumber: number, ETag: tag })) };
    const command = new CompleteMultipartUploadCommand({ ...this.bucket, Key: key, UploadId: id, MultipartUpload });
    await explained(async () => {
      try {
        await this.client.send(command);
      } catch (error) {
        if (awsErrorName(error) !== 'NoSuchUpload') throw error;
        // Whoever completed it before us may have died before they could say so.
        const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
        if ((await this.size(key)) !== bytes) throw new ObjectMissing();
      }
    });
  }

  async abort({ key, id }: StoreUpload): Promise<void> {
    await explained(async () => {
      try {
        await this.client.send(new AbortMultipartUploadCommand({ ...this.bucket, Key: key, UploadId: id }));
      } catch (error) {
        if (awsErrorName(error) !== 'NoSuchUpload' && awsStatus(error) !== NOT_FOUND) throw error;
      }
    });
  }

  async read(key: string, { from, to }: StoredRange): Promise<Readable> {
    assertObjectKey(key);
    const command = new GetObjectCommand({ ...this.bucket, Key: key, Range: `bytes=${from}-${to - 1}` });
    return Readable.from(heard((await explained(() => this.client.send(command))).Body as Readable), { objectMode: false });
  }

  async size(key: string): Promise<number | null> {
    assertObjectKey(key);
    return explained(async () => {
      try {
        return (await this.client.send(new HeadObjectCommand({ ...this.bucket, Key: key }))).ContentLength ?? null;
      } catch (error) {
        if (awsStatus(error) === NOT_FOUND) return null;
        throw error;
      }
    });
  }

  async remove(key: string): Promise<void> {
    assertObjectKey(key);
    await explained(async () => {
      try {
        await this.client.send(new DeleteObjectCommand({ ...this.bucket, Key: key }));
      } catch (error) {
        if (awsStatus(error) !== NOT_FOUND) throw error;
      }
    });
  }

  async list(after: string | null, limit: number): Promise<StoredObject[]> {
    const command = new ListObjectsV2Command({
      ...this.bucket,
      Prefix: PREFIX,
      MaxKeys: Math.min(limit, 1_000),
      ...(after !== null && { StartAfter: after }),
    });
    const { Contents = [] } = await explained(() => this.client.send(command));
    return Contents.map(({ Key, Size, LastModified }) => ({ key: Key!, bytes: Size ?? 0, changedAt: LastModified ?? new Date(0) }));
  }

  async staleUploads(before: Date): Promise<StoreUpload[]> {
    const stale: StoreUpload[] = [];
    let after: { KeyMarker?: string; UploadIdMarker?: string } | null = {};
    while (after !== null) {
      const command = new ListMultipartUploadsCommand({ ...this.bucket, Prefix: PREFIX, ...after });
      const page: ListMultipartUploadsCommandOutput = await explained(() => this.client.send(command));
      for (const { Key, UploadId, Initiated } of page.Uploads ?? [])
        if (Key !== undefined && UploadId !== undefined && Initiated !== undefined && Initiated < before)
          stale.push({ key: Key, id: UploadId });
      const { IsTruncated, NextKeyMarker: KeyMarker, NextUploadIdMarker: UploadIdMarker } = page;
      after =
        IsTruncated === true && KeyMarker !== undefined ? { KeyMarker, ...(UploadIdMarker !== undefined && { UploadIdMarker }) } : null;
    }
    return stale;
  }

  async check(): Promise<void> {
    await checkBucket(this.client, this.settings);
  }

  async close(): Promise<void> {
    this.client.destroy();
  }
}

/** The same bytes. A store that breaks off, or falls silent while somebody waits, is out of reach. @throws StoreUnavailable */
async function* heard(body: Readable): AsyncGenerator<Buffer, void, undefined> {
  const pieces = (body as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  try {
    for (;;) {
      const silence = setTimeout(() => body.destroy(new Error('The store fell silent.')), TIMEOUT_MS);
      const next = await pieces.next().finally(() => clearTimeout(silence));
      if (next.done === true) return;
      yield next.value;
    }
  } catch (error) {
    throw new StoreUnavailable({ cause: error });
  } finally {
    body.destroy();
  }
}

/** What a failed call means to whoever wanted a file. */
async function explained<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ObjectMissing || error instanceof RangeError) throw error;
    if (awsErrorName(error) === 'NoSuchKey' || awsErrorName(error) === 'NoSuchUpload') throw new ObjectMissing();
    throw new StoreUnavailable({ cause: error });
  }
}
