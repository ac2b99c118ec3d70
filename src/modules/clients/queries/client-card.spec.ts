import { createSecretKey, randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { KeyVersionRefused } from '../../../common/crypto/crypto.errors.js';
import { OrgKeyring } from '../../../common/crypto/org-keyring.js';
import { newId } from '../../../common/ids.js';
import { ClientSealed, codec } from '../persistence/sealed-rows.js';
import { openCard, type ClientCardRow } from './client-card.js';

const VALUES = {
  kind: 'person' as const,
  legalName: { family: 'Okafor', given: 'Ngozi', familyFirst: false },
  preferredName: null,
  formerNames: [],
  dateOfBirth: '1990-05-06',
};

function keyring(): OrgKeyring {
  return new OrgKeyring(newId(), [{ version: 1, key: createSecretKey(randomBytes(32)) }]);
}

function rowOf(keys: OrgKeyring, id = newId()): ClientCardRow {
  const { card } = codec.seal(keys, ClientSealed, id, VALUES);
  const beside = {
    fileNumber: 'F-1',
    status: 'current' as const,
    teamId: null,
    practitionerId: null,
    lastActivityAt: new Date(0),
    version: 1,
  };
  return { id, ...beside, card: card! };
}

describe('a card that was opened before', () => {
  it('shows what stands in its row now, beside the values that were sealed', () => {
    const keys = keyring();
    const row = rowOf(keys);
    expect(openCard(keys, row)).toMatchObject({ displayName: 'Ngozi Okafor', version: 1 });
    expect(openCard(keys, { ...row, version: 2, status: 'archived' })).toMatchObject({
      displayName: 'Ngozi Okafor',
      version: 2,
      status: 'archived',
    });
    const { card } = codec.seal(keys, ClientSealed, row.id, { ...VALUES, preferredName: 'Zee' });
    expect(openCard(keys, { ...row, card: card! }).preferredName).toBe('Zee');
  });

  it('is refused like any other when a bit is flipped, its row is another one, or it is another organisation’s', () => {
    const keys = keyring();
    const row = rowOf(keys);
    openCard(keys, row);
    for (const at of [3, 20, row.card.length - 1]) {
      const flipped = Buffer.from(row.card);
      flipped[at]! ^= 1;
      expect(() => openCard(keys, { ...row, card: flipped })).toThrow();
    }
    expect(() => openCard(keys, { ...row, id: newId() })).toThrow();
    expect(() => openCard(keyring(), row)).toThrow();
  });

  it('is refused once its key version is refused or the handle has ended', () => {
    const [keys, other] = [keyring(), keyring()];
    const [row, theirs] = [rowOf(keys), rowOf(other)];
    openCard(keys, row);
    openCard(other, theirs);
    keys.refuse(1);
    other.close();
    expect(() => openCard(keys, row)).toThrow(KeyVersionRefused);
    expect(() => openCard(other, theirs)).toThrow();
  });
});
