import { createCipheriv, createDecipheriv, createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import { SealBroken } from '../crypto/crypto.errors.js';
export const CHUNK_BYTES = 65_536;
const NONCE = 12;
const TAG = 16;
export const CHUNK_OVERHEAD = NONCE + TAG;
export function newFileKey(): Buffer {
  return randomBytes(32);
}
export function sealedSize(bytes: number): number {
  return bytes + Math.ceil(bytes / CHUNK_BYTES) * CHUNK_OVERHEAD;
}
export class FileSeal {
  readonly chunks: number;
  private readonly key: KeyObject;
  constructor(
    key: Buffer,
    readonly file: { id: string; bytes: number },
  ) {
    this.key = createSecretKey(key);
    this.chunks = Math.ceil(file.bytes / CHUNK_BYTES);
  }
  seal(index: number, plain: Buffer): Buffer {
    const nonce = randomBytes(NONCE);
    const cipher = createCipheriv('aes-256-gcm', this.key, nonce, { authTagLength: TAG });
    cipher.setAAD(this.aad(index));
    return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  }
  open(index: number, sealed: Buffer): Buffer {
    const size = index === this.chunks - 1 ? this.file.bytes - index * CHUNK_BYTES : CHUNK_BYTES;
    if (index >= this.chunks || sealed.length !== size + CHUNK_OVERHEAD) throw new SealBroken();
    const decipher = createDecipheriv('aes-256-gcm', this.key, sealed.subarray(0, NONCE), { authTagLength: TAG });
    decipher.setAAD(this.aad(index));
    decipher.setAuthTag(sealed.subarray(sealed.length - TAG));
    const plain = decipher.update(sealed.subarray(NONCE, sealed.length - TAG));
    try {
      decipher.final();
    } catch {
      throw new SealBroken();
    }
    return plain;
  }
  private aad(index: number): Buffer {
    return Buffer.from(`ironbark.file.1|${this.file.id}|${index}|${this.file.bytes}`);
  }
}
