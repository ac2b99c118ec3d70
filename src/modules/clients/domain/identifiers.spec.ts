import { describe, expect, it } from '@jest/globals';
import { abnAddsUp, acnAddsUp, ihiAddsUp, luhnAddsUp, medicareAddsUp } from './check-digits.js';
import { ClientInvalid } from './client.errors.js';
import { formatIdentifier, identifierKey, identifierWarnings, maskIdentifier, normaliseIdentifier, readIdentifier } from './identifiers.js';
import type { IdentifierKind } from './identifiers.js';

const codesOf = (input: Parameters<typeof readIdentifier>[0]): string[] => {
  try {
    readIdentifier(input);
    return [];
  } catch (error) {
    if (error instanceof ClientInvalid) return error.fieldErrors.map(({ field, code }) => `${field}: ${code}`);
    throw error;
  }
};

describe('identifiers', () => {
  const good: readonly (readonly [IdentifierKind, string, string, string?])[] = [
    ['medicare', '2123 45670 1', '2123456701'],
    ['medicare', '2123-45670-1 1', '21234567011'],
    ['abn', '51 824 753 556', '51824753556'],
    ['abn', '83914571673', '83914571673'],
    ['acn', '004 085 616', '004085616'],
    ['acn', '010499966', '010499966'],
    ['ihi', '8003 6080 0004 5922', '8003608000045922'],
    ['ndis', '430 123 456', '430123456'],
    ['dva', 'nx 901234', 'NX901234'],
    ['dva', 'QSM12345A', 'QSM12345A'],
    ['passport', 'n1234567', 'N1234567', 'AU'],
    ['passport', 'PA1234567', 'PA1234567', 'AU'],
    ['passport', 'C1234321', 'C1234321', 'VN'],
    ['visa_grant', '0071 3428 8806 2', '0071342888062'],
    ['transaction_reference', 'egopm388kq', 'EGOPM388KQ'],
    ['dha_file', 'bcc2024/123456', 'BCC2024/123456'],
    ['other', ' Student  card 12 ', 'Student card 12'],
  ];
  it.each(good.map(([kind, written, value, country]) => [kind, written, value, country ?? null] as const))(
    'accepts a %s written %s as %s',
    (kind, written, value, country) => {
      expect(readIdentifier({ kind, value: written, country }).value).toBe(value);
    },
  );

  const bad: readonly (readonly [IdentifierKind, string, string, string?])[] = [
    ['medicare', '2123456711', 'wrong_check_digit'],
    ['medicare', '7123456701', 'wrong_format'],
    ['medicare', '21234567010', 'wrong_format'],
    ['medicare', '212345670', 'wrong_format'],
    ['abn', '51824753557', 'wrong_check_digit'],
    ['abn', '01824753556', 'wrong_format'],
    ['acn', '004085617', 'wrong_check_digit'],
    ['acn', 'OO4085616', 'wrong_format'],
    ['ihi', '8003608000045923', 'wrong_check_digit'],
    ['ihi', '8003618000045922', 'wrong_format'],
    ['ndis', '4301234567', 'wrong_format'],
    ['dva', 'XX901234', 'wrong_format'],
    ['passport', 'AB12345', 'wrong_format', 'AU'],
    ['passport', 'PG1234567', 'wrong_format', 'AU'],
    ['passport', 'C123', 'wrong_format', 'VN'],
    ['visa_grant', '007134288806', 'wrong_format'],
    ['abn', '５１８２４７５３５５６', 'wrong_format'],
  ];
  it.each(bad.map(([kind, written, code, country]) => [kind, written, code, country ?? null] as const))(
    'refuses a %s written %s as %s',
    (kind, written, code, country) => {
      expect(codesOf({ kind, value: written, country })).toEqual([`value: ${code}`]);
    },
  );

  it('checks a healthcare identifier by its own prefix, not by Luhn alone', () => {
    expect([luhnAddsUp('8003608000045922'), ihiAddsUp('8003608000045922'), ihiAddsUp('4111111111111111')]).toEqual([true, true, false]);
    expect([medicareAddsUp('abc'), abnAddsUp(''), acnAddsUp('12345678')]).toEqual([false, false, false]);
  });

  it('notices any single mistyped digit of a Medicare stem, an ABN and an IHI (the weights of an ACN cannot)', () => {
    const kinds = [
      ['2123456701', medicareAddsUp, 9],
      ['51824753556', abnAddsUp, 11],
      ['8003608000045922', ihiAddsUp, 16],
    ] as const;
    for (const [number, addsUp, checked] of kinds) {
      for (let at = 0; at < checked; at++) {
        for (const digit of '0123456789') {
          if (digit !== number[at]) expect(addsUp(number.slice(0, at) + digit + number.slice(at + 1))).toBe(false);
        }
      }
    }
  });

  it('warns of an unusual NDIS number and does not block it', () => {
    expect(codesOf({ kind: 'ndis', value: '123456789' })).toEqual([]);
    expect(identifierWarnings('ndis', '123456789').map((warning) => warning.code)).toEqual(['unusual']);
    expect(identifierWarnings('ndis', '430123456')).toEqual([]);
  });

  it('names every bad field at once and never repeats the value', () => {
    expect(codesOf({ kind: 'passport', value: '!!', expiresOn: '2026-02-30', note: 'a\u0000b' })).toEqual([
      'expiresOn: not_a_date',
      'note: control_characters',
      'country: required',
      'value: wrong_format',
    ]);
    expect(codesOf({ kind: 'tfn', value: '123456782' })).toEqual(['kind: not_allowed']);
    expect(codesOf({})).toEqual(['kind: required', 'value: required']);
    expect(() => readIdentifier({ kind: 'abn', value: '51824753557' })).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining('51824753557') }),
    );
  });

  it('shows the last four characters only, and less of a short one', () => {
    expect([maskIdentifier('C1234321'), maskIdentifier('ABC123'), maskIdentifier('12345')]).toEqual(['•••• 4321', '•••• 23', '••••']);
  });

  it('writes a number as it is printed', () => {
    expect([
      formatIdentifier('abn', '51824753556'),
      formatIdentifier('medicare', '21234567011'),
      formatIdentifier('medicare', '2123456701'),
    ]).toEqual(['51 824 753 556', '2123 45670 1 1', '2123 45670 1']);
    expect([formatIdentifier('visa_grant', '0071342888062'), formatIdentifier('passport', 'C1234321')]).toEqual([
      '0071 3428 8806 2',
      'C1234321',
    ]);
  });

  it('finds an identifier however it is typed', () => {
    expect(identifierKey(' bcc2024/123 456')).toBe(identifierKey(normaliseIdentifier('dha_file', 'BCC2024/123456')));
  });
});
