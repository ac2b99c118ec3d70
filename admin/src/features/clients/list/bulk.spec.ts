import { describe, expect, it } from '@jest/globals';
import type { ClientCard } from '../record/model.js';
import { inParts, meantFor, reverse } from './bulk.js';

function card(id: string, over: Partial<ClientCard> = {}): ClientCard {
  return {
    id,
    fileNumber: id,
    kind: 'person',
    displayName: id,
    legalName: { family: id, given: '', familyFirst: false },
    preferredName: null,
    formerNames: [],
    dateOfBirth: null,
    status: 'current',
    teamId: null,
    practitionerId: null,
    lastActivityAt: '2026-11-22T00:00:00.000Z',
    version: 1,
    ...over,
  };
}

describe('acts on many clients', () => {
  it('archives what is not archived, and restores what is', () => {
    const clients = [card('a'), card('b', { status: 'archived' })];
    expect(meantFor('archive', clients).map(({ id }) => id)).toEqual(['a']);
    expect(meantFor('restore', clients).map(({ id }) => id)).toEqual(['b']);
    expect(meantFor('assign', clients)).toHaveLength(2);
  });

  it('goes in parts that the service takes', () => {
    const ids = Array.from({ length: 401 }, (_, at) => ({ id: `${at}`, version: 1 }));
    const parts = inParts({ action: 'archive', ids });
    expect(parts.map((part) => part.ids.length)).toEqual([200, 200, 1]);
    expect(parts.flatMap((part) => part.ids)).toEqual(ids);
  });

  it('takes an archiving back for those that were archived, with the versions it gave them', () => {
    const command = {
      action: 'archive' as const,
      ids: [
        { id: 'a', version: 1 },
        { id: 'b', version: 1 },
      ],
    };
    const results = [
      { id: 'a', ok: true, version: 2 },
      { id: 'b', ok: false, code: 'clients.changed_meanwhile', version: 5 },
    ];
    expect(reverse(command, [card('a'), card('b')], results)).toEqual([{ action: 'restore', ids: [{ id: 'a', version: 2 }] }]);
  });

  it('gives clients back to whom each of them belonged', () => {
    const before = [card('a', { practitionerId: 'p', teamId: 't' }), card('b'), card('c', { practitionerId: 'p' })];
    const results = before.map(({ id }) => ({ id, ok: true, version: 2 }));
    expect(reverse({ action: 'assign', practitionerId: 'q', ids: [] }, before, results)).toEqual([
      {
        action: 'assign',
        practitionerId: 'p',
        ids: [
          { id: 'a', version: 2 },
          { id: 'c', version: 2 },
        ],
      },
      { action: 'assign', practitionerId: null, ids: [{ id: 'b', version: 2 }] },
    ]);
  });
});
