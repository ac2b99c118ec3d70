import { createHash, type Hash } from 'node:crypto';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { GrantToken } from '../../../common/database/grant-token.js';
import type { TenantDatabase } from '../../../common/database/tenant-database.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { SealBroken } from '../../../common/crypto/crypto.errors.js';
import type { ObjectStore } from '../../../common/object-store/object-store.js';
import { letGo } from '../../../common/sealed-files/let-go.js';
import type { MalwareScanner } from '../content/clamd.js';
import type { Drawing } from '../content/drawing.js';
import { inspectContent } from '../content/inspect-content.js';
import { noteAnswered } from './answer-request.use-case.js';
import { versionFiled } from '../domain/document.events.js';
import type { VersionFacts } from '../domain/document.js';
import { lockDocument, storeDocument } from '../persistence/document.repository.js';
import { allowedTypes } from '../persistence/rules.repository.js';
import { ThumbnailSealed, codec } from '../persistence/sealed-rows.js';
import { contentAt, contentSource, type ContentAt } from '../persistence/version-content.js';
import { findVersion, openFileKey, settleVersion, type StoredVersion } from '../persistence/version.repository.js';

interface Waiting {
  version: StoredVersion;
  at: ContentAt;
  allowed: readonly string[];
}

/** What was found out about a version. */
interface Finding {
  facts: VersionFacts;
  thumbnail: Buffer | null;
}

/**
 * Looks at a file that has arrived: whether it is what was sealed and what its sender hashed, what its content is, whether
 * the practice takes that, and whether it is harmless. Only then can anybody open it. May be done again at any time.
 */
export class CheckVersion {
  constructor(
    private readonly database: TenantDatabase,
    private readonly store: ObjectStore,
    private readonly drawing: Drawing,
    private readonly scanner: MalwareScanner | null,
  ) {}

  /** @throws StoreUnavailable, and what a scanner that is out of reach throws: the job is tried again */
  async execute(token: GrantToken, versionId: string): Promise<void> {
    const waiting = await this.database.run(token, (tx) => this.take(tx, versionId));
    if (!waiting) return;
    const finding = await this.look(waiting);
    const dropped = await this.database.run(token, (tx) => this.settle(tx, waiting.version, finding));
    if (dropped) await this.store.remove(waiting.version.objectKey);
  }

  private async take(tx: TenantTransaction, versionId: string): Promise<Waiting | undefined> {
    const keyring = await tx.keyring();
    const version = await findVersion(tx, keyring, versionId);
    if (version?.state !== 'checking') {
      tx.audit({ action: 'check', subject: { kind: 'document', id: version?.documentId ?? null }, detail: { versionId, nothing: true } });
      return undefined;
    }
    tx.audit({ action: 'check', subject: { kind: 'document', id: version.documentId }, fields: ['content'], detail: { versionId } });
    return { version, at: contentAt(version, openFileKey(keyring, version)), allowed: await allowedTypes(tx) };
  }

  private async look({ version, at, allowed }: Waiting): Promise<Finding> {
    const source = contentSource(this.store, at, version.facts.fileName);
    const hash = createHash('sha256');
    try {
      await pipeline(source.stream(), hashing(hash));
    } catch (error) {
      if (error instanceof SealBroken) return refused(version.facts, 'broken', null);
      throw error;
    }
    const sha256 = hash.digest('hex');
    if (version.facts.saidSha256 !== null && version.facts.saidSha256 !== sha256) return refused(version.facts, 'checksum', sha256);
    const { scanner, drawing } = this;
    const { type, pages, details, problem } = await inspectContent(source, { allowed, scanner, drawing });
    const facts = { ...version.facts, type, sha256, pages, details, problem };
    return { facts, thumbnail: problem === null && pages !== null ? await this.drawing.thumbnail(source, type) : null };
  }

  /** Whether the bytes are to be dropped. */
  private async settle(tx: TenantTransaction, version: StoredVersion, { facts, thumbnail }: Finding): Promise<boolean> {
    const keyring = await tx.keyring();
    const document = await lockDocument(tx, keyring, version.documentId);
    const good = facts.problem === null;
    const settled = await settleVersion(tx, keyring, { id: version.id, facts }, { from: 'checking', to: good ? 'ready' : 'refused' });
    tx.audit({
      action: good ? 'file' : 'refuse',
      ...(!good && { outcome: 'refused' as const }),
      subject: { kind: 'document', id: document.id },
      fields: ['content'],
      detail: { versionId: version.id, ...(facts.problem !== null && { problem: facts.problem }) },
    });
    if (!settled || !good) return settled;
    const current = document.currentVersionId === null ? undefined : await findVersion(tx, keyring, document.currentVersionId);
    // Of two that arrive together the later number is shown, whichever was looked at first.
    if (current === undefined || current.number < version.number) {
      const card = { ...document.card, type: facts.type, bytes: version.bytes };
      const state = document.state === 'arriving' ? 'filed' : document.state;
      await storeDocument(tx, keyring, document, { state, currentVersionId: version.id, card });
    }
    if (thumbnail)
      await storeThumbnail(
        tx,
        { id: version.id, clientId: document.clientId },
        codec.seal(keyring, ThumbnailSealed, version.id, { image: thumbnail.toString('base64') })['sealed']!,
      );
    if (version.madeBy === null) await noteAnswered(tx, document.id);
    tx.raise(versionFiled(document.id, version.id, document.clientId));
    return false;
  }
}

/** Takes what comes into a hash and lets go of it. */
function hashing(hash: Hash): Writable {
  return new Writable({
    write(bytes: Buffer, _encoding, done) {
      hash.update(bytes);
      letGo(bytes);
      done();
    },
  });
}

function refused(facts: VersionFacts, problem: string, sha256: string | null): Finding {
  return { facts: { ...facts, problem, sha256 }, thumbnail: null };
}

/** With the client of its document, which may have been moved since it arrived. */
async function storeThumbnail(tx: TenantTransaction, version: Pick<StoredVersion, 'id' | 'clientId'>, sealed: Buffer): Promise<void> {
  const { orgId } = await tx.principal();
  await tx.execute({
    name: 'document-thumbnail-store',
    text: `insert into app.document_thumbnail (org_id, version_id, client_id, sealed) values ($1, $2, $3, $4)
           on conflict (org_id, version_id) do update set sealed = excluded.sealed`,
    values: [orgId, version.id, version.clientId, sealed],
  });
}
