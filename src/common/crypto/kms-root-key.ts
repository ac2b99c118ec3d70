import { DecryptCommand, DescribeKeyCommand, EncryptCommand, KMSClient } from '@aws-sdk/client-kms';
import { awsDeadline, awsErrorName, awsSettings, awsUnavailable, type AwsAccess } from './aws.js';
import { KeyUnavailable, SealBroken, type CryptoError } from './crypto.errors.js';
import type { RootKeyProvider, WrapContext } from './root-key.js';

const WRONG_WRAP = new Set(['InvalidCiphertextException', 'IncorrectKeyException']);

/** A KMS key and how to reach it. `keyId` is a key id, ARN or alias. */
export interface KmsRootKeySettings extends AwsAccess {
  keyId: string;
}

/**
 * The root key in AWS KMS: it never leaves the service, each use is in CloudTrail, and disabling it ends every loaded
 * key within its bounded life. Organisation, version and product are the encryption context.
 */
export class KmsRootKey implements RootKeyProvider {
  readonly id: string;
  readonly #client: KMSClient;

  constructor(private readonly settings: KmsRootKeySettings) {
    this.#client = new KMSClient(awsSettings(settings, 'KMS'));
    this.id = `kms:${settings.region}:${settings.keyId}`;
  }

  async wrap(key: Buffer, context: WrapContext): Promise<Buffer> {
    const command = new EncryptCommand({
      KeyId: this.settings.keyId,
      Plaintext: key,
      EncryptionContext: encryptionContext(context),
    });
    try {
      const { CiphertextBlob } = await this.#client.send(command, awsDeadline(this.settings));
      return Buffer.from(CiphertextBlob!);
    } catch (error) {
      throw refusal(error);
    }
  }

  async unwrap(wrapped: Buffer, context: WrapContext): Promise<Buffer> {
    const command = new DecryptCommand({
      KeyId: this.settings.keyId,
      CiphertextBlob: wrapped,
      EncryptionContext: encryptionContext(context),
    });
    try {
      const { Plaintext } = await this.#client.send(command, awsDeadline(this.settings));
      // The SDK's own bytes, not a copy: the caller wipes them.
      return Buffer.from(Plaintext!.buffer, Plaintext!.byteOffset, Plaintext!.byteLength);
    } catch (error) {
      throw refusal(error);
    }
  }

  async check(): Promise<void> {
    const command = new DescribeKeyCommand({ KeyId: this.settings.keyId });
    const { KeyMetadata } = await this.#client.send(command, awsDeadline(this.settings)).catch((error: unknown) => {
      throw refusal(error);
    });
    if (KeyMetadata?.KeyState !== 'Enabled') {
      throw new KeyUnavailable('disabled', `The KMS key is in state ${KeyMetadata?.KeyState}.`);
    }
  }

  /** Closes the connections. */
  close(): void {
    this.#client.destroy();
  }
}

function encryptionContext({ orgId, version }: WrapContext): Record<string, string> {
  return { organisation: orgId, version: String(version), product: 'ironbark' };
}

function refusal(error: unknown): CryptoError {
  if (WRONG_WRAP.has(awsErrorName(error))) {
    return new SealBroken('A wrapped key does not belong to this organisation, version or KMS key.', { cause: error });
  }
  return awsUnavailable(error, 'KMS');
}
