import { spawnSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';

/** Stores more clients than one batch on a connection that is dead, in a process of its own: Node ends one that leaves a rejection unhandled. */
const ON_A_DEAD_CONNECTION = `
  const { insertClients } = await import('./dist/src/modules/clients/persistence/client-writer.js');
  const { randomKeyring } = await import('./dist/src/common/crypto/testing/random-keyring.js');
  const { NO_DETAILS } = await import('./dist/src/modules/clients/domain/client-details.js');
  const { newId } = await import('./dist/src/common/ids.js');
  const at = new Date(0);
  const legalName = { family: 'Sample', given: 'Ada', familyFirst: false };
  const clients = Array.from({ length: 1100 }, (_client, index) => ({
    id: newId(), fileNumber: 'T-' + index, status: 'current', teamId: null, practitionerId: null, lastActivityAt: at, createdAt: at, archivedAt: null,
    card: { kind: 'person', legalName, preferredName: null, formerNames: [], dateOfBirth: null },
    details: NO_DETAILS, identifiers: [], relationships: [], consents: [],
  }));
  const dead = { execute: async () => Promise.reject(new Error('gone')) };
  await insertClients(dead, randomKeyring(), clients).catch(({ message }) => console.log('handed over: ' + message));
  await new Promise((resolve) => setTimeout(resolve, 20));`;

describe('storing many clients', () => {
  it('hands a connection that dies to its caller and does not end the process', () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', ON_A_DEAD_CONNECTION], {
      encoding: 'utf8',
    });
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: 'handed over: gone\n', stderr: '' });
  });
});
