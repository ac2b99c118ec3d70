import type { StoredPart } from '../../../common/object-store/object-store.js';
import { letGo } from '../../../common/sealed-files/let-go.js';
import { CHUNK_BYTES, SEALED_CHUNK_BYTES, sealedSize, type FileSeal } from '../../../common/sealed-files/sealed-file.js';

/** Chunks of a part: with what sealing adds, the first number that reaches the five mebibytes which S3 asks of a part. */
export const CHUNKS_A_PART = 80;

/** A part on its way to the store. */
export interface SealedPart {
  number: number;
  /** Where it begins in the stored object, bytes. */
  offset: number;
  /** Valid until it is stored: the part after the next takes its place. */
  bytes: Buffer;
  /** Plaintext that it holds, bytes. */
  plain: number;
}

/** Cuts what arrives into chunks, seals each, and gathers them to parts: the next part fills while one is being stored. */
export class PieceSealer {
  readonly parts: StoredPart[];
  /** Plaintext that is stored for good, bytes. */
  received: number;
  private offset: number;
  private index: number;
  /** Where the next chunk is sealed to, and what is there already, bytes sealed and plain. */
  private part: Buffer;
  private sealed = 0;
  private sealedPlain = 0;
  /** Memory of the part that is being stored, or that was: there are two at most, used in turn. */
  private other: Buffer | undefined;
  private storing: SealedPart | undefined;
  private readonly open = Buffer.allocUnsafe(CHUNK_BYTES);
  private filled = 0;

  constructor(
    private readonly seal: FileSeal,
    readonly objectKey: string,
    private readonly upload: { length: number; received: number; parts: readonly StoredPart[] },
    private readonly smallestPart: number,
  ) {
    this.parts = [...upload.parts];
    this.received = upload.received;
    this.offset = upload.parts.reduce((sum, { bytes }) => sum + bytes, 0);
    this.index = upload.received / CHUNK_BYTES;
    this.part = this.memory();
  }

  /** How many bytes may still come. */
  get room(): number {
    return this.upload.length - this.taken;
  }

  /** Whether a part is complete. */
  get full(): boolean {
    return this.sealed === CHUNKS_A_PART * SEALED_CHUNK_BYTES;
  }

  /** Takes bytes up to the end of a chunk; answers how many. */
  add(bytes: Buffer): number {
    const took = bytes.copy(this.open, this.filled, 0, Math.min(bytes.length, CHUNK_BYTES - this.filled));
    this.filled += took;
    const last = this.taken === this.upload.length;
    if (this.filled === CHUNK_BYTES || last) this.close();
    return took;
  }

  /**
   * The part that waits, when it is full or `whole` is asked for and the store takes one of that size; else undefined, and
   * what is not taken is sent again. Bytes of a chunk that is not complete are never stored. One part is stored at a time.
   */
  take(whole: boolean): SealedPart | undefined {
    if (this.storing) throw new RangeError('The part before is still being stored.');
    const last = this.received + this.sealedPlain === this.upload.length;
    if (this.sealed === 0 || (!this.full && !(whole && (last || this.sealed >= this.smallestPart)))) return undefined;
    const bytes = this.part.subarray(0, this.sealed);
    this.storing = { number: this.parts.length + 1, offset: this.offset, bytes, plain: this.sealedPlain };
    this.sealed = 0;
    this.sealedPlain = 0;
    [this.part, this.other] = [this.other ?? this.memory(), this.part];
    return this.storing;
  }

  /** Takes note that the part which was taken is stored for good. */
  stored(tag: string): void {
    const { number, bytes, plain } = this.storing!;
    this.parts.push({ number, tag, bytes: bytes.length });
    this.offset += bytes.length;
    this.received += plain;
    this.storing = undefined;
  }

  /** Gives its memory back, once nothing is being stored any more; nothing can be added afterwards. */
  end(): void {
    letGo(this.part);
    if (this.other) letGo(this.other);
  }

  private get taken(): number {
    return this.received + (this.storing?.plain ?? 0) + this.sealedPlain + this.filled;
  }

  /** For a part of what is still to come. */
  private memory(): Buffer {
    return Buffer.allocUnsafeSlow(Math.min(CHUNKS_A_PART * SEALED_CHUNK_BYTES, sealedSize(this.upload.length - this.taken)));
  }

  private close(): void {
    this.sealed += this.seal.sealInto(this.index++, this.open.subarray(0, this.filled), this.part.subarray(this.sealed));
    this.sealedPlain += this.filled;
    this.filled = 0;
  }
}
