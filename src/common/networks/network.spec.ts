import { describe, expect, it } from '@jest/globals';
import { parseAddress } from './address.js';
import { readNetwork, readNetworks } from './network.js';
import { isWithin } from './network-set.js';

describe('an address', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['::FFFF:cb00:7107', '203.0.113.7'],
    ['0:0:0:0:0:ffff:203.0.113.7', '203.0.113.7'],
    ['2001:DB8:0:0::0:1', '2001:db8::1'],
    ['fe80::1%eth0', 'fe80::1'],
    ['::', '::'],
    ['::1', '::1'],
  ])('%s is written %s', (text, written) => {
    expect(parseAddress(text)?.text).toBe(written);
  });

  it.each(['', 'unknown', '203.0.113', '203.0.113.256', '010.0.0.1', '203.0.113.7:443', '[2001:db8::1]', '2001:db8::g', '1,2', '\0'])(
    '%j is none',
    (text) => {
      expect(parseAddress(text)).toBeUndefined();
      expect(isWithin(text, ['203.0.113.0/24', '2001:db8::/32'])).toBe(false);
    },
  );
});

describe('a network', () => {
  it.each([
    ['10.0.0.0/8', '10.0.0.0/8'],
    [' 203.0.113.7 ', '203.0.113.7/32'],
    ['2001:db8:20::/48', '2001:db8:20::/48'],
    ['2001:DB8::1', '2001:db8::1/128'],
    ['::ffff:10.0.0.0/104', '10.0.0.0/8'],
    ['::ffff:203.0.113.7', '203.0.113.7/32'],
  ])('%s is taken as %s', (text, written) => {
    expect(readNetwork(text)).toMatchObject({ text: written });
  });

  it.each([
    ['10.1.2.3/8', { code: 'host_bits', meant: '10.0.0.0/8' }],
    ['2001:db8::1/32', { code: 'host_bits', meant: '2001:db8::/32' }],
    ['::ffff:10.1.2.3/104', { code: 'host_bits', meant: '10.0.0.0/8' }],
    ['::ffff:10.0.0.0/64', { code: 'host_bits', meant: '10.0.0.0/32' }],
    ['0.0.0.0/0', { code: 'everything' }],
    ['::/0', { code: 'everything' }],
    ['::ffff:0:0/96', { code: 'everything' }],
    ['10.1.2.3/0', { code: 'everything' }],
    ['10.0.0.0/33', { code: 'malformed' }],
    ['2001:db8::/129', { code: 'malformed' }],
    ['10.0.0.0/08', { code: 'malformed' }],
    ['10.0.0.0/-1', { code: 'malformed' }],
    ['10.0.0.0/8/8', { code: 'malformed' }],
    ['10.0.0.0/255.0.0.0', { code: 'malformed' }],
    ['fe80::1%eth0/64', { code: 'malformed' }],
    ['the office', { code: 'malformed' }],
    ['', { code: 'malformed' }],
  ])('%s is refused', (text, fault) => {
    expect(readNetwork(text)).toEqual(fault);
  });
});

describe('a list of networks', () => {
  it('names each entry that it does not take, once, and what it repeats', () => {
    const { networks, errors } = readNetworks(
      ['10.0.0.0/8', '10.1.0.0/16', '203.0.113.0/24', '::ffff:203.0.113.0/120', 'x', '2001:db8:1::/48', '2001:db8::/32'],
      (index) => `networks.${index}`,
    );
    expect(networks.map(({ text }) => text)).toEqual(['10.0.0.0/8', '203.0.113.0/24', '2001:db8:1::/48']);
    expect(errors).toEqual([
      { field: 'networks.1', code: 'overlap', message: '10.1.0.0/16 lies inside 10.0.0.0/8. Keep one of them.' },
      { field: 'networks.3', code: 'duplicate', message: '203.0.113.0/24 is in the list twice.' },
      { field: 'networks.4', code: 'malformed', message: 'x is not a network. Write it as CIDR, such as 203.0.113.0/24 or 2001:db8::/32.' },
      { field: 'networks.6', code: 'overlap', message: '2001:db8:1::/48 lies inside 2001:db8::/32. Keep one of them.' },
    ]);
  });

  it('holds what lies in it to the last bit, and keeps the families apart', () => {
    const list = ['203.0.113.64/26', '2001:db8:20::/47'];
    expect(['203.0.113.63', '203.0.113.64', '203.0.113.127', '203.0.113.128'].map((address) => isWithin(address, list))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(['2001:db8:1f:ffff::', '2001:db8:20::', '2001:db8:21:ffff::1', '2001:db8:22::'].map((each) => isWithin(each, list))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(isWithin('::ffff:203.0.113.65', list)).toBe(true);
    // An IPv6 network that would hold the mapping holds no IPv4 address.
    expect(isWithin('203.0.113.7', ['::/1'])).toBe(false);
    expect(isWithin('::ffff:203.0.113.7', ['::/1'])).toBe(false);
    expect(isWithin(null, list)).toBe(false);
    expect(isWithin('203.0.113.65', [])).toBe(false);
  });
});
