import type { Readable } from 'node:stream';
import type { Origin } from '../../../common/database/audit-entry.js';
import type { TenantDatabase } from '../../../common/database/tenant-database.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import type { ObjectStore } from '../../../common/object-store/object-store.js';
import { listMembers } from '../../access-control/index.js';
import type { Drawing } from '../content/drawing.js';
import { NotDrawn } from '../content/drawing.js';
import { byteRange, type ByteRange } from '../domain/byte-range.js';
import { NotReady, NotShown, RangeNotSatisfiable } from '../domain/document.errors.js';
import { DoorEnded, NoDownload } from '../domain/outside.errors.js';
import { findDocument } from '../persistence/document.repository.js';
import { findShare, firstDownload, type StoredShare } from '../persistence/share.repository.js';
import { contentAt, contentSource, contentStream, type ContentAt } from '../persistence/version-content.js';
import { findVersion, openFileKey, type StoredVersion } from '../persistence/version.repository.js';
import { practiceName, type Doors, type Visit } from './doors.use-case.js';
import { begun, unreadable } from './read-link.use-case.js';
import type { SentRecord } from './sent-record.js';

/** What somebody outside sees of a share. */
export interface SharedDocument {
  practice: string;
  sharedBy: string;
  name: string;
  type: string | null;
  bytes: number;
  pages: number | null;
  download: boolean;
  watermark: boolean;
  message: string | null;
  closesAt: string;
}

/** A shared version, checked for this very request. */
interface Shared {
  readonly share: StoredShare;
  readonly version: StoredVersion;
  readonly name: string;
}

/** The bytes of a shared document on their way out. */
export interface SentShare extends Shared {
  readonly range: ByteRange | null;
  readonly bytes: number;
  readonly body: Readable;
}

/**
 * Shows a shared document to whoever came in by its door. As with links of members, each request is checked from the
 * beginning, in the name of the member who shares, and on record before the first byte leaves.
 */
export class ReadShare {
  constructor(
    private readonly doors: Doors,
    private readonly database: TenantDatabase,
    private readonly store: ObjectStore,
    private readonly drawing: Drawing,
    private readonly sent: SentRecord,
  ) {}

  /** @throws DoorEnded, NotReady */
  async look(session: string | undefined, origin: Origin): Promise<SharedDocument> {
    return this.inside(session, origin, async (tx, { share, version, name }, { door, visitId }) => {
      const sharer = (await listMembers(tx)).find(({ id }) => id === share.madeBy);
      tx.audit({
        action: 'open',
        subject: { kind: 'document', id: share.documentId },
        fields: ['card', 'further'],
        detail: { outside: true, shareId: share.id, versionId: version.id, linkId: visitId },
      });
      return {
        practice: await practiceName(tx),
        sharedBy: sharer?.displayName ?? '',
        name,
        type: version.facts.type,
        bytes: version.bytes,
        pages: version.facts.pages,
        download: share.download,
        watermark: share.watermark,
        message: share.card.message,
        closesAt: door.until.toISOString(),
      };
    });
  }

  /** A page as a WebP picture, with the address burnt in when the share says so. @throws DoorEnded, NotReady, NotShown, ContentMissing, ContentBroken, DrawingBusy */
  async page(
    session: string | undefined,
    origin: Origin,
    { page, width, gone }: { page: number; width: number; gone: AbortSignal },
  ): Promise<Buffer> {
    const { at, name, type, mark, asker } = await this.inside(
      session,
      origin,
      async (tx, { share, version, name: fileName }, { door, visitId }) => {
        const { type: found, pages } = version.facts;
        if (found === null || pages === null) throw new NotShown();
        if (!(page >= 1 && page <= pages)) throw new DoorEnded();
        tx.audit({
          action: 'open',
          subject: { kind: 'document', id: share.documentId },
          fields: ['content', 'further'],
          detail: { outside: true, shareId: share.id, versionId: version.id, linkId: visitId, page },
        });
        const watermark = share.watermark ? `${share.card.email ?? ''} · ${await practiceName(tx)}` : null;
        return {
          at: contentAt(version, openFileKey(await tx.keyring(), version)),
          name: fileName,
          type: found,
          mark: watermark,
          asker: { orgId: door.orgId, by: visitId },
        };
      },
    );
    try {
      const wish = { page, width, watermark: mark };
      const picture = await this.drawing.page(contentSource(this.store, at, name), type, wish, { ...asker, gone });
      // It may have waited for its turn for long enough for the share to end.
      await this.still(session, origin);
      return picture;
    } catch (error) {
      throw error instanceof NotDrawn ? new NotShown() : unreadable(error);
    }
  }

  /** The file, when the share lets it be kept. @throws DoorEnded, NotReady, NoDownload, RangeNotSatisfiable, ContentMissing, ContentBroken */
  async file(session: string | undefined, origin: Origin, header: string | undefined): Promise<SentShare> {
    const { visit, at, ...found } = await this.inside(session, origin, async (tx, shared, asked) => ({
      ...shared,
      visit: asked,
      at: await this.mayKeep(tx, shared, asked, header),
    }));
    const range = byteRange(header, at.bytes) as ByteRange | null;
    const source = contentStream(this.store, at, range ?? { from: 0, to: at.bytes });
    await begun(source);
    const { share, version } = found;
    const body = this.sent.watched(source, {
      orgId: visit.door.orgId,
      memberId: visit.door.memberId,
      origin,
      entry: {
        subject: { kind: 'document', id: share.documentId },
        detail: { outside: true, shareId: share.id, versionId: version.id, linkId: `${visit.visitId}.file` },
      },
      still: () => this.still(session, origin),
    });
    return { ...found, range, bytes: at.bytes, body };
  }

  /** Whether it may go on: nothing is opened for that. @throws DoorEnded */
  private async still(session: string | undefined, origin: Origin): Promise<void> {
    await this.doors.visit(session, 'share', ({ token, door }) => this.database.run(token, (tx) => assertGoesOn(tx, door.id), origin));
  }

  private async mayKeep(
    tx: TenantTransaction,
    { share, version }: Shared,
    { visitId }: Visit,
    header: string | undefined,
  ): Promise<ContentAt> {
    if (!share.download) throw new NoDownload();
    const range = byteRange(header, version.bytes);
    if (range === 'unsatisfiable') throw new RangeNotSatisfiable(version.bytes);
    tx.audit({
      action: 'download',
      subject: { kind: 'document', id: share.documentId },
      fields: (await firstDownload(tx, share.id, visitId)) ? ['content'] : ['content', 'further'],
      detail: {
        outside: true,
        shareId: share.id,
        versionId: version.id,
        linkId: `${visitId}.file`,
        ...(range && { from: range.from, to: range.to }),
      },
    });
    return contentAt(version, openFileKey(await tx.keyring(), version));
  }

  private async inside<Result>(
    session: string | undefined,
    origin: Origin,
    work: (tx: TenantTransaction, shared: Shared, visit: Visit) => Promise<Result>,
  ): Promise<Result> {
    return this.doors.visit(session, 'share', (visit) =>
      this.database.run(visit.token, async (tx) => work(tx, await sharedBy(tx, visit.door.id), visit), origin),
    );
  }
}

/** @throws DoorEnded when the share is over or the sharer sees the document no more */
async function assertGoesOn(tx: TenantTransaction, id: string): Promise<void> {
  const there = await tx.query({
    name: 'document-share-goes-on',
    text: `select 1 from app.document_share s join app.document d on d.org_id = s.org_id and d.id = s.document_id
             join app.document_version v on v.org_id = s.org_id and v.id = s.version_id
            where s.id = $1 and s.ended_at is null and d.state <> 'removed' and v.state = 'ready'`,
    values: [id],
  });
  if (there.length === 0) throw new DoorEnded();
}

/** @throws DoorEnded when the sharer sees the document no more, NotReady */
async function sharedBy(tx: TenantTransaction, id: string): Promise<Shared> {
  const keyring = await tx.keyring();
  const share = await findShare(tx, keyring, id);
  const document = share && (await findDocument(tx, keyring, share.documentId));
  const version = share && (await findVersion(tx, keyring, share.versionId));
  if (!share || share.endedAt !== null || !document || document.state === 'removed' || !version) throw new DoorEnded();
  if (version.state !== 'ready') throw new NotReady(version.state);
  return { share, version, name: document.card.name };
}
