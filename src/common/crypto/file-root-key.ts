import { createCipheriv, createDecipheriv, createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import { existsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { KeyUnavailable, SealBroken } from './crypto.errors.js';
import { deriveBytes, KEY_BYTES, lengthPrefixed } from './key-derivation.js';
import { NONCE_BYTES } from './nonce-pool.js';
import { createPrivateFile, makePrivateFolder, systemCode } from './private-files.js';
import type { RootKeyProvider, WrapContext } from './root-key.js';

const ALGORITHM = 'aes-256-gcm';
const FORMAT = 1;
const TAG_BYTES = 16;
const GCM = { authTagLength: TAG_BYTES };

/**
 * The root key as a file, `DATA_DIR/keys/root.key`: 32 random bytes, mode 0600 in a 0700 folder. The file is read at
 * each use, so that taking it away disables every organisation's key within the bounded life of a loaded key.
 */
export class FileRootKey implements RootKeyProvider {
  private constructor(
    private readonly path: string,
    readonly id: string,
  ) {}

  /**
   * Opens the root key, creating it on the first start; processes that start at once agree on one. Throws
   * `KeyUnavailable` with one sentence for the operator when the file may be read by others or has the wrong length.
   */
  static async open(dataDir: string): Promise<FileRootKey> {
    const folder = join(dataDir, 'keys');
    const path = join(folder, 'root.key');
    await makePrivateFolder(folder);
    if (!existsSync(path)) {
      const created = randomBytes(KEY_BYTES);
      await createPrivateFile(path, created);
      created.fill(0);
    }
    const fingerprint = deriveBytes(await readRootKey(path), 'root', 'id').toString('hex', 0, 8);
    return new FileRootKey(path, `file:${fingerprint}`);
  }

  async wrap(key: Buffer, context: WrapContext): Promise<Buffer> {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(ALGORITHM, await readRootKey(this.path), nonce, GCM);
    cipher.setAAD(aad(context));
    const body = Buffer.concat([cipher.update(key), cipher.final()]);
    return Buffer.concat([Buffer.from([FORMAT]), nonce, body, cipher.getAuthTag()]);
  }

  async unwrap(wrapped: Buffer, context: WrapContext): Promise<Buffer> {
    const root = await readRootKey(this.path);
    const bodyAt = 1 + NONCE_BYTES;
    const tagAt = bodyAt + KEY_BYTES;
    if (wrapped.length !== tagAt + TAG_BYTES || wrapped[0] !== FORMAT) throw new SealBroken('A wrapped key is damaged.');
    const decipher = createDecipheriv(ALGORITHM, root, wrapped.subarray(1, bodyAt), GCM);
    decipher.setAAD(aad(context));
    decipher.setAuthTag(wrapped.subarray(tagAt));
    try {
      return Buffer.concat([decipher.update(wrapped.subarray(bodyAt, tagAt)), decipher.final()]);
    } catch {
      throw new SealBroken('A wrapped key does not belong to this organisation, version or root key.');
    }
  }

  async check(): Promise<void> {
    await readRootKey(this.path);
  }
}

function aad({ orgId, version }: WrapContext): Buffer {
  return lengthPrefixed('ironbark', 'root', orgId, String(version));
}

async function readRootKey(path: string): Promise<KeyObject> {
  const file = await open(path, 'r').catch((error: unknown) => {
    throw new KeyUnavailable(
      systemCode(error) === 'ENOENT' ? 'not_found' : 'denied',
      `The root key ${path} cannot be read (${systemCode(error)}).`,
    );
  });
  try {
    const { mode, size } = await file.stat();
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      const shown = (mode & 0o777).toString(8).padStart(4, '0');
      throw new KeyUnavailable('unreadable', `The root key ${path} has mode ${shown}: run chmod 600 on it.`);
    }
    if (size !== KEY_BYTES) {
      throw new KeyUnavailable('unreadable', `The root key ${path} has ${size} bytes instead of ${KEY_BYTES}.`);
    }
    const bytes = await file.readFile();
    const key = createSecretKey(bytes);
    bytes.fill(0);
    return key;
  } finally {
    await file.close();
  }
}
