import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { RegistryCountries, registryCountries } from './registry-country.js';

const scratch = mkdtempSync(join(tmpdir(), 'ironbark-countries-'));
afterAll(() => rmSync(scratch, { recursive: true }));

describe('the country that a network is registered in', () => {
  it.each([
    ['1.1.1.1', 'AU'],
    ['8.8.8.8', 'US'],
    ['::ffff:8.8.8.8', 'US'],
    ['2001:200::1', 'AU'],
    ['2001:4860:4860::8888', 'US'],
    ['2001:2::5', 'JP'],
  ])('[I-31] of %s is %s', async (address, country) => {
    expect(await registryCountries.find(address)).toBe(country);
  });

  it.each(['127.0.0.1', '10.1.2.3', '192.168.0.9', '::1', 'fe80::1%eth0', 'fd00::1', '::ffff:127.0.0.1'])(
    'of %s is nobody’s: this machine or a private network',
    async (address) => {
      expect(await registryCountries.find(address)).toBe('private');
    },
  );

  it.each([null, '', 'nonsense', '240.0.0.1', '4000::1'])('of %p is not known', async (address) => {
    expect(await registryCountries.find(address)).toBeNull();
  });

  it('takes less than 8 MB', async () => {
    const bytes = await registryCountries.size();
    expect(bytes).toBeGreaterThan(1_000_000);
    expect(bytes).toBeLessThan(8_000_000);
  });

  it.each([
    ['is missing', undefined],
    ['is empty', ''],
    ['is cut', '16777216,16777471,AU\n16777472,1677'],
    ['is something else', '<html>\n</html>\n'],
    ['runs backwards', '16777471,16777216,AU\n'],
  ])('is not known where the file %s, and nothing fails', async (_what, content) => {
    if (content !== undefined) writeFileSync(join(scratch, 'geo-whois-asn-country-ipv4-num.csv'), content);
    const countries = new RegistryCountries(scratch);
    expect(await countries.find('1.1.1.1')).toBeNull();
    expect(await countries.find('127.0.0.1')).toBe('private');
  });
});
