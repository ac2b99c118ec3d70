import { createCipheriv, createDecipheriv, createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import { SealBroken } from '../crypto/crypto.errors.js';
import { KEY_BYTES, lengthPrefixed } from '../crypto/key-derivation.js';
import { NONCE_BYTES, NoncePool } from '../crypto/nonce-pool.js';
import { letGo } from './let-go.js';

/** Plaintext of a chunk; the last one of a file may be shorter. */
export const CHUNK_BYTES = 65_536;

const ALGORITHM = 'aes-256-gcm';
const FORMAT = 'ironbark.file.1';
const TAG_BYTES = 16;
const GCM = { authTagLength: TAG_BYTES };
/** What sealing adds to a chunk: nonce 12, tag 16. */
export const CHUNK_OVERHEAD = NONCE_BYTES + TAG_BYTES;
/** A chunk as it is stored. */
export const SEALED_CHUNK_BYTES = CHUNK_BYTES + CHUNK_OVERHEAD;
const INDEX_AND_LENGTH = 12;

const nonces = new NoncePool();

/** A new key for one file: 32 random bytes. It seals at most 2^32 chunks, among them every one that is sent again. */
export function newFileKey(): Buffer {
  return randomBytes(KEY_BYTES);
}

/** Length of a sealed file, bytes. */
export function sealedSize(plainBytes: number): number {
  return plainBytes + Math.ceil(plainBytes / CHUNK_BYTES) * CHUNK_OVERHEAD;
}

/**
 * Seals and opens one file chunk by chunk, each `nonce 12 | AES-256-GCM ciphertext | tag 16`. Associated data: format and file id,
 * length-prefixed, the chunk's index (u32) and the whole plaintext length (u64): a chunk that was moved, repeated, left out, cut or taken from
 * another file does not open, and neither does a file that is said to be longer or shorter. Nonces are random, because a chunk may be
 * sealed again with other content when a piece is sent anew (ADR 13).
 */
export class FileSeal {
  /** How many chunks the file has. */
  readonly chunks: number;
  private readonly key: KeyObject;
  private readonly aad: Buffer;
  private readonly indexAt: number;

  /** @param key 32 bytes of this file's own @param file its id, and the length of its plaintext in bytes */
  constructor(
    key: Buffer,
    readonly file: { id: string; bytes: number },
  ) {
    if (key.length !== KEY_BYTES) throw new RangeError('The key of a file has 32 bytes.');
    if (!Number.isSafeInteger(file.bytes) || file.bytes <= 0) throw new RangeError('A sealed file has at least one byte.');
    this.key = createSecretKey(key);
    this.chunks = Math.ceil(file.bytes / CHUNK_BYTES);
    const head = lengthPrefixed(FORMAT, file.id);
    this.indexAt = head.length;
    this.aad = Buffer.concat([head], head.length + INDEX_AND_LENGTH);
    this.aad.writeBigUInt64BE(BigInt(file.bytes), this.indexAt + 4);
  }

  /** Seals the plaintext of one chunk; its length must be the one that this place has. */
  seal(index: number, plain: Buffer): Buffer {
    const sealed = Buffer.allocUnsafe(plain.length + CHUNK_OVERHEAD);
    this.sealInto(index, plain, sealed);
    return sealed;
  }

  /** Seals the plaintext of one chunk to the beginning of `target`; answers how many bytes that are. */
  sealInto(index: number, plain: Buffer, target: Buffer): number {
    if (plain.length !== this.plainSize(index)) throw new RangeError(`Chunk ${index} of this file has another length.`);
    nonces.take(target, 0);
    const cipher = createCipheriv(ALGORITHM, this.key, target.subarray(0, NONCE_BYTES), GCM);
    cipher.setAAD(this.aadAt(index));
    const text = cipher.update(plain);
    text.copy(target, NONCE_BYTES);
    letGo(text);
    cipher.final();
    cipher.getAuthTag().copy(target, NONCE_BYTES + plain.length);
    return plain.length + CHUNK_OVERHEAD;
  }

  /** Opens one stored chunk. @throws SealBroken when it is not exactly the one that was sealed for this place */
  open(index: number, sealed: Buffer): Buffer {
    if (index >= this.chunks || sealed.length !== this.plainSize(index) + CHUNK_OVERHEAD) throw new SealBroken();
    const tagAt = sealed.length - TAG_BYTES;
    const decipher = createDecipheriv(ALGORITHM, this.key, sealed.subarray(0, NONCE_BYTES), GCM);
    decipher.setAAD(this.aadAt(index));
    decipher.setAuthTag(sealed.subarray(tagAt));
    const plain = decipher.update(sealed.subarray(NONCE_BYTES, tagAt));
    try {
      decipher.final();
    } catch {
      throw new SealBroken();
    }
    return plain;
  }

  /** Length of a chunk's plaintext. */
  plainSize(index: number): number {
    return index === this.chunks - 1 ? this.file.bytes - index * CHUNK_BYTES : CHUNK_BYTES;
  }

  /** Valid until the next call: calls are synchronous. */
  private aadAt(index: number): Buffer {
    this.aad.writeUInt32BE(index, this.indexAt);
    return this.aad;
  }
}
