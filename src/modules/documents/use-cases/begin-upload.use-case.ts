import type { OrgKeyring } from '../../../common/crypto/org-keyring.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { NotFound, type FieldError } from '../../../common/errors.js';
import { newId } from '../../../common/ids.js';
import { newObjectKey } from '../../../common/object-store/object-key.js';
import { newFileKey } from '../../../common/sealed-files/sealed-file.js';
import { DocumentInvalid, FileEmpty, FileTooLarge } from '../domain/document.errors.js';
import { documentName } from '../domain/document-name.js';
import { LARGEST_FILE, isCategory, type DocumentCard, type VersionFacts } from '../domain/document.js';
import { insertDocument, lockDocument, type StoredDocument } from '../persistence/document.repository.js';
import { findUpload, insertUpload, type StoredUpload } from '../persistence/upload.repository.js';
import { insertVersion, versionsOf } from '../persistence/version.repository.js';

/** A file that somebody is about to send. */
export interface BeginUploadCommand {
  /** Chosen by the sender, so that asking twice begins one upload. */
  id: string;
  clientId: string;
  /** Of the document that this is a new version of; null for a new document. */
  documentId: string | null;
  name: string | undefined;
  type: string | undefined;
  category: string | undefined;
  expiresOn: string | undefined;
  /** SHA-256 of the whole content in hex, when the sender worked it out. */
  sha256: string | undefined;
  /** Bytes. */
  length: number;
  /** The item of a request that it answers, when it comes from outside. */
  answers?: string;
}

const DAY = /^\d{4}-\d\d-\d\d$/;

/** Takes note of a file that is about to arrive: the document, its new version with a key of its own, and the upload. */
export class BeginUpload {
  /**
   * Answers the upload of that id when it was begun before, by the same member.
   * @throws DocumentInvalid, FileEmpty, FileTooLarge, NotFound for a client or document that the caller may not see
   */
  async execute(tx: TenantTransaction, command: BeginUploadCommand): Promise<StoredUpload> {
    const begun = await findUpload(tx, command.id);
    if (begun) return begun;
    const { card, facts } = readCommand(command);
    const [keyring, principal] = [await tx.keyring(), await tx.principal()];
    const document = command.documentId === null ? undefined : await lockDocument(tx, keyring, command.documentId);
    if (document && (document.state === 'removed' || document.clientId !== command.clientId)) throw new NotFound().about([document.id]);
    if (!document) await assertClient(tx, command.clientId);
    const [documentId, versionId] = [document?.id ?? newId(), newId()];
    const { clientId, length } = command;
    // What comes from outside is nobody's of the practice, though it comes in somebody's name.
    const madeBy = command.answers === undefined ? principal.memberId : null;
    if (!document) await tx.execute(insertDocument(keyring, { id: documentId, clientId, madeBy, answers: command.answers ?? null, card }));
    if (!document) await assertClient(tx, clientId);
    const number = document ? await nextNumber(tx, keyring, document) : 1;
    const [objectKey, fileKey] = [newObjectKey(), newFileKey()];
    const version = { id: versionId, documentId, clientId, number, objectKey, bytes: length, madeBy, fileKey, facts };
    await tx.execute(insertVersion(keyring, version));
    await tx.execute(
      insertUpload(keyring.orgId, { id: command.id, documentId, versionId, clientId, memberId: principal.memberId, length }),
    );
    tx.audit({
      action: document ? 'update' : 'create',
      subject: { kind: 'document', id: documentId },
      fields: document ? ['version'] : ['card', 'version'],
      recordIds: [clientId],
      detail: { clientId, versionId, bytes: length, ...(command.answers !== undefined && { outside: true, itemId: command.answers }) },
    });
    const stored = await findUpload(tx, command.id);
    return stored!;
  }
}

async function nextNumber(tx: TenantTransaction, keyring: OrgKeyring, { id }: StoredDocument): Promise<number> {
  return ((await versionsOf(tx, keyring, [id]))[0]?.number ?? 0) + 1;
}

/**
 * A client in sight; a duplicate that was merged away takes nothing more. Asked again once a row of it is written: its foreign key has
 * waited for a merge under way, and holds off the next one. A lock of our own would be for those alone who may change clients.
 * @throws NotFound
 */
export async function assertClient(tx: TenantTransaction, id: string): Promise<void> {
  const found = await tx.query({
    name: 'client-takes',
    text: 'select id from app.client where id = $1 and merged_into_id is null',
    values: [id],
  });
  if (found.length === 0) throw new NotFound().about([id]);
}

/** @throws DocumentInvalid, FileEmpty, FileTooLarge */
function readCommand({ name, type, category, expiresOn, sha256, length }: BeginUploadCommand): { card: DocumentCard; facts: VersionFacts } {
  if (length === 0) throw new FileEmpty();
  if (length > LARGEST_FILE) throw new FileTooLarge(LARGEST_FILE);
  const errors: FieldError[] = [];
  const named = documentName(name);
  if ('problem' in named) errors.push({ field: 'name', code: named.problem, message: NAME_MESSAGES[named.problem] });
  if (category !== undefined && !isCategory(category))
    errors.push({ field: 'category', code: 'not_one_of', message: 'Choose one of the categories.' });
  if (expiresOn !== undefined && !isDay(expiresOn))
    errors.push({ field: 'expiresOn', code: 'not_a_date', message: 'Write the date as YYYY-MM-DD.' });
  if (sha256 !== undefined && !/^[0-9a-f]{64}$/.test(sha256))
    errors.push({ field: 'sha256', code: 'malformed', message: 'A SHA-256 has 64 hexadecimal digits.' });
  if (errors.length > 0 || 'problem' in named) throw new DocumentInvalid(errors);
  const facts = {
    fileName: named.name,
    saidType: type === undefined || type === '' ? null : type.slice(0, 200),
    saidSha256: sha256 ?? null,
    type: null,
    sha256: null,
    pages: null,
    problem: null,
    details: {},
  };
  return {
    card: { name: named.name, category: isCategory(category) ? category : null, expiresOn: expiresOn ?? null, type: null, bytes: length },
    facts,
  };
}

/** What to do about a name, by what is wrong with it. */
export const NAME_MESSAGES = {
  required: 'Give the document a name.',
  too_long: 'A name has 200 characters at most.',
  not_text: 'The name is not readable text.',
} as const;

/** Whether a text is a day of the calendar, `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  if (!DAY.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}
