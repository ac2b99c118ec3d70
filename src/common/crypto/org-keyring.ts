import { createCipheriv, createDecipheriv, createHmac, type KeyObject } from 'node:crypto';
import { KeyUnavailable, KeyVersionRefused, SealBroken } from './crypto.errors.js';
import { deriveKey, lengthPrefixed } from './key-derivation.js';
import { NONCE_BYTES, NoncePool } from './nonce-pool.js';

/** Where a sealed value lives: with the organisation and key version, what it is bound to. */
export interface FieldAddress {
  table: string;
  column: string;
  rowId: string;
}

/** One usable version of an organisation's key. */
export interface KeyVersion {
  version: number;
  key: KeyObject;
}

const ALGORITHM = 'aes-256-gcm';
const FORMAT = 1;
const NONCE_AT = 3;
const BODY_AT = NONCE_AT + NONCE_BYTES;
const TAG_BYTES = 16;
/** What an envelope adds to its plaintext: format 1, version 2, nonce 12, tag 16. */
export const ENVELOPE_OVERHEAD = BODY_AT + TAG_BYTES;
const GCM = { authTagLength: TAG_BYTES };
const BLIND_INDEX_BYTES = 8;
const MAX_ROW_ID = 128;
const UTF8_MAX = 3;

const nonces = new NoncePool();

/** A column's key and its associated data, whose last part (the row id) is rewritten for each call: calls are synchronous. */
interface FieldKey {
  key: KeyObject;
  aad: Buffer;
  rowIdAt: number;
}

/**
 * The handle on one organisation's keys. It is passed as an argument and belongs to one organisation for life, so
 * that two interleaved requests can never seal under each other's key.
 *
 * Envelope: `01 | key version u16 | nonce 12 | AES-256-GCM ciphertext | tag 16`. Associated data: format, organisation,
 * table, column, key version and row id, length-prefixed: a value moved to another place does not open.
 *
 * A random 96-bit nonce is safe for 2^32 values per (organisation, table, column, version): rotate well before that.
 */
export class OrgKeyring {
  /** The version that new values are sealed under. */
  readonly currentVersion: number;
  readonly #keys: Map<number, KeyObject>;
  readonly #refused: Set<number>;
  readonly #fields = new Map<string, Map<string, Map<number, FieldKey>>>();
  readonly #derived = new Map<string, KeyObject>();
  #ended = false;

  /**
   * `mayBeNewer` is asked about a value whose version this handle does not know: true when the handle is old enough
   * that another process may have made that version since. Otherwise such a value is simply broken.
   */
  constructor(
    readonly orgId: string,
    keys: readonly KeyVersion[],
    refused: readonly number[] = [],
    private readonly mayBeNewer: () => boolean = () => false,
  ) {
    if (keys.length === 0) throw new RangeError('A keyring needs at least one key.');
    this.#keys = new Map(keys.map(({ version, key }) => [version, key]));
    this.#refused = new Set(refused);
    this.currentVersion = Math.max(...this.#keys.keys());
  }

  /** The versions that still open, oldest first. */
  get versions(): number[] {
    return [...this.#keys.keys()].sort((a, b) => a - b);
  }

  /** Whether this handle still opens values of a version: no longer once it has ended or the version was refused. */
  opens(version: number): boolean {
    return this.#keys.has(version);
  }

  /** The version an envelope was sealed under, without opening it. Throws {@link SealBroken} when it is no envelope. */
  static versionOf(envelope: Buffer): number {
    if (envelope.length < ENVELOPE_OVERHEAD || envelope[0] !== FORMAT) throw new SealBroken();
    return envelope.readUInt16BE(1);
  }

  /** Seals bytes for one place. Throws {@link KeyUnavailable} when the handle has ended. */
  seal(at: FieldAddress, plaintext: Buffer): Buffer {
    const field = this.#field(at, this.currentVersion);
    const size = plaintext.length;
    const envelope = Buffer.allocUnsafe(ENVELOPE_OVERHEAD + size);
    envelope[0] = FORMAT;
    envelope.writeUInt16BE(this.currentVersion, 1);
    nonces.take(envelope, NONCE_AT);
    const cipher = createCipheriv(ALGORITHM, field.key, envelope.subarray(NONCE_AT, BODY_AT), GCM);
    cipher.setAAD(aadFor(field, at.rowId));
    cipher.update(plaintext).copy(envelope, BODY_AT);
    cipher.final();
    cipher.getAuthTag().copy(envelope, BODY_AT + size);
    return envelope;
  }

  /**
   * Opens what was sealed for exactly this place. Throws {@link SealBroken}, {@link KeyVersionRefused}, or
   * {@link KeyUnavailable} when the handle has ended or the version may be newer than the handle.
   */
  open(at: FieldAddress, envelope: Buffer): Buffer {
    const field = this.#field(at, OrgKeyring.versionOf(envelope));
    const tagAt = envelope.length - TAG_BYTES;
    const decipher = createDecipheriv(ALGORITHM, field.key, envelope.subarray(NONCE_AT, BODY_AT), GCM);
    decipher.setAAD(aadFor(field, at.rowId));
    decipher.setAuthTag(envelope.subarray(tagAt));
    const plaintext = decipher.update(envelope.subarray(BODY_AT, tagAt));
    try {
      decipher.final();
    } catch {
      throw new SealBroken();
    }
    return plaintext;
  }

  /** Seals a plain JSON value; `undefined` is refused because it would vanish. */
  sealJson(at: FieldAddress, value: unknown): Buffer {
    const text = JSON.stringify(value);
    if (text === undefined) throw new TypeError(`${at.table}.${at.column}: only JSON values can be sealed.`);
    return this.seal(at, Buffer.from(text, 'utf8'));
  }

  /** Opens a value of {@link sealJson}. */
  openJson<T>(at: FieldAddress, envelope: Buffer): T {
    return JSON.parse(this.open(at, envelope).toString('utf8')) as T;
  }

  /**
   * Eight bytes that are equal for equal texts of one kind within one organisation and key version (HMAC-SHA-256).
   * Only for high-entropy values: a name or a date could be guessed from how often its index occurs. During a
   * rotation, look up one index for each of {@link versions}.
   */
  blindIndex(kind: string, normalised: string, version = this.currentVersion): Buffer {
    const mac = createHmac('sha256', this.#subKey('index', kind, version))
      .update(normalised, 'utf8')
      .digest();
    return mac.subarray(0, BLIND_INDEX_BYTES);
  }

  /** A 32-byte sub-key for a named purpose such as `search-segments`; unrelated to the keys of columns and indexes. */
  derive(purpose: string, version = this.currentVersion): KeyObject {
    return this.#subKey('purpose', purpose, version);
  }

  /** Drops a version from this handle: from now on its values answer {@link KeyVersionRefused}. */
  refuse(version: number): void {
    this.#refused.add(version);
    this.#keys.delete(version);
    this.#forgetDerived();
  }

  /** Ends the handle: every later call answers {@link KeyUnavailable}. */
  close(): void {
    this.#ended = true;
    this.#keys.clear();
    this.#forgetDerived();
  }

  #forgetDerived(): void {
    this.#fields.clear();
    this.#derived.clear();
  }

  #field(at: FieldAddress, version: number): FieldKey {
    return this.#fields.get(at.table)?.get(at.column)?.get(version) ?? this.#newField(at, version);
  }

  #newField({ table, column }: FieldAddress, version: number): FieldKey {
    const key = deriveKey(this.#key(version), this.orgId, 'enc', table, column);
    const head = Buffer.concat([
      Buffer.from([FORMAT]),
      lengthPrefixed(this.orgId, table, column),
      Buffer.from([version >> 8, version & 0xff]),
    ]);
    const rowIdAt = head.length + 2;
    const field = { key, aad: Buffer.concat([head], rowIdAt + MAX_ROW_ID * UTF8_MAX), rowIdAt };
    const columns = this.#fields.get(table) ?? new Map<string, Map<number, FieldKey>>();
    const byVersion = columns.get(column) ?? new Map<number, FieldKey>();
    this.#fields.set(table, columns.set(column, byVersion.set(version, field)));
    return field;
  }

  #subKey(use: 'index' | 'purpose', name: string, version: number): KeyObject {
    const id = `${version}:${use}:${name}`;
    let key = this.#derived.get(id);
    if (!key) this.#derived.set(id, (key = deriveKey(this.#key(version), this.orgId, use, name)));
    return key;
  }

  #key(version: number): KeyObject {
    const key = this.#keys.get(version);
    if (key) return key;
    if (this.#ended) throw new KeyUnavailable('handle_ended', 'This key handle has ended: load the key again.');
    if (this.#refused.has(version)) throw new KeyVersionRefused(version);
    if (version <= this.currentVersion || !this.mayBeNewer()) throw new SealBroken();
    throw new KeyUnavailable('newer_version', `Key version ${version} is newer than this handle: load the key again.`);
  }
}

/** The associated data of one row, valid until the next call for the same column. */
function aadFor(field: FieldKey, rowId: string): Buffer {
  if (rowId.length === 0 || rowId.length > MAX_ROW_ID) throw new RangeError('A sealed value needs the id of its row.');
  const size = field.aad.write(rowId, field.rowIdAt, 'utf8');
  field.aad.writeUInt16BE(size, field.rowIdAt - 2);
  return field.aad.subarray(0, field.rowIdAt + size);
}
