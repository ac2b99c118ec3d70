import { DeleteObjectCommand, GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { awsDeadline, awsErrorName, awsSettings, awsStatus, awsUnavailable, type AwsAccess } from './aws.js';
import { assertKeyAddress, parseKeyRecord, versionsIn, type KeyRecord, type KeyStore } from './key-store.js';

/** A bucket and how to reach it. With an `endpoint` of one's own, buckets are addressed by path. */
export interface ObjectKeyStoreSettings extends AwsAccess {
  bucket: string;
  /** Default `keys/`. */
  prefix?: string;
}

const PRECONDITION_FAILED = 412;
const CONFLICT = 409;
const MAX_CONFLICTS = 5;

/**
 * Wrapped keys in S3, `keys/<organisation>/<version>.json`. Created with `If-None-Match: *`, so two processes cannot
 * make the same version. Leave object versioning off in this bucket, or expire old versions within 30 days: a deleted
 * key must be gone.
 */
export class ObjectKeyStore implements KeyStore {
  readonly #client: S3Client;
  readonly #prefix: string;

  constructor(private readonly settings: ObjectKeyStoreSettings) {
    this.#client = new S3Client({
      ...awsSettings(settings, 'The key store in S3'),
      forcePathStyle: settings.endpoint !== undefined,
    });
    this.#prefix = settings.prefix ?? 'keys/';
  }

  async put(orgId: string, version: number, record: KeyRecord): Promise<boolean> {
    return this.#create(this.#name(orgId, version, 'json'), JSON.stringify(record));
  }

  async get(orgId: string, version: number): Promise<KeyRecord | null> {
    const [text, refused] = await Promise.all([
      this.#read(this.#name(orgId, version, 'json')),
      this.#read(this.#name(orgId, version, 'refused')),
    ]);
    if (text === null) return null;
    const record = parseKeyRecord(text, version);
    return refused === null ? record : { ...record, state: 'refused' };
  }

  async versions(orgId: string): Promise<number[]> {
    assertKeyAddress(orgId);
    const Prefix = `${this.#prefix}${orgId}/`;
    const names: string[] = [];
    let ContinuationToken: string | undefined;
    do {
      const page = await this.#send((deadline) =>
        this.#client.send(new ListObjectsV2Command({ Bucket: this.settings.bucket, Prefix, ContinuationToken }), deadline),
      );
      names.push(...(page.Contents ?? []).map(({ Key }) => Key!.slice(Prefix.length)));
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken !== undefined);
    return versionsIn(names);
  }

  async refuse(orgId: string, version: number): Promise<void> {
    await this.#create(this.#name(orgId, version, 'refused'), 'refused');
  }

  async destroy(orgId: string, version: number): Promise<void> {
    const Key = this.#name(orgId, version, 'json');
    if ((await this.#read(this.#name(orgId, version, 'refused'))) === null) {
      throw new RangeError('Refuse a key before destroying it.');
    }
    const command = new DeleteObjectCommand({ Bucket: this.settings.bucket, Key });
    await this.#send((deadline) => this.#client.send(command, deadline));
  }

  /** Closes the connections. */
  close(): void {
    this.#client.destroy();
  }

  async #create(Key: string, Body: string, conflicts = 0): Promise<boolean> {
    const command = new PutObjectCommand({
      Bucket: this.settings.bucket,
      Key,
      Body: Buffer.from(Body),
      ContentType: 'application/json',
      IfNoneMatch: '*',
    });
    try {
      await this.#client.send(command, awsDeadline(this.settings));
      return true;
    } catch (error) {
      if (awsStatus(error) === PRECONDITION_FAILED) return false;
      // S3 answers 409 while another conditional write to the same key is still under way.
      if (awsStatus(error) === CONFLICT && conflicts < MAX_CONFLICTS) return this.#create(Key, Body, conflicts + 1);
      throw awsUnavailable(error, 'The key store');
    }
  }

  async #read(Key: string): Promise<string | null> {
    const command = new GetObjectCommand({ Bucket: this.settings.bucket, Key });
    return this.#send(async (deadline) => {
      try {
        const { Body } = await this.#client.send(command, deadline);
        return await Body!.transformToString('utf8');
      } catch (error) {
        if (awsErrorName(error) === 'NoSuchKey') return null;
        throw error;
      }
    });
  }

  async #send<T>(work: (deadline: { abortSignal: AbortSignal }) => Promise<T>): Promise<T> {
    try {
      return await work(awsDeadline(this.settings));
    } catch (error) {
      throw awsUnavailable(error, 'The key store');
    }
  }

  #name(orgId: string, version: number, kind: 'json' | 'refused'): string {
    assertKeyAddress(orgId, version);
    return `${this.#prefix}${orgId}/${version}.${kind}`;
  }
}
