import { describe, expect, it } from '@jest/globals';
import { newId } from '../ids.js';
import { SealedCodec } from './sealed-codec.js';
import { Sealed, SealedRow, sealedRegistry } from './sealed.js';
import { randomKeyring } from './testing/random-keyring.js';

@SealedRow('codec_client')
class ClientSealed {
  @Sealed({ group: 'card' }) legalName!: { family: string; given: string };
  @Sealed({ group: 'card' }) dateOfBirth!: string | null;
  @Sealed({ group: 'details' }) gender!: string | null;
}

const CARD = { legalName: { family: 'Nguyễn', given: 'Thị Hoa' }, dateOfBirth: '1990-02-28' };
const VALUES = { ...CARD, gender: null };
const codec = new SealedCodec();

describe('SealedCodec', () => {
  const ring = randomKeyring();
  const id = newId();

  it('[F-09] seals each group into one column, and opens the row again', () => {
    const sealed = codec.seal(ring, ClientSealed, id, VALUES);
    expect(Object.keys(sealed)).toEqual(['card', 'details']);
    expect(Buffer.concat(Object.values(sealed)).includes('Nguyễn')).toBe(false);
    expect(codec.open(ring, ClientSealed, id, sealed)).toEqual(VALUES);
  });

  it('seals and opens one group alone', () => {
    const sealed = codec.seal(ring, ClientSealed, id, CARD);
    expect(Object.keys(sealed)).toEqual(['card']);
    expect(codec.openSome(ring, ClientSealed, id, sealed)).toEqual(CARD);
    expect(() => codec.open(ring, ClientSealed, id, sealed)).toThrow('column "details" is missing');
  });

  it('refuses half a group: the rest of it would be lost', () => {
    expect(() => codec.seal(ring, ClientSealed, id, { legalName: CARD.legalName })).toThrow('dateOfBirth is missing');
    expect(() => codec.seal(ring, ClientSealed, id, {})).toThrow('nothing to seal');
  });

  it('refuses a field, column or class it does not know, and a column without an envelope', () => {
    const unknown = { ...VALUES, notes: 'in the clear?' };
    expect(() => codec.seal(ring, ClientSealed, id, unknown)).toThrow('does not seal notes');
    const sealed = codec.seal(ring, ClientSealed, id, VALUES);
    expect(() => codec.openSome(ring, ClientSealed, id, { notes: sealed.card! })).toThrow('no sealed column "notes"');
    expect(() => codec.open(ring, ClientSealed, id, { ...sealed, card: null as unknown as Buffer })).toThrow('no envelope');
    class Plain {}
    expect(() => codec.seal(ring, Plain, id, {})).toThrow('Plain is not a @SealedRow');
  });

  it('opens nothing that was swapped between rows or groups', () => {
    const sealed = codec.seal(ring, ClientSealed, id, VALUES);
    const broken = expect.objectContaining({ code: 'crypto.seal_broken' });
    expect(() => codec.open(ring, ClientSealed, newId(), sealed)).toThrow(broken);
    const swapped = { card: sealed.details!, details: sealed.card! };
    expect(() => codec.open(ring, ClientSealed, id, swapped)).toThrow(broken);
  });

  it('answers a field added later with its declared value, and refuses one without', () => {
    @SealedRow('codec_later')
    class Later {
      @Sealed({ group: 'card' }) name!: string;
      @Sealed({ group: 'card', absent: [] }) formerNames!: string[];
    }
    const at = { table: 'codec_later', column: 'card', rowId: id };
    const early = { card: ring.sealJson(at, { name: 'Ana' }) };
    expect(codec.open(ring, Later, id, early)).toEqual({ name: 'Ana', formerNames: [] });
    const other = { card: ring.sealJson(at, { formerNames: [] }) };
    expect(() => codec.open(ring, Later, id, other)).toThrow('was sealed without name');
  });
});

describe('the registry of sealed columns', () => {
  it('lists every group of every class', () => {
    expect(sealedRegistry().filter(({ table }) => table === 'codec_client')).toEqual([
      {
        table: 'codec_client',
        column: 'card',
        group: 'card',
        fields: [{ name: 'legalName' }, { name: 'dateOfBirth' }],
      },
      { table: 'codec_client', column: 'details', group: 'details', fields: [{ name: 'gender' }] },
    ]);
  });

  it('refuses a second description of one column, and a class that seals nothing', () => {
    class Again {
      @Sealed({ group: 'card' }) legalName!: string;
    }
    expect(() => SealedRow('codec_client')(Again)).toThrow('codec_client.card is already described by ClientSealed');
    class Nothing {}
    expect(() => SealedRow('codec_nothing')(Nothing)).toThrow('no @Sealed property');
  });
});
