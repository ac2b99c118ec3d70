import { createCipheriv, createDecipheriv, randomBytes, randomUUID } from 'node:crypto';
import { FaultServer, isSignedFor, type Answer, type WholeRequest } from './fault-server.js';

const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const ID_BYTES = 36;

interface Request {
  KeyId?: string;
  Plaintext?: string;
  CiphertextBlob?: string;
  EncryptionContext?: Record<string, string>;
}

class Refusal extends Error {}

/**
 * AWS KMS as far as root keys need it: JSON 1.1 over HTTP, `TrentService.Encrypt`, `Decrypt` and `DescribeKey`. Keys
 * are real AES-256-GCM keys with the encryption context as associated data; ciphertexts are as opaque as the service's.
 */
export class KmsServer extends FaultServer {
  readonly #keys = new Map<string, { bytes: Buffer; enabled: boolean }>();

  constructor(private readonly region: string) {
    super();
  }

  /** Makes a key and gives its id. */
  createKey(): string {
    const id = randomUUID();
    this.#keys.set(id, { bytes: randomBytes(32), enabled: true });
    return id;
  }

  /** Disables a key, or enables it again. */
  setEnabled(id: string, enabled: boolean): void {
    this.#keys.get(id)!.enabled = enabled;
  }

  protected override throttledAnswer(): Answer {
    return failure('ThrottlingException', 'Rate exceeded');
  }

  protected override answer(request: WholeRequest): Answer {
    if (!isSignedFor(request, this.region, 'kms')) return failure('MissingAuthenticationTokenException', 'Not signed');
    const asked = JSON.parse(request.body.toString()) as Request;
    try {
      switch (String(request.headers['x-amz-target'])) {
        case 'TrentService.Encrypt':
          return success(this.#encrypt(asked));
        case 'TrentService.Decrypt':
          return success(this.#decrypt(asked));
        case 'TrentService.DescribeKey':
          return success(this.#describe(asked));
        default:
          return failure('UnknownOperationException', 'Unknown operation');
      }
    } catch (error) {
      if (error instanceof Refusal) return failure(error.message, `Refused: ${error.message}`);
      throw error;
    }
  }

  #encrypt({ KeyId, Plaintext, EncryptionContext }: Request): object {
    const { id, bytes } = this.#usable(KeyId);
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(ALGORITHM, bytes, nonce).setAAD(canonical(EncryptionContext));
    const body = Buffer.concat([cipher.update(Plaintext!, 'base64'), cipher.final()]);
    const blob = Buffer.concat([Buffer.from(id), nonce, body, cipher.getAuthTag()]);
    return { CiphertextBlob: blob.toString('base64'), KeyId: this.#arn(id), EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' };
  }

  #decrypt({ KeyId, CiphertextBlob, EncryptionContext }: Request): object {
    const blob = Buffer.from(CiphertextBlob!, 'base64');
    const sealedBy = blob.toString('utf8', 0, ID_BYTES);
    if (!this.#keys.has(sealedBy)) throw new Refusal('InvalidCiphertextException');
    const { id, bytes } = this.#usable(KeyId ?? sealedBy);
    if (id !== sealedBy) throw new Refusal('IncorrectKeyException');
    const bodyAt = ID_BYTES + NONCE_BYTES;
    const decipher = createDecipheriv(ALGORITHM, bytes, blob.subarray(ID_BYTES, bodyAt), { authTagLength: TAG_BYTES });
    decipher.setAAD(canonical(EncryptionContext)).setAuthTag(blob.subarray(-TAG_BYTES));
    const opened = decipher.update(blob.subarray(bodyAt, -TAG_BYTES));
    try {
      decipher.final();
    } catch {
      throw new Refusal('InvalidCiphertextException');
    }
    return { Plaintext: opened.toString('base64'), KeyId: this.#arn(id), EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' };
  }

  #describe({ KeyId }: Request): object {
    const { id, enabled } = this.#find(KeyId);
    const KeyState = enabled ? 'Enabled' : 'Disabled';
    return { KeyMetadata: { KeyId: id, Arn: this.#arn(id), Enabled: enabled, KeyState, KeySpec: 'SYMMETRIC_DEFAULT' } };
  }

  #usable(keyId: string | undefined): { id: string; bytes: Buffer } {
    const key = this.#find(keyId);
    if (!key.enabled) throw new Refusal('DisabledException');
    return key;
  }

  #find(keyId = ''): { id: string; bytes: Buffer; enabled: boolean } {
    const id = keyId.slice(-ID_BYTES);
    const key = this.#keys.get(id);
    if (!key) throw new Refusal('NotFoundException');
    return { id, ...key };
  }

  #arn(id: string): string {
    return `arn:aws:kms:${this.region}:000000000000:key/${id}`;
  }
}

function canonical(context: Record<string, string> = {}): Buffer {
  return Buffer.from(JSON.stringify(Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1))));
}

function success(body: object): Answer {
  return { status: 200, headers: { 'content-type': 'application/x-amz-json-1.1' }, body: JSON.stringify(body) };
}

function failure(type: string, message: string): Answer {
  return { ...success({ __type: type, message }), status: 400 };
}
