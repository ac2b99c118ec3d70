import { describe, expect, it } from '@jest/globals';
import { entryNames } from './entry-names.js';

describe('names of entries of an archive', () => {
  it('are never a path, never alike on any system, and keep their ending', () => {
    expect(entryNames(['../a.pdf', 'A.pdf', 'a.pdf', 'C:\\b', '...', 'x. '])).toEqual([
      '.._a.pdf',
      'A.pdf',
      'a (2).pdf',
      'C__b',
      'document',
      'x',
    ]);
  });

  it('are cut to what every system takes, between characters, and stay apart', () => {
    const long = `${'👨‍👩‍👧‍👦'.repeat(200)}.pdf`;
    const names = entryNames([long, long]);
    for (const name of names) {
      expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
      expect(name).toMatch(/^(👨‍👩‍👧‍👦)+( \(2\))?\.pdf$/u);
    }
    expect(new Set(names).size).toBe(2);
  });
});
