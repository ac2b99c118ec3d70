import { describe, expect, it } from '@jest/globals';
import { countedNetwork } from './counted-network.js';

describe('the network that an address counts for', () => {
  it.each([
    ['203.0.113.9', '203.0.113.9/32'],
    ['::ffff:203.0.113.9', '203.0.113.9/32'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2:ffff::1', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8::/64'],
    ['::1', '::/64'],
    ['fe80::1%eth0', 'fe80::/64'],
    ['203.0.113.9:4711', 'unknown'],
    [null, 'unknown'],
  ])('[I-30] of %s is %s', (address, network) => {
    expect(countedNetwork(address)).toBe(network);
  });
});
