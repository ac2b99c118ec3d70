import { createHash, randomUUID, type Hash } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { Origin } from '../../../common/database/audit-entry.js';
import type { GrantToken } from '../../../common/database/grant-token.js';
import type { TenantDatabase } from '../../../common/database/tenant-database.js';
import { NotFound } from '../../../common/errors.js';
import type { ObjectStore } from '../../../common/object-store/object-store.js';
import { letGo } from '../../../common/sealed-files/let-go.js';
import { FileSeal } from '../../../common/sealed-files/sealed-file.js';
import { BeingWritten, ChecksumDiffers, OffsetDiffers, TooMuch, UploadGone } from '../domain/document.errors.js';
import { findUpload, leaveUpload, noteReceived, takeUpload, type StoredUpload } from '../persistence/upload.repository.js';
import { findVersion, openFileKey } from '../persistence/version.repository.js';
import type { FinishUpload } from './finish-upload.use-case.js';
import { PieceSealer } from './piece-sealer.js';

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

/** One request that stores pieces. */
interface Writer {
  id: string;
  /** Breaks it off, because the same sender is here again by another connection. */
  give: AbortController;
  ended: Promise<void>;
}

/**
 * Stores a piece of a file: sealed chunk by chunk as it arrives, made durable part by part, noted as received only then, once a second at most.
 * Whatever breaks off leaves what was noted, and the sender goes on from there. Memory stays at one part.
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
   * @throws NotFound, UploadGone, BeingWritten, OffsetDiffers, TooMuch, ChecksumDiffers, StoreUnavailable, StoreFull
   */
  async execute(token: GrantToken, origin: Origin, id: string, piece: Piece): Promise<number> {
    await this.replace(id);
    const give = new AbortController();
    let end: () => void = () => undefined;
    const writer: Writer = { id: randomUUID(), give, ended: new Promise((resolve) => (end = resolve)) };
    this.writers.set(id, writer);
    try {
      return await this.receive(token, origin, id, piece, writer);
    } finally {
      if (this.writers.get(id) === writer) this.writers.delete(id);
      end();
    }
  }

  /** The same sender by another connection: the one before is broken off, or it would hold the file until it is noticed to be dead. */
  private async replace(id: string): Promise<void> {
    const before = this.writers.get(id);
    if (!before) return;
    before.give.abort();
    await before.ended;
  }

  private async receive(token: GrantToken, origin: Origin, id: string, piece: Piece, writer: Writer): Promise<number> {
    const { upload, sealer } = await this.begin(token, origin, id, piece.offset, writer.id);
    if (upload.done || upload.received === upload.length) return this.finish.execute(token, origin, id);
    const hash = piece.checksum ? createHash(piece.checksum.algorithm) : null;
    const key = { key: sealer.objectKey, id: upload.storeUpload ?? (await this.store.begin(sealer.objectKey)) };
    let held = performance.now();
    const flush = async (whole: boolean): Promise<void> => {
      const part = sealer.take(whole);
      if (!part) return;
      // Asked before a part unless it was just now, and not while the sender is slow: a part is only ever written by whoever has the upload.
      if (performance.now() - held > TAKEN_FOR_MS) {
        const mine = await this.database.run(token, (tx) => takeUpload(tx, id, writer.id), origin);
        if (!mine) throw new BeingWritten();
        held = performance.now();
      }
      const tag = await this.store.putPart(key, part);
      sealer.stored(part, tag);
      if (hash || whole || performance.now() - held < NOTED_EVERY_MS) return;
      await this.note(token, origin, id, writer.id, sealer, key.id, true);
      held = performance.now();
    };
    try {
      await take(piece.body, sealer, hash, flush, writer.give.signal);
      if (hash && piece.checksum && !hash.digest().equals(piece.checksum.digest)) throw new ChecksumDiffers();
      await flush(true);
    } catch (error) {
      const noted =
        !hash &&
        !(error instanceof TooMuch) &&
        (await flush(true)
          .then(() => this.note(token, origin, id, writer.id, sealer, key.id, false))
          .then(() => true)
          .catch(() => false));
      if (!noted) await this.database.run(token, (tx) => leaveUpload(tx, id, writer.id), origin).catch(() => undefined);
      throw error;
    } finally {
      sealer.end();
    }
    await this.note(token, origin, id, writer.id, sealer, key.id, false);
    if (sealer.received < upload.length) return sealer.received;
    return this.finish.together(token, origin, { ...upload, received: sealer.received, parts: sealer.parts, storeUpload: key.id }, key.key);
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
        if (!version || version.state === 'gone') throw new UploadGone();
        const seal = new FileSeal(openFileKey(keyring, version), { id: version.id, bytes: upload.length });
        return { upload, sealer: new PieceSealer(seal, version.objectKey, upload, this.store.smallestPart) };
      },
      origin,
    );
  }

  private async note(
    token: GrantToken,
    origin: Origin,
    id: string,
    writer: string,
    { received, parts }: PieceSealer,
    storeUpload: string,
    more: boolean,
  ): Promise<void> {
    const state = { received, parts, storeUpload, more };
    // Under the sender's own token: who was signed out or shut out meanwhile brings nothing more.
    const noted = await this.database.run(token, (tx) => noteReceived(tx, id, writer, state), origin);
    if (!noted) throw new BeingWritten();
  }
}

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
