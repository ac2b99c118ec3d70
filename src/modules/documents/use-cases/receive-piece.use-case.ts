import { createHash, randomUUID, type Hash } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { Origin } from '../../../common/database/audit-entry.js';
import type { GrantToken } from '../../../common/database/grant-token.js';
import type { TenantDatabase } from '../../../common/database/tenant-database.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { NotFound } from '../../../common/errors.js';
import type { ObjectStore } from '../../../common/object-store/object-store.js';
import { letGo } from '../../../common/sealed-files/let-go.js';
import { FileSeal } from '../../../common/sealed-files/sealed-file.js';
import { BeingWritten, ChecksumDiffers, OffsetDiffers, TooMuch, UploadGone, UploadsBusy } from '../domain/document.errors.js';
import { findUpload, leaveUpload, noteReceived, takeUpload, type StoredUpload } from '../persistence/upload.repository.js';
import { findVersion, openFileKey } from '../persistence/version.repository.js';
import { ALWAYS, type FinishUpload, type Still } from './finish-upload.use-case.js';
import { PieceSealer, type SealedPart } from './piece-sealer.js';

/** A piece of a file, as tus brings it. */
export interface Piece {
  /** Where it begins, bytes from the start of the file. */
  offset: number;
  body: Readable;
  /** What its bytes hash to, when the sender says. */
  checksum: { algorithm: 'sha1' | 'sha256'; digest: Buffer } | null;
}

/** For how long a request that has the upload stores parts without asking again, milliseconds: well below what it is given at a time. */
const TAKEN_FOR_MS = 5_000;

/** How often what is stored is noted, milliseconds, when parts come faster: a crash costs the sender that much. */
const NOTED_EVERY_MS = 1_000;

/** Pieces that are stored at the same time, by all senders: each holds up to two parts in memory. */
const MOST_AT_ONCE = 64;

/** One request that stores pieces. */
interface Writer {
  id: string;
  /** Breaks it off, because the same sender is here again by another connection. */
  give: AbortController;
  ended: Promise<void>;
}

/**
 * Stores a piece of a file: sealed chunk by chunk as it arrives, made durable part by part, noted as received only then, once a second at most.
 * Whatever breaks off leaves what was noted, and the sender goes on from there. Memory stays at two parts: one is stored while the next fills.
 */
export class ReceivePiece {
  private readonly writers = new Map<string, Writer>();

  constructor(
    private readonly database: TenantDatabase,
    private readonly store: ObjectStore,
    private readonly finish: FinishUpload,
  ) {}

  /**
   * Answers how much of the file is stored now, bytes.
   * @throws NotFound, UploadGone, UploadsBusy, BeingWritten, OffsetDiffers, TooMuch, ChecksumDiffers, StoreUnavailable, StoreFull
   */
  async execute(token: GrantToken, origin: Origin, id: string, piece: Piece, still?: Still): Promise<number> {
    await this.replace(token, origin, id, piece.body);
    if (this.writers.size >= MOST_AT_ONCE) throw new UploadsBusy();
    const give = new AbortController();
    let end: () => void = () => undefined;
    const writer: Writer = { id: randomUUID(), give, ended: new Promise((resolve) => (end = resolve)) };
    this.writers.set(id, writer);
    try {
      return await this.receive(token, origin, id, piece, writer, still);
    } finally {
      if (this.writers.get(id) === writer) this.writers.delete(id);
      end();
    }
  }

  /** The same sender by another connection: the one before is broken off, or it would hold the file until it is noticed to be dead. */
  private async replace(token: GrantToken, origin: Origin, id: string, body: Readable): Promise<void> {
    for (let before = this.writers.get(id); before; before = this.writers.get(id)) {
      // Nobody breaks off somebody else's.
      if (!(await this.database.run(token, (tx) => findUpload(tx, id), origin))) throw new NotFound().about([id]);
      // Nor does one that is cut off itself, and was only slow to get here, break off the one that came after it.
      if (body.destroyed) throw new BeingWritten();
      before.give.abort();
      await before.ended;
    }
  }

  private async receive(
    token: GrantToken,
    origin: Origin,
    id: string,
    piece: Piece,
    writer: Writer,
    still: Still = ALWAYS,
  ): Promise<number> {
    const { upload, sealer } = await this.begin(token, origin, id, piece.offset, writer.id);
    if (upload.done || upload.received === upload.length) return this.finish.execute(token, origin, id, still);
    const run = new Run(this.database, this.store, { token, origin, id, writer: writer.id, still }, sealer, upload.storeUpload);
    const hash = piece.checksum ? createHash(piece.checksum.algorithm) : null;
    try {
      await run.begin();
      await take(piece.body, sealer, hash, (whole) => run.flush(whole, hash === null), writer.give.signal);
      if (hash && piece.checksum && !hash.digest().equals(piece.checksum.digest)) throw new ChecksumDiffers();
      await run.flush(true, false);
      await run.note(false);
    } catch (error) {
      // What had arrived before it broke off need not be sent again, unless it is not known to be right.
      await run.breakOff(!hash && !(error instanceof TooMuch));
      throw error;
    } finally {
      sealer.end();
    }
    if (sealer.received < upload.length) return sealer.received;
    const state = { received: sealer.received, parts: sealer.parts, storeUpload: run.storeUpload };
    return this.finish.together(token, origin, { ...upload, ...state }, sealer.objectKey, still);
  }

  private async begin(
    token: GrantToken,
    origin: Origin,
    id: string,
    offset: number,
    writer: string,
  ): Promise<{ upload: StoredUpload; sealer: PieceSealer }> {
    return this.database.run(
      token,
      async (tx) => {
        if (!(await takeUpload(tx, id, writer))) {
          const there = await findUpload(tx, id);
          if (!there) throw new NotFound().about([id]);
          if (!there.done) throw new BeingWritten();
        }
        const upload = (await findUpload(tx, id))!;
        if (upload.expired) throw new UploadGone();
        if (offset !== upload.received) throw new OffsetDiffers(upload.received);
        const keyring = await tx.keyringUnrecorded('the key of a file that its sender brings now; nothing of it is read');
        const version = await findVersion(tx, keyring, upload.versionId);
        // What was put together once, and looked at, is never written to again.
        if (!version || (!upload.done && version.state !== 'arriving')) throw new UploadGone();
        const seal = new FileSeal(openFileKey(keyring, version), { id: version.id, bytes: upload.length });
        return { upload, sealer: new PieceSealer(seal, version.objectKey, upload, this.store.smallestPart) };
      },
      origin,
    );
  }
}

/** One request's storing of parts: one is stored while the next arrives. */
class Run {
  /** The store's name for what arrives; null until it is begun. */
  storeUpload: string | null;
  /** Whether the row says which upload of the store this is: else nobody would find it again. */
  private known: boolean;
  private held = performance.now();
  /** A part that failed fails every later one: what is stored has no gaps. */
  private kept: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: TenantDatabase,
    private readonly store: ObjectStore,
    private readonly who: { token: GrantToken; origin: Origin; id: string; writer: string; still: Still },
    private readonly sealer: PieceSealer,
    storeUpload: string | null,
  ) {
    this.storeUpload = storeUpload;
    this.known = storeUpload !== null;
  }

  async begin(): Promise<void> {
    this.storeUpload ??= await this.store.begin(this.sealer.objectKey);
  }

  /** Stores the part that waits, when there is one; of what is `sure` so far, notes how much that is now and then. */
  async flush(whole: boolean, sure: boolean): Promise<void> {
    await this.kept;
    const part = this.sealer.take(whole);
    if (!part) return;
    this.kept = this.keep(part, sure);
    this.kept.catch(() => undefined);
    if (whole) await this.kept;
  }

  /** Notes what is stored, and whether more comes. @throws BeingWritten when another request has the upload */
  async note(more: boolean): Promise<void> {
    const { token, origin, id, writer, still } = this.who;
    const { received, parts } = this.sealer;
    const state = { received, parts, storeUpload: this.storeUpload, more };
    await still.before();
    // An answer that is lost may have been a yes.
    const before = this.known;
    this.known = true;
    // Under the sender's own token: who was signed out or shut out meanwhile brings nothing more.
    const noted = async (tx: TenantTransaction): Promise<boolean> => {
      await still.within(tx);
      return noteReceived(tx, id, writer, state);
    };
    if (await this.database.run(token, noted, origin)) return;
    this.known = before;
    throw new BeingWritten();
  }

  /** Ends before its time: keeps what is stored when that is right, lets go of the upload, and of an object that nobody knows of. */
  async breakOff(right: boolean): Promise<void> {
    const { token, origin, id, writer } = this.who;
    await (right ? this.flush(true, false) : this.kept).catch(() => undefined);
    const noted = right && this.storeUpload !== null && (await this.note(false).then(yes, no));
    if (!noted) await this.database.run(token, (tx) => leaveUpload(tx, id, writer), origin).catch(() => undefined);
    if (!this.known && this.storeUpload !== null)
      await this.store.abort({ key: this.sealer.objectKey, id: this.storeUpload }).catch(() => undefined);
  }

  private async keep(part: SealedPart, sure: boolean): Promise<void> {
    const { token, origin, id, writer } = this.who;
    // Asked before a part unless it was just now, and not while the sender is slow: a part is only ever written by whoever has the upload.
    if (performance.now() - this.held > TAKEN_FOR_MS) {
      if (!(await this.database.run(token, (tx) => takeUpload(tx, id, writer), origin))) throw new BeingWritten();
      this.held = performance.now();
    }
    this.sealer.stored(await this.store.putPart({ key: this.sealer.objectKey, id: this.storeUpload! }, part));
    if (!sure || performance.now() - this.held < NOTED_EVERY_MS) return;
    await this.note(true);
    this.held = performance.now();
  }
}

const yes = (): boolean => true;
const no = (): boolean => false;

/** Takes what arrives, a part at a time. */
async function take(
  body: Readable,
  sealer: PieceSealer,
  hash: Hash | null,
  flush: (whole: boolean) => Promise<void>,
  given: AbortSignal,
): Promise<void> {
  const giveUp = (): void => void body.destroy(new BeingWritten());
  given.addEventListener('abort', giveUp);
  try {
    // Told to before there was anything to break off.
    if (given.aborted) throw new BeingWritten();
    for await (const bytes of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      hash?.update(bytes);
      // Before the last part is stored: what is too much spoils nothing that was announced.
      if (sealer.room < bytes.length) throw new TooMuch();
      for (let at = 0; at < bytes.length;) {
        at += sealer.add(bytes.subarray(at));
        if (sealer.full) await flush(false);
      }
      letGo(bytes);
    }
  } finally {
    given.removeEventListener('abort', giveUp);
    // What is left runs by and is kept nowhere: cut off, the sender would not hear why.
    body.resume();
  }
}
