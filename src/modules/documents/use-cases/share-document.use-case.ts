import type { Clock } from '../../../common/clock/clock.js';
import type { Origin } from '../../../common/database/audit-entry.js';
import { NoLiveGrant } from '../../../common/database/database.errors.js';
import type { GrantToken } from '../../../common/database/grant-token.js';
import { MODULES } from '../../../common/database/principal.js';
import type { TenantDatabase } from '../../../common/database/tenant-database.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { NotFound } from '../../../common/errors.js';
import { newId } from '../../../common/ids.js';
import type { JobGrants } from '../../../common/jobs/job-grants.js';
import { DocumentNotFound, NotReady } from '../domain/document.errors.js';
import { shared } from '../domain/document.events.js';
import { MemberSeesNot, NeedsPages, PeopleOnly, WatermarkOrDownload } from '../domain/outside.errors.js';
import { findDocument } from '../persistence/document.repository.js';
import { endShare, findShare, insertShare, type StoredShare } from '../persistence/share.repository.js';
import { findVersion, type StoredVersion } from '../persistence/version.repository.js';
import { kindOf } from '../content/file-kinds.js';

/** Whom a document is shared with, and how. */
export interface ShareCommand {
  documentId: string;
  /** A colleague, or somebody outside. */
  to: { memberId: string } | { email: string; name: string | null };
  download: boolean;
  watermark: boolean;
  /** How long the link waits to be opened. */
  days: number;
  message: string | null;
}

const DAY_MS = 86_400_000;

/** Shares the version of a document that is shown now: with a colleague who may see it, or with somebody outside by a door. */
export class ShareDocument {
  constructor(
    private readonly grants: JobGrants,
    private readonly database: TenantDatabase,
    private readonly clock: Clock,
  ) {}

  /** Shares, and answers what `show` makes of it in the same transaction. @throws DocumentNotFound, NotReady, PeopleOnly, WatermarkOrDownload, NeedsPages, MemberSeesNot */
  async execute<Result>(
    token: GrantToken,
    origin: Origin,
    command: ShareCommand,
    show: (tx: TenantTransaction, share: StoredShare) => Promise<Result>,
  ): Promise<Result> {
    // Asked before anything else, in the colleague's name: a transaction that waits for another holds what others wait for.
    const seen = 'memberId' in command.to ? await this.sees(token, origin, command.to.memberId, command.documentId) : true;
    return this.database.run(token, async (tx) => show(tx, await this.share(tx, command, seen)), origin);
  }

  private async share(
    tx: TenantTransaction,
    { documentId, to, download, watermark, days, message }: ShareCommand,
    seen: boolean,
  ): Promise<StoredShare> {
    const [keyring, { memberId: madeBy, kind }] = [await tx.keyring(), await tx.principal()];
    const document = await findDocument(tx, keyring, documentId);
    const version = document?.currentVersionId == null ? undefined : await findVersion(tx, keyring, document.currentVersionId);
    if (!document || madeBy === null) throw new DocumentNotFound().about([documentId]);
    if (version?.state !== 'ready' || document.state === 'removed') throw new NotReady(version?.state ?? document.state);
    const outside = 'email' in to;
    if (outside && download && watermark) throw new WatermarkOrDownload();
    if (outside && kind !== 'session') throw new PeopleOnly();
    if (outside && !download && !hasPictures(version)) throw new NeedsPages();
    if (!seen) throw new MemberSeesNot();
    const id = newId();
    await insertShare(tx, keyring, {
      id,
      clientId: document.clientId,
      documentId,
      versionId: version.id,
      madeBy,
      memberId: outside ? null : to.memberId,
      download: !outside || download,
      watermark: outside && watermark,
      until: outside ? new Date(this.clock.now().getTime() + days * DAY_MS) : null,
      card: { email: outside ? to.email : null, name: outside ? to.name : null, message },
    });
    tx.audit({
      action: 'share',
      subject: { kind: 'document', id: documentId },
      fields: ['content'],
      detail: {
        shareId: id,
        versionId: version.id,
        download: !outside || download,
        watermark,
        ...(!outside && { withMember: to.memberId }),
      },
    });
    tx.raise(shared(id));
    return (await findShare(tx, keyring, id))!;
  }

  /** Ends a share at once, for whoever is looking as well. @throws NotFound */
  async end(tx: TenantTransaction, id: string): Promise<StoredShare> {
    const keyring = await tx.keyring();
    const share = await findShare(tx, keyring, id);
    if (!share) throw new NotFound().about([id]);
    if (await endShare(tx, id))
      tx.audit({ action: 'share-end', subject: { kind: 'document', id: share.documentId }, detail: { shareId: id } });
    return (await findShare(tx, keyring, id))!;
  }

  /** Whether a colleague may see a document: row security is asked in their name. */
  private async sees(token: GrantToken, origin: Origin, memberId: string, documentId: string): Promise<boolean> {
    const { orgId } = await this.database.run(token, (tx) => tx.principal(), origin);
    try {
      return await this.grants.with({ orgId, memberId, modules: MODULES.documents | MODULES.clients }, (theirs) =>
        this.database.run(theirs, async (tx) => {
          const text = `select 1 from app.document where id = $1 and state <> 'removed'`;
          return (await tx.query({ name: 'document-in-sight', text, values: [documentId] })).length > 0;
        }),
      );
    } catch (error) {
      if (error instanceof NoLiveGrant) return false;
      throw error;
    }
  }
}

/** Whether there are pages to look at: those of a text are words, which a picture is not made of. */
function hasPictures({ facts: { pages, type } }: StoredVersion): boolean {
  return pages !== null && type !== null && kindOf(type)?.inside !== 'text';
}
