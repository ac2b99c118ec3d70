import { describe, expect, it } from '@jest/globals';
import { networksIn, networksProblem } from './networks.js';
import { keyText } from './text.js';

describe('networks typed for a key', () => {
  it('are read one a line, with commas and spaces forgiven', () => {
    expect(networksIn(' 203.0.113.0/24,\n2001:db8::/32 \n\n')).toEqual(['203.0.113.0/24', '2001:db8::/32']);
    expect(networksIn('  \n')).toEqual([]);
  });

  it.each([
    ['203.0.113.0/24', null],
    ['203.0.113.9/32', null],
    ['10.0.0.0/8', null],
    ['0.0.0.0/0', null],
    ['2001:db8::/32', null],
    ['::1/128', null],
    ['203.0.113.9/24', keyText.hostBits('203.0.113.9/24', '203.0.113.0/24')],
    ['203.0.113.200/26', keyText.hostBits('203.0.113.200/26', '203.0.113.192/26')],
    ['172.20.1.0/12', keyText.hostBits('172.20.1.0/12', '172.16.0.0/12')],
    ['203.0.113.9', keyText.unmasked('203.0.113.9', '203.0.113.9/32')],
    ['::1', keyText.unmasked('::1', '::1/128')],
    ['300.1.1.0/24', keyText.malformed('300.1.1.0/24')],
    ['10.0.0.0/33', keyText.malformed('10.0.0.0/33')],
    ['office', keyText.malformed('office')],
  ])('%s', (network, problem) => {
    expect(networksProblem([network])).toBe(problem);
  });

  it('are twenty at most', () => {
    expect(networksProblem(Array.from({ length: 21 }, () => '10.0.0.0/8'))).toBe(keyText.tooMany);
  });
});
