import type { Settings } from '../config/settings.js';
import { FileObjectStore } from './file-object-store.js';
import type { ObjectStore } from './object-store.js';
import { S3ObjectStore } from './s3-object-store.js';

/** The store that the settings name: a bucket, or files beside the rest of what is embedded. */
export function objectStoreFor({ dataDir, aws }: Pick<Settings, 'dataDir' | 'aws'>): ObjectStore {
  if (aws.s3Bucket === null) return new FileObjectStore(dataDir);
  return new S3ObjectStore({
    bucket: aws.s3Bucket,
    region: aws.s3Region,
    sse: aws.s3Sse,
    ...(aws.s3Endpoint !== null && { endpoint: aws.s3Endpoint }),
  });
}
