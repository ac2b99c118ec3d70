import type { Readable } from 'node:stream';
import type { Clock } from '../../../common/clock/clock.js';
import { refusal, type Origin } from '../../../common/database/audit-entry.js';
import type { GrantToken } from '../../../common/database/grant-token.js';
import type { TenantDatabase } from '../../../common/database/tenant-database.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { NotFound } from '../../../common/errors.js';
import { assertNetwork } from '../../../common/http/networks.js';
import type { ObjectStore } from '../../../common/object-store/object-store.js';
import { zipStream } from '../content/zip-stream.js';
import { LinkEnded } from '../domain/document.errors.js';
import { entryNames } from '../domain/entry-names.js';
import { findBundle, mintBundle } from '../persistence/bundle.repository.js';
import { DOCUMENT_COLUMNS, openDocument, type DocumentRow } from '../persistence/document.repository.js';
import { contentAt, contentStream, type ContentAt } from '../persistence/version-content.js';
import { openFileKey, versionsOf } from '../persistence/version.repository.js';
import type { SentRecord } from './sent-record.js';

/** One file of a zip. */
interface Entry {
  documentId: string;
  name: string;
  at: ContentAt;
  changedAt: Date;
}

/** For how long a look at whether the zip may go on is good for the files that begin, milliseconds. */
const LOOKED_AT_FOR_MS = 1_000;

/** A zip that is made while it is sent. */
export interface SentBundle {
  body: Readable;
  bytes: number;
  fileName: string;
}

/**
 * Several documents as one zip that streams: nothing is gathered first, each file is opened when its turn comes, and every
 * document's entry is committed before the first byte leaves. What is still to come is asked for again meanwhile: a document that was
 * walled off, removed or moved out of reach ends the zip.
 */
export class BundleDocuments {
  constructor(
    private readonly database: TenantDatabase,
    private readonly store: ObjectStore,
    private readonly sent: SentRecord,
    private readonly clock: Clock,
  ) {}

  /** Makes the way to a bundle for the session that asks. @throws NotFound when nothing of it is the caller's to see */
  async mint(tx: TenantTransaction, ids: readonly string[]): Promise<{ token: string; expiresAt: Date; documents: number }> {
    const seen = await tx.query<{ id: string }>({
      text: `select id from app.document where id = any($1::uuid[]) and state in ('filed', 'archived')`,
      values: [ids],
    });
    const unseen = ids.filter((id) => !seen.some((row) => row.id === id));
    if (seen.length === 0) throw new NotFound().about(ids);
    if (unseen.length > 0) tx.audit(refusal(null, unseen, { bundle: true, code: new NotFound().code }));
    const bundle = await mintBundle(
      tx,
      seen.map(({ id }) => id),
    );
    tx.audit({
      action: 'link',
      subject: { kind: 'document', id: null },
      fields: ['content'],
      recordIds: seen.map(({ id }) => id),
      detail: { purpose: 'zip', bundleId: bundle.id },
    });
    return { token: bundle.token, expiresAt: bundle.expiresAt, documents: seen.length };
  }

  /** @throws LinkEnded */
  async open(token: GrantToken, origin: Origin, bundleToken: string): Promise<SentBundle> {
    const { entries, bundleId, orgId, memberId } = await this.database.run(token, (tx) => this.entries(tx, bundleToken), origin);
    let [turn, lookedAt] = [0, performance.now()];
    const still = async (): Promise<void> => {
      const rest = entries.slice(turn).map(({ documentId }) => documentId);
      await this.database.run(token, (tx) => assertStill(tx, bundleToken, rest), origin);
      lookedAt = performance.now();
    };
    const names = entryNames(entries.map(({ name }) => name));
    const { body: zip, bytes } = await zipStream(
      entries.map(({ at, changedAt }, index) => ({
        name: names[index]!,
        bytes: at.bytes,
        changedAt,
        open: async () => {
          turn = index;
          if (performance.now() - lookedAt > LOOKED_AT_FOR_MS) await still();
          return contentStream(this.store, at, { from: 0, to: at.bytes });
        },
      })),
    );
    const body = this.sent.watched(zip, {
      orgId,
      memberId,
      origin,
      entry: { subject: { kind: 'document', id: null }, recordIds: entries.map(({ documentId }) => documentId), detail: { bundleId } },
      still,
    });
    return { body, bytes, fileName: `documents-${this.clock.now().toISOString().slice(0, 10)}.zip` };
  }

  private async entries(
    tx: TenantTransaction,
    bundleToken: string,
  ): Promise<{ entries: Entry[]; bundleId: string; orgId: string; memberId: string | null }> {
    const { orgId, memberId } = await tx.principal();
    const keyring = await tx.keyring();
    const bundle = await findBundle(tx, bundleToken);
    if (!bundle) throw new LinkEnded();
    const rows = await tx.query<DocumentRow>({
      text: [
        'select',
        DOCUMENT_COLUMNS,
        `from app.document d where d.id = any($1::uuid[]) and d.state in ('filed', 'archived') order by d.created_at, d.id`,
      ].join(' '),
      values: [bundle.documentIds],
    });
    const versions = new Map(
      (
        await versionsOf(
          tx,
          keyring,
          rows.map(({ id }) => id),
        )
      ).map((version) => [version.id, version]),
    );
    const entries = rows.flatMap((row) => {
      const version = versions.get(row.currentVersionId ?? '');
      if (version?.state !== 'ready') return [];
      const { name } = openDocument(keyring, row).card;
      return [{ documentId: row.id, name, at: contentAt(version, openFileKey(keyring, version)), changedAt: version.madeAt }];
    });
    if (entries.length === 0) throw new LinkEnded();
    for (const { documentId } of entries)
      tx.audit({ action: 'download', subject: { kind: 'document', id: documentId }, fields: ['content'], detail: { bundleId: bundle.id } });
    return { entries, bundleId: bundle.id, orgId, memberId };
  }
}

/** Whether the bundle is still the session's, from where it asks, and every document of the rest in sight. @throws LinkEnded, NetworkRefused */
async function assertStill(tx: TenantTransaction, bundleToken: string, rest: readonly string[]): Promise<void> {
  assertNetwork(await tx.principal(), tx.origin.ip);
  const seen = await tx.query<{ documents: number }>({
    name: 'document-bundle-rest',
    text: `select count(*)::int as documents from app.document where id = any($1::uuid[]) and state in ('filed', 'archived')`,
    values: [rest],
  });
  if (!(await findBundle(tx, bundleToken)) || seen[0]!.documents < rest.length) throw new LinkEnded();
}
