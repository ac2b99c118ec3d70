import { describe, expect, it } from '@jest/globals';
import { assuranceAsked, assuranceOf, otpauthUri, stepOfCode, timeStep, typedSecret } from './factor.js';
import { newRecoveryCodes, normaliseRecoveryCode } from './recovery-codes.js';

/** The secret of RFC 6238, appendix B. */
const SECRET = Buffer.from('12345678901234567890');
const at = (seconds: number) => new Date(seconds * 1000);

describe('codes of an authenticator app', () => {
  it('are those of RFC 6238, appendix B, cut to six digits', () => {
    for (const [seconds, code] of [
      [59, '287082'],
      [1111111109, '081804'],
      [1111111111, '050471'],
      [1234567890, '005924'],
      [2000000000, '279037'],
      [20000000000, '353130'],
    ] as const) {
      expect(stepOfCode(SECRET, code, at(seconds))).toBe(timeStep(at(seconds)));
    }
  });

  it('[ASVS 6.5.8] are taken for their own step and the one after it, never before their time', () => {
    expect(stepOfCode(SECRET, '287082', at(30))).toBe(1);
    expect(stepOfCode(SECRET, '287082', at(89))).toBe(1);
    expect(stepOfCode(SECRET, '287082', at(90))).toBeUndefined();
    expect(stepOfCode(SECRET, '287082', at(29))).toBeUndefined();
  });

  it.each(['', '28708', '2870820', 'abcdef', '２８７０８２'])('takes no %p', (code) => {
    expect(stepOfCode(SECRET, code, at(59))).toBeUndefined();
  });

  it('are set up by an address that names product and account', () => {
    expect(typedSecret(SECRET)).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ');
    const uri = new URL(otpauthUri(SECRET, 'priya@wattlebird.example'));
    expect(uri.host).toBe('totp');
    expect(decodeURIComponent(uri.pathname)).toBe('/Ironbark:priya@wattlebird.example');
    expect(uri.searchParams.get('secret')).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ');
  });
});

describe('recovery codes', () => {
  it('[ASVS 6.5.4] come in tens, all different, and are taken however they are typed', () => {
    const codes = newRecoveryCodes();
    expect(new Set(codes).size).toBe(10);
    const [first] = codes as [string];
    expect(first).toMatch(/^[2-9A-HJ-NP-Z]{4}(-[2-9A-HJ-NP-Z]{4}){2}$/);
    expect(normaliseRecoveryCode(` ${first.toLowerCase().replaceAll('-', ' ')} `)).toBe(first.replaceAll('-', ''));
    expect(normaliseRecoveryCode('too-short')).toBeUndefined();
  });
});

describe('assurance', () => {
  it('of a proof meets what a practice asks for', () => {
    expect(assuranceOf('totp')).toBeGreaterThanOrEqual(assuranceAsked('required'));
    expect(assuranceOf('recovery')).toBeLessThan(assuranceAsked('passkey'));
    expect(assuranceOf('passkey')).toBeGreaterThanOrEqual(assuranceAsked('passkey'));
    expect(assuranceAsked('optional')).toBe(1);
  });
});
