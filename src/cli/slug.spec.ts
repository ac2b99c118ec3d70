import { describe, expect, it } from '@jest/globals';
import { slugOf } from './slug.js';

describe('the slug of a practice', () => {
  it('keeps letters without their accents', () => {
    expect(slugOf('Centre Médical Élan')).toBe('centre-medical-elan');
    expect(slugOf('Nguyễn & Phạm Lawyers')).toBe('nguyen-pham-lawyers');
    expect(slugOf('  —  ')).toBe('practice');
    expect(slugOf(`${'a'.repeat(59)} b`)).toBe('a'.repeat(59));
  });
});
