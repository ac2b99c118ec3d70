import type { Readable } from 'node:stream';
import { SealBroken } from '../../../common/crypto/crypto.errors.js';
import type { Origin } from '../../../common/database/audit-entry.js';
import type { GrantToken } from '../../../common/database/grant-token.js';
import type { TenantDatabase } from '../../../common/database/tenant-database.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { assertNetwork } from '../../../common/http/networks.js';
import { ObjectMissing } from '../../../common/object-store/object-store.errors.js';
import type { ObjectStore } from '../../../common/object-store/object-store.js';
import { byteRange, type ByteRange } from '../domain/byte-range.js';
import { ContentBroken, ContentMissing, LinkEnded, NotReady, RangeNotSatisfiable } from '../domain/document.errors.js';
import { findDocument } from '../persistence/document.repository.js';
import { findLink, firstUse, type LiveLink } from '../persistence/link.repository.js';
import { contentAt, contentStream, type ContentAt } from '../persistence/version-content.js';
import { findVersion, openFileKey, type StoredVersion } from '../persistence/version.repository.js';
import type { SentRecord } from './sent-record.js';

/** What a link leads to, checked and on record. */
export interface LinkedContent {
  readonly link: LiveLink;
  readonly version: StoredVersion;
  readonly name: string;
  readonly at: ContentAt;
  readonly orgId: string;
  readonly memberId: string | null;
}

/** Bytes on their way out. */
export interface SentContent extends LinkedContent {
  /** Null when the whole file is sent. */
  readonly range: ByteRange | null;
  readonly body: Readable;
}

/** What a request by a link is about to show, for the record. */
export type Shown = { range: string | undefined } | { page: number } | { text: number };

/**
 * Brings the bytes behind a link. Each request is checked from the beginning: the link is the asking session's own and
 * live, the document in sight and ready; the entry is committed before the first byte leaves, and what was really sent is
 * put on record at the end. A long download is looked at again every few seconds.
 */
export class ReadLink {
  constructor(
    private readonly database: TenantDatabase,
    private readonly store: ObjectStore,
    private readonly sent: SentRecord,
  ) {}

  /** @throws LinkEnded, NotReady, RangeNotSatisfiable, ContentMissing, ContentBroken, StoreUnavailable */
  async content(token: GrantToken, origin: Origin, linkToken: string, header: string | undefined): Promise<SentContent> {
    const found = await this.checked(token, origin, linkToken, { range: header });
    const range = byteRange(header, found.at.bytes) as ByteRange | null;
    const { from, to } = range ?? { from: 0, to: found.at.bytes };
    const source = contentStream(this.store, found.at, { from, to });
    await begun(source);
    const { orgId, memberId, link, version } = found;
    const body = this.sent.watched(source, {
      orgId,
      memberId,
      origin,
      entry: { subject: { kind: 'document', id: link.documentId }, detail: { linkId: link.id, versionId: version.id } },
      still: () => this.still(token, origin, linkToken),
    });
    return { ...found, range, body };
  }

  /** The content behind a link, for a page of it to be drawn; on record as what is shown. @throws LinkEnded, NotReady, RangeNotSatisfiable */
  async checked(token: GrantToken, origin: Origin, linkToken: string, shown: Shown): Promise<LinkedContent> {
    return this.database.run(
      token,
      async (tx) => {
        const [principal, keyring] = [await tx.principal(), await tx.keyring()];
        const link = await findLink(tx, linkToken);
        const document = link && (await findDocument(tx, keyring, link.documentId));
        const version = link && (await findVersion(tx, keyring, link.versionId));
        if (!link || !document || !version) throw new LinkEnded();
        if (version.state !== 'ready' || document.state === 'removed') throw new NotReady(version.state);
        record(tx, link, version, shown, await firstUse(tx, link.id));
        const at = contentAt(version, openFileKey(keyring, version));
        return { link, version, name: document.card.name, at, orgId: principal.orgId, memberId: principal.memberId };
      },
      origin,
    );
  }

  /** Whether what a link leads to may go on being sent. @throws LinkEnded, NetworkRefused */
  async still(token: GrantToken, origin: Origin, linkToken: string): Promise<void> {
    await this.database.run(
      token,
      async (tx) => {
        assertNetwork(await tx.principal(), origin.ip);
        const link = await findLink(tx, linkToken);
        const there =
          link && (await tx.query({ text: `select 1 from app.document where id = $1 and state <> 'removed'`, values: [link.documentId] }));
        if (!there || there.length === 0) throw new LinkEnded();
      },
      origin,
    );
  }
}

/** Waits for the first verified bytes, so that content which is missing or broken is an answer and not a broken file. @throws ContentMissing, ContentBroken */
export async function begun(source: Readable): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    source.once('readable', resolve);
    source.once('error', (error) => reject(unreadable(error)));
  });
}

/** What it means to a reader that stored content does not open. */
export function unreadable(error: unknown): unknown {
  if (error instanceof SealBroken) return new ContentBroken();
  return error instanceof ObjectMissing ? new ContentMissing() : error;
}

/** History shows the first request by a link as the act, and counts further ones with it. */
function record(tx: TenantTransaction, link: LiveLink, version: StoredVersion, shown: Shown, first: boolean): void {
  const range = 'range' in shown ? byteRange(shown.range, version.bytes) : null;
  if (range === 'unsatisfiable') throw new RangeNotSatisfiable(version.bytes);
  tx.audit({
    action: link.purpose === 'view' ? 'open' : 'download',
    subject: { kind: 'document', id: link.documentId },
    fields: first ? ['content'] : ['content', 'further'],
    detail: {
      linkId: link.id,
      versionId: version.id,
      ...(range && { from: range.from, to: range.to }),
      ...('page' in shown && { page: shown.page }),
      ...('text' in shown && { text: shown.text }),
    },
  });
}
