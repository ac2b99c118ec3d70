import { describe, expect, it } from '@jest/globals';
import { assuranceBy, stageOf } from './connection.js';
import { domainOf, isForAnybody, normaliseDomain, recordName, recordValue } from './domain-name.js';

describe('a domain', () => {
  it('is read as the DNS knows it', () => {
    expect(normaliseDomain(' @Wattlebird.COM.au. ')).toBe('wattlebird.com.au');
    expect(normaliseDomain('bücher.example')).toBe('xn--bcher-kva.example');
    expect(recordName('wattlebird.com.au')).toBe('_ironbark.wattlebird.com.au');
    expect(recordValue('abc')).toBe('ironbark-verify=abc');
  });

  it.each(['', 'localhost', '127.0.0.1', 'a..b', '-a.com', 'a.com/x', 'a b.com', 'a.1', `${'a'.repeat(64)}.com`, 'a_b.com'])(
    'is not %p',
    (text) => {
      expect(normaliseDomain(text)).toBeUndefined();
    },
  );

  it.each(['gmail.com', 'outlook.com', 'bigpond.com', 'com.au', 'vic.gov.au', 'co.nz'])(
    'that everybody has, like %s, is nobody’s to claim',
    (domain) => {
      expect(isForAnybody(domain)).toBe(true);
    },
  );

  it('of an address is what stands after its one @', () => {
    expect(domainOf('Priya@Wattlebird.example')).toBe('wattlebird.example');
    for (const odd of [
      'a@b.example@c.example',
      '"a@b.example"@c.example',
      'a@b.example, c@d.example',
      '<a@b.example>',
      'a @b.example',
      'b.example',
      '@b.example',
    ])
      expect({ odd, domain: domainOf(odd) }).toEqual({ odd, domain: undefined });
  });
});

describe('what a provider says of how it asked', () => {
  it('counts as two factors only in words that mean it', () => {
    for (const methods of [['pwd', 'mfa'], ['hwk'], ['pwd', 'otp'], ['http://schemas.microsoft.com/claims/multipleauthn']])
      expect({ methods, assurance: assuranceBy('claims', methods) }).toEqual({ methods, assurance: 2 });
    for (const methods of [
      [],
      ['pwd'],
      ['otp'],
      ['sms'],
      ['MFA'],
      ['mfa '],
      ['pwd', 'pin'],
      ['urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport'],
    ])
      expect({ methods, assurance: assuranceBy('claims', methods) }).toEqual({ methods, assurance: 1 });
  });

  it('counts always or never where the practice says so, and never as a passkey', () => {
    expect(assuranceBy('always', [])).toBe(2);
    expect(assuranceBy('never', ['mfa', 'hwk'])).toBe(1);
  });
});

describe('a connection', () => {
  it('is announced before its date and required from it', () => {
    const at = new Date('2026-02-03T00:00:00Z');
    expect(stageOf({ state: 'on', enforcedFrom: at }, new Date('2026-02-02T23:59:59Z'))).toBe('announced');
    expect(stageOf({ state: 'on', enforcedFrom: at }, at)).toBe('required');
    expect(stageOf({ state: 'tested', enforcedFrom: null }, at)).toBe('tested');
  });
});
