import { createSecretKey, randomBytes } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, describe, expect, it } from '@jest/globals';
import { systemClock } from '../clock/clock.js';
import { newId } from '../ids.js';
import { CryptoError } from './crypto.errors.js';
import { FileKeyStore } from './file-key-store.js';
import { FileRootKey } from './file-root-key.js';
import { OrgKeyring, type FieldAddress } from './org-keyring.js';
import { OrganisationKeys } from './organisation-keys.js';
import { temporaryFolder } from './testing/key-backends.js';
import { randomKeyring } from './testing/random-keyring.js';

const SECRET = Buffer.from('settlement offer: $125,000, not to be told');

/** The code of the refusal; the test fails when the envelope opens or something else is thrown. */
function refusal(ring: OrgKeyring, at: FieldAddress, envelope: Buffer): string {
  try {
    ring.open(at, envelope);
  } catch (error) {
    if (error instanceof CryptoError) return error.code;
    throw error;
  }
  return 'opened';
}

describe('an attacker who can write the database', () => {
  it('cannot move a value to another row, column, table, organisation or key version: every pair is tried', () => {
    const shared = randomBytes(32);
    const versions = [1, 2].map((version) => ({ version, key: createSecretKey(shared) }));
    // The worst case: two organisations and two versions that share their key bytes are told apart all the same.
    const rings = [new OrgKeyring(newId(), versions), new OrgKeyring(newId(), versions), randomKeyring(newId(), 2)];
    const places: { ring: OrgKeyring; at: FieldAddress }[] = [];
    for (const ring of rings)
      for (const table of ['client', 'client_identifier', 'clien'])
        for (const column of ['card', 'details', 'tcard'])
          for (const rowId of ['1', '11', newId()]) places.push({ ring, at: { table, column, rowId } });

    const sealed = places.map(({ ring, at }) => ring.seal(at, SECRET));
    let tried = 0;
    for (const [from, envelope] of sealed.entries()) {
      for (const [to, { ring, at }] of places.entries()) {
        const answer = refusal(ring, at, envelope);
        if (answer !== (from === to ? 'opened' : 'crypto.seal_broken')) throw new Error(`${from} to ${to}: ${answer}`);
        tried += 1;
      }
      const relabelled = Buffer.from(envelope);
      relabelled.writeUInt16BE(1, 1);
      expect(refusal(places[from]!.ring, places[from]!.at, relabelled)).toBe('crypto.seal_broken');
    }
    expect(tried).toBe(81 * 81);
  });

  it('[I-43] cannot change one bit: every bit of every byte is flipped', () => {
    const ring = randomKeyring();
    const at = { table: 'client', column: 'card', rowId: newId() };
    const envelope = ring.seal(at, SECRET);
    for (let bit = 0; bit < envelope.length * 8; bit += 1) {
      const changed = Buffer.from(envelope);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      expect(refusal(ring, at, changed)).toBe('crypto.seal_broken');
    }
  });

  it('cannot cut, lengthen or join values', () => {
    const ring = randomKeyring();
    const at = { table: 'client', column: 'card', rowId: newId() };
    const envelope = ring.seal(at, SECRET);
    for (let length = 0; length < envelope.length; length += 1) {
      expect(refusal(ring, at, envelope.subarray(0, length))).toBe('crypto.seal_broken');
      expect(refusal(ring, at, envelope.subarray(envelope.length - length))).toBe('crypto.seal_broken');
    }
    expect(refusal(ring, at, Buffer.concat([envelope, Buffer.alloc(1)]))).toBe('crypto.seal_broken');
    expect(refusal(ring, at, Buffer.concat([envelope, envelope]))).toBe('crypto.seal_broken');
  });

  it('sees a different envelope each time the same value is sealed', () => {
    const ring = randomKeyring();
    const at = { table: 'client', column: 'card', rowId: newId() };
    const nonces = new Set<string>();
    for (let n = 0; n < 100_000; n += 1) nonces.add(ring.seal(at, SECRET).toString('latin1', 3, 15));
    expect(nonces.size).toBe(100_000);
  });
});

describe('two tenants at the same time', () => {
  let keys: OrganisationKeys;
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;

  afterAll(async () => {
    keys.forgetAll();
    await folder.stop();
  });

  it('[I-03] never open each other’s values in 100,000 interleaved operations', async () => {
    folder = await temporaryFolder();
    const root = await FileRootKey.open(folder.path);
    keys = new OrganisationKeys(root, new FileKeyStore(folder.path), systemClock);
    const tenants = [newId(), newId()] as const;
    for (const orgId of tenants) await keys.create(orgId);
    const mailbox: { owner: string; at: FieldAddress; envelope: Buffer }[] = [];
    let [own, foreign, crossed] = [0, 0, 0];

    /** One request: takes its key, waits, seals, waits, opens its own value and tries the other tenant's last one. */
    const request = async (n: number): Promise<void> => {
      const orgId = tenants[n % 2]!;
      const ring = await keys.load(orgId);
      if (n % 7 === 0) await nextTurn();
      const at = { table: 'client', column: 'card', rowId: String(n) };
      const envelope = ring.seal(at, Buffer.from(`${orgId}:${n}`));
      mailbox[n % 2] = { owner: orgId, at, envelope };
      await (n % 5 === 0 ? nextTurn() : undefined);
      if (ring.open(at, envelope).toString() === `${orgId}:${n}`) own += 1;
      const other = mailbox[(n + 1) % 2];
      if (!other) return;
      foreign += 1;
      if (refusal(ring, other.at, other.envelope) === 'opened') crossed += 1;
    };

    const requests = 34_000;
    for (let done = 0; done < requests; done += 500) {
      await Promise.all(Array.from({ length: 500 }, (_, n) => request(done + n)));
    }
    // Each request seals, opens its own and tries a foreign value.
    expect(requests + own + foreign).toBeGreaterThan(100_000);
    expect([own, crossed]).toEqual([requests, 0]);
  });
});
