import { newId } from '../../../common/ids.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { newPractice, testBench, type TestPractice } from '../../../../test/support/practice.js';
import { NO_DETAILS } from '../domain/client-details.js';
import { insertClients, type NewClient } from '../persistence/client-writer.js';

export { newPractice, testBench, type TestPractice };

let numbered = 0;

/** A client to be stored; give what matters to the test. */
export function person(family: string, given: string, values: Partial<NewClient> = {}): NewClient {
  const at = values.lastActivityAt ?? new Date(Date.UTC(2026, 0, 1) + numbered * 60_000);
  return {
    id: newId(),
    fileNumber: `T-${++numbered}`,
    status: 'current',
    teamId: null,
    practitionerId: null,
    lastActivityAt: at,
    createdAt: at,
    archivedAt: null,
    card: { kind: 'person', legalName: { family, given, familyFirst: false }, preferredName: null, formerNames: [], dateOfBirth: null },
    details: NO_DETAILS,
    identifiers: [],
    relationships: [],
    consents: [],
    ...values,
  };
}

/** Work in a transaction of one of a practice's members. */
export async function as<Result>(
  practice: TestPractice,
  member: number,
  work: (tx: TenantTransaction) => Promise<Result>,
): Promise<Result> {
  const { tenants } = await testBench();
  return tenants.run(await practice.as(member), work);
}

/** Stores clients as the practice's first member. */
export async function store(practice: TestPractice, clients: readonly NewClient[]): Promise<void> {
  await as(practice, 0, async (tx) => {
    await insertClients(tx, await tx.keyring(), clients);
    tx.audit({ action: 'create', subject: { kind: 'client', id: null }, recordIds: clients.map(({ id }) => id) });
  });
}
