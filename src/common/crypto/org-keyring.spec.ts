import { createDecipheriv, createSecretKey, hkdfSync, randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { newId } from '../ids.js';
import { NONCE_BYTES, NoncePool } from './nonce-pool.js';
import { ENVELOPE_OVERHEAD, OrgKeyring } from './org-keyring.js';
import { randomKeyring } from './testing/random-keyring.js';

const AT = { table: 'client', column: 'card', rowId: newId() };

describe('OrgKeyring', () => {
  it('[F-09] seals to an envelope of format, version, nonce, ciphertext and tag that holds no plaintext', () => {
    const ring = randomKeyring(newId(), 3);
    const envelope = ring.seal(AT, Buffer.from('passport N1234567'));
    expect(envelope.length).toBe(ENVELOPE_OVERHEAD + 17);
    expect([...envelope.subarray(0, 3)]).toEqual([1, 0, 3]);
    expect(OrgKeyring.versionOf(envelope)).toBe(3);
    expect(envelope.includes('N1234567')).toBe(false);
  });

  it('[I-43] is AES-256-GCM as documented: opened here with node:crypto alone', () => {
    const orgKey = randomBytes(32);
    const orgId = newId();
    const envelope = new OrgKeyring(orgId, [{ version: 5, key: createSecretKey(orgKey) }]).seal(AT, Buffer.from('Ana'));
    const prefixed = (text: string) => Buffer.concat([Buffer.from([0, text.length]), Buffer.from(text)]);
    const info = Buffer.concat([orgId, 'enc', AT.table, AT.column].map(prefixed));
    const key = Buffer.from(hkdfSync('sha256', orgKey, Buffer.from('ironbark.keys.1'), info, 32));
    const [org, table, column, rowId] = [orgId, AT.table, AT.column, AT.rowId].map(prefixed);
    const aad = Buffer.concat([Buffer.from([1]), org!, table!, column!, Buffer.from([0, 5]), rowId!]);
    const decipher = createDecipheriv('aes-256-gcm', key, envelope.subarray(3, 15)).setAAD(aad);
    decipher.setAuthTag(envelope.subarray(-16));
    const opened = Buffer.concat([decipher.update(envelope.subarray(15, -16)), decipher.final()]);
    expect(opened.toString()).toBe('Ana');
  });

  it.each([0, 1, 16, 40, 65_536])('opens what it sealed (%d bytes)', (size) => {
    const ring = randomKeyring();
    const plaintext = randomBytes(size);
    expect(ring.open(AT, ring.seal(AT, plaintext))).toEqual(plaintext);
  });

  it('seals JSON as it is, and refuses what JSON would lose', () => {
    const ring = randomKeyring();
    const value = { family: 'Nguyễn', given: '', formerNames: [], dateOfBirth: null };
    expect(ring.openJson(AT, ring.sealJson(AT, value))).toEqual(value);
    expect(() => ring.sealJson(AT, undefined)).toThrow('only JSON values');
  });

  it('seals under the newest version and opens under every one it has', () => {
    const key = createSecretKey(randomBytes(32));
    const orgId = newId();
    const old = new OrgKeyring(orgId, [{ version: 1, key }]).seal(AT, Buffer.from('x'));
    const ring = new OrgKeyring(orgId, [
      { version: 1, key },
      { version: 2, key: createSecretKey(randomBytes(32)) },
    ]);
    expect(ring.open(AT, old).toString()).toBe('x');
    expect(OrgKeyring.versionOf(ring.seal(AT, Buffer.from('x')))).toBe(2);
    ring.refuse(1);
    expect(() => ring.open(AT, old)).toThrow(expect.objectContaining({ code: 'crypto.key_version_refused', version: 1 }));
    expect(() => ring.blindIndex('email', 'a@b.au', 1)).toThrow(expect.objectContaining({ version: 1 }));
  });

  it('needs a row id', () => {
    const ring = randomKeyring();
    for (const rowId of ['', 'x'.repeat(129)]) expect(() => ring.seal({ ...AT, rowId }, Buffer.alloc(1))).toThrow(RangeError);
  });

  it('makes blind indexes of eight bytes that are equal within one organisation, kind and version only', () => {
    const [ring, other] = [randomKeyring(newId(), 2), randomKeyring()];
    const index = ring.blindIndex('email', 'ana@example.com.au');
    expect(index.length).toBe(8);
    expect(ring.blindIndex('email', 'ana@example.com.au')).toEqual(index);
    const others = [
      ring.blindIndex('email', 'ben@example.com.au'),
      ring.blindIndex('phone', 'ana@example.com.au'),
      ring.blindIndex('email', 'ana@example.com.au', 1),
      other.blindIndex('email', 'ana@example.com.au'),
    ];
    for (const unlike of others) expect(unlike).not.toEqual(index);
  });

  it('[I-44] derives keys that differ by organisation, purpose and version, even from the same key bytes', () => {
    const key = createSecretKey(Buffer.alloc(32, 7));
    const versions = [1, 2].map((version) => ({
      version,
      key: version === 1 ? key : createSecretKey(randomBytes(32)),
    }));
    const [a, b] = [new OrgKeyring(newId(), versions), new OrgKeyring(newId(), versions)];
    const derived = [a, b].flatMap((ring) =>
      ['search-segments', 'files'].flatMap((purpose) => [1, 2].map((version) => ring.derive(purpose, version))),
    );
    expect(new Set(derived.map((one) => one.export().toString('hex'))).size).toBe(8);
    expect(a.derive('files')).toBe(a.derive('files'));
  });

  it('shows no key when printed', () => {
    const bytes = randomBytes(32);
    const ring = new OrgKeyring(newId(), [{ version: 1, key: createSecretKey(bytes) }]);
    ring.seal(AT, Buffer.from('x'));
    const shown = inspect(ring, { depth: 9, showHidden: true }) + JSON.stringify(ring);
    expect(shown).not.toContain(bytes.toString('hex'));
    expect(Object.keys(ring).sort()).toEqual(['currentVersion', 'mayBeNewer', 'orgId']);
  });
});

describe('NoncePool', () => {
  it('hands out each nonce once over many refills', () => {
    const pool = new NoncePool(64);
    const seen = new Set<string>();
    const nonce = Buffer.alloc(NONCE_BYTES);
    for (let n = 0; n < 100_000; n += 1) {
      pool.take(nonce, 0);
      seen.add(nonce.toString('latin1'));
    }
    expect(seen.size).toBe(100_000);
  });
});
