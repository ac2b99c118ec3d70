import { newPractice, testBench, type TestPractice } from './practice.js';
import type { TenantTransaction } from '../../src/common/database/tenant-transaction.js';
import { systemClock } from '../../src/common/clock/clock.js';
import { newId } from '../../src/common/ids.js';
import { newObjectKey } from '../../src/common/object-store/object-key.js';
import { newFileKey } from '../../src/common/sealed-files/sealed-file.js';
import { as, person, store } from '../../src/modules/clients/testing/stored-clients.js';
import type { DocumentCategory, DocumentState } from '../../src/modules/documents/domain/document.js';
import { insertDocument, lockDocument, storeDocument } from '../../src/modules/documents/persistence/document.repository.js';
import { insertVersion } from '../../src/modules/documents/persistence/version.repository.js';

export { as, newPractice, testBench, type TestPractice };

/** A document to be stored; give what matters to the test. */
export interface MadeDocument {
  id: string;
  clientId: string;
  name: string;
  fileName: string;
  category: DocumentCategory | null;
  expiresOn: string | null;
  type: string;
  state: Exclude<DocumentState, 'arriving'>;
  addedAt: Date;
}

/** A filed PDF of a client. */
export function made(clientId: string, name: string, values: Partial<MadeDocument> = {}): MadeDocument {
  const usual = {
    fileName: name,
    category: null,
    expiresOn: null,
    type: 'application/pdf',
    state: 'filed',
    addedAt: systemClock.now(),
  } as const;
  return { id: newId(), clientId, name, ...usual, ...values };
}

/** Clients of a practice, stored by its first member; answers their ids. */
export async function clientsOf(practice: TestPractice, clients: readonly Parameters<typeof person>[2][]): Promise<string[]> {
  const people = clients.map((values, index) => person(`Client${index}`, '', values));
  await store(practice, people);
  return people.map(({ id }) => id);
}

/** Stores documents as the practice's first member, without bytes. */
export async function storeDocuments(practice: TestPractice, documents: readonly MadeDocument[]): Promise<void> {
  await as(practice, 0, async (tx) => {
    for (const document of documents) await fileOne(tx, document);
    tx.audit({ action: 'create', subject: { kind: 'document', id: null }, recordIds: documents.map(({ id }) => id) });
  });
}

async function fileOne(tx: TenantTransaction, document: MadeDocument): Promise<void> {
  const keyring = await tx.keyring();
  const { id, clientId, name, fileName, category, expiresOn, type, state, addedAt } = document;
  const { memberId } = await tx.principal();
  const card = { name, category, expiresOn, type, bytes: 1_000 };
  const facts = { fileName, saidType: null, saidSha256: null, type, sha256: null, pages: null, problem: null, details: {} };
  const version = { id: newId(), documentId: id, clientId, number: 1, objectKey: newObjectKey(), bytes: 1_000, fileKey: newFileKey() };
  await tx.execute(insertDocument(keyring, { id, clientId, madeBy: memberId, answers: null, card }));
  await tx.execute(insertVersion(keyring, { ...version, madeBy: memberId, facts }));
  const arriving = { ...(await lockDocument(tx, keyring, id)), createdAt: addedAt };
  const removedAt = state === 'removed' ? systemClock.now() : null;
  await storeDocument(tx, keyring, arriving, { state, currentVersionId: version.id, removedAt });
}
