import { describe, expect, it } from '@jest/globals';
import { applied, beyond, changesBetween, fromBits, noAccess, together, turn } from './model.js';

const none = noAccess();
const reader = { scope: 'team' as const, switches: turn(none.switches, 'clients', 'read', true) };
const editor = { scope: 'assigned' as const, switches: turn(none.switches, 'clients', 'update', true) };

describe('switches', () => {
  it('turn reading on with any act, and everything off with reading', () => {
    expect(editor.switches.clients).toEqual({ read: true, create: false, update: true, delete: false });
    expect(turn(editor.switches, 'clients', 'read', false).clients).toEqual(none.switches.clients);
  });

  it('add up: the widest scope and every act', () => {
    const sum = together([reader, editor]);
    expect(sum.scope).toBe('team');
    expect(sum.switches.clients.update).toBe(true);
    expect(together([])).toEqual(none);
  });

  it('are told apart by what is gained and what is lost', () => {
    expect(changesBetween(reader, editor)).toEqual([
      { what: 'scope', direction: 'down' },
      { what: 'clients', direction: 'up' },
    ]);
    expect(changesBetween(reader, reader)).toEqual([]);
  });

  it('beyond one’s own are named', () => {
    expect(beyond(editor, reader)).toEqual({ scope: false, switches: ['clients:update'] });
    expect(beyond(reader, none).scope).toBe(true);
  });

  it('after a preview are what it said', () => {
    const after = applied(reader, { scope: null, switches: ['clients:update'] }, { scope: 'team', switches: [] }, 'assigned');
    expect(after).toEqual(editor);
  });

  it('are read from the masks of the history', () => {
    expect(fromBits({ modules: 513, updates: 1 })).toEqual(turn(editor.switches, 'team_management', 'read', true));
  });
});
