import { describe, expect, it } from '@jest/globals';
import { ITEM_STATES, mayMove } from './request-item.js';

const movesOf = (by: 'practice' | 'client') =>
  ITEM_STATES.flatMap((from) => ITEM_STATES.filter((to) => mayMove(by, from, to)).map((to) => `${from} > ${to}`));

describe('an item of a checklist', () => {
  it('is answered by the client while it is asked for, waits or was rejected, and at no other time', () => {
    expect(movesOf('client')).toEqual(['requested > uploaded', 'uploaded > uploaded', 'rejected > uploaded']);
  });

  it('is judged by the practice only after something was uploaded, and never said to be uploaded by it', () => {
    const moves = movesOf('practice');
    expect(moves.filter((move) => move.endsWith('> uploaded'))).toEqual([]);
    expect(moves.filter((move) => move.startsWith('requested'))).toEqual(['requested > not_applicable']);
    expect(moves.filter((move) => move.endsWith('> approved'))).toEqual(['uploaded > approved', 'reviewed > approved']);
  });
});
