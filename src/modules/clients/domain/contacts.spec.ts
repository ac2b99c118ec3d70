import { describe, expect, it } from '@jest/globals';
import { addressWarnings, formatPhone, phoneKey, readEmail } from './contacts.js';
import { FieldErrors } from './field-errors.js';

const email = (text: string): string | null => readEmail(text, 'email', new FieldErrors());
const address = (state: string | null, postcode: string | null, country = 'AU') =>
  ({ kind: 'home', line1: '1 Karri Way', line2: null, suburb: 'Somewhere', state, postcode, country, freeform: null }) as const;

describe('contacts', () => {
  it.each([
    ['Priya@Wattlebird.Example', 'Priya@wattlebird.example'],
    ['a.b+c@mail.example', 'a.b+c@mail.example'],
    ["o'neill@mail.example", "o'neill@mail.example"],
    ['ha@bücher.example', 'ha@xn--bcher-kva.example'],
  ])('accept the address %s as %s', (written, value) => expect(email(written)).toBe(value));

  it.each([
    'plain',
    '@mail.example',
    'a@b',
    'a@mail..example',
    'a..b@mail.example',
    '.a@mail.example',
    'Ha <ha@mail.example>',
    'a@mail.example, b@mail.example',
    'a b@mail.example',
    `${'a'.repeat(65)}@mail.example`,
    `a@${'b'.repeat(250)}.example`,
    'a@mail.example\u0000',
    'a@-mail.example',
    'a@1.2.3.4',
    'mailto:a@mail.example/x@y',
  ])('refuse the address %s', (written) => expect(email(written)).toBeNull());

  it.each([
    ['0491 570 156', '+61491570156'],
    ['(02) 5550 1188', '+61255501188'],
    ['+61 491 570 156', '+61491570156'],
    ['0011 44 20 7946 0958', '+442079460958'],
    ['+84 91 234 56 78', '+84912345678'],
    ['13 11 14', '+61131114'],
  ])('read the phone number %s as %s', (written, value) => expect(phoneKey(written)).toBe(value));

  it.each(['000', '0491 57', 'call 0491570156', '0491 570 156 ext 3', '5550 1188', '+999 123 456 789', '', '٠٤٩١٥٧٠١٥٦'])(
    'refuse the phone number %s',
    (written) => {
      expect(phoneKey(written)).toBeNull();
    },
  );

  it('write numbers as Australians do', () => {
    expect([formatPhone('+61491570156'), formatPhone('+61255501188'), formatPhone('+442079460958')]).toEqual([
      '0491 570 156',
      '(02) 5550 1188',
      '+44 20 7946 0958',
    ]);
  });

  it('only warn of a postcode of another state, and know border and large-volume ones', () => {
    const warned = (state: string | null, postcode: string | null, country = 'AU') =>
      addressWarnings(address(state, postcode, country), 'addresses.0').map((warning) => warning.field);
    expect(warned('NSW', '3000')).toEqual(['addresses.0.postcode']);
    expect(warned('New South Wales', '2000')).toEqual(['addresses.0.state']);
    expect(warned('NSW', '20000')).toEqual(['addresses.0.postcode']);
    for (const [state, postcode] of [
      ['ACT', '2612'],
      ['ACT', '2912'],
      ['NSW', '2620'],
      ['NT', '0872'],
      ['SA', '0872'],
      ['VIC', '8001'],
      ['QLD', '9726'],
      ['WA', '6000'],
      ['TAS', '7000'],
    ] as const) {
      expect(warned(state, postcode)).toEqual([]);
    }
    expect(warned('Bavaria', '80331', 'DE')).toEqual([]);
  });
});
