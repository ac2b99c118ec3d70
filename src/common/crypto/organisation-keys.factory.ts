import type { Clock } from '../clock/clock.js';
import type { Settings } from '../config/settings.js';
import { FileKeyStore } from './file-key-store.js';
import { FileRootKey } from './file-root-key.js';
import type { KeyStore } from './key-store.js';
import { KmsRootKey } from './kms-root-key.js';
import { ObjectKeyStore } from './object-key-store.js';
import { OrganisationKeys } from './organisation-keys.js';

/** The organisations' keys as the settings say: root key in KMS or a file, wrapped keys in the bucket or in files. */
export async function organisationKeysFor(settings: Settings, clock: Clock): Promise<OrganisationKeys> {
  const { aws, dataDir } = settings;
  const root =
    aws.kmsKeyId === null
      ? await FileRootKey.open(dataDir)
      : new KmsRootKey({ keyId: aws.kmsKeyId, region: aws.kmsRegion, ...(aws.kmsEndpoint !== null && { endpoint: aws.kmsEndpoint }) });
  const store: KeyStore =
    aws.s3Bucket === null
      ? new FileKeyStore(dataDir)
      : new ObjectKeyStore({ bucket: aws.s3Bucket, region: aws.s3Region, ...(aws.s3Endpoint !== null && { endpoint: aws.s3Endpoint }) });
  return new OrganisationKeys(root, store, clock);
}
