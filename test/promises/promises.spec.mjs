import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { promiseIds } from './promise-ids.mjs';
import { tally } from './tally.mjs';

const register = JSON.parse(readFileSync(new URL('../../docs/promises.json', import.meta.url), 'utf8'));

describe('the register of promises', () => {
  it('lists all 176, each once, and says of each who keeps it', () => {
    const ids = register.map((promise) => promise.id);
    expect(ids).toHaveLength(176);
    expect(new Set(ids).size).toBe(176);
    for (const promise of register) {
      expect(promise.text.length).toBeGreaterThan(10);
      expect(['product', 'operator']).toContain(promise.kind);
      if (promise.kind === 'operator') expect(promise.productChecks.length).toBeGreaterThan(10);
    }
  });

  it('reads ids out of a test name, each once', () => {
    expect(promiseIds('sign-in [I-26] and [M-16] again [I-26]')).toEqual(['I-26', 'M-16']);
    expect(promiseIds('I-26 without brackets, [X-01], [I-1]')).toEqual([]);
  });

  it('calls a promise failing as soon as one of its tests fails', () => {
    const promises = ['I-01', 'I-02', 'I-03', 'I-04'].map((id) => ({ id, text: id, kind: id === 'I-04' ? 'operator' : 'product' }));
    const test = (id, passed) => ({ ids: [id], name: `[${id}] x`, file: 'x.spec.ts', passed });
    const suites = { main: [test('I-01', true), test('I-02', true), test('I-99', true)], browser: [test('I-02', false)] };
    const result = tally(promises, { run: 'r', at: 'now', suites });
    expect(result.promises.map((promise) => promise.state)).toEqual(['shown', 'failing', 'nothing', 'operator']);
    expect(result.unknownIds).toEqual(['I-99']);
    expect(result.counts).toEqual({ total: 4, shown: 1, failing: 1, operator: 1, nothing: 1 });
  });
});
