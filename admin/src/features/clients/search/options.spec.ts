import { describe, expect, it } from '@jest/globals';
import type { ClientCard } from '../record/model.js';
import { couldBeName, formerFound, groupsFor, nameFor } from './options.js';
import { recentClients } from './recent.js';

const card = (id: string, over: Partial<ClientCard> = {}): ClientCard => ({
  id,
  fileNumber: `WB-${id}`,
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
});
const shape = (text: string, items: ClientCard[] = [], recent: ClientCard[] = []): Record<string, string[]> =>
  Object.fromEntries(
    groupsFor(text, { items, total: items.length }, recent).map(({ name, options }) => [name, options.map(({ key }) => key)]),
  );

describe('what the search offers', () => {
  it('offers clients opened before, every page and every action while nothing is typed', () => {
    expect(shape(' ', [], [card('a')])).toEqual({
      recent: ['a'],
      pages: ['clients', 'imports', 'team', 'access', 'security', 'rules'],
      actions: ['new', 'import', 'export'],
    });
    expect(shape('')).toEqual({
      pages: ['clients', 'imports', 'team', 'access', 'security', 'rules'],
      actions: ['new', 'import', 'export'],
    });
  });

  it('offers nothing of a module that is off', () => {
    const off = groupsFor('', undefined, [card('a')], (module) => module === 'billing');
    expect(off.map(({ name, options }) => [name, options.map(({ key }) => key)])).toEqual([['pages', ['access', 'security']]]);
    expect(groupsFor('nguy', undefined, [], () => false)).toEqual([]);
  });

  it('offers the clients found, and a new one by that name', () => {
    expect(shape('nguy', [card('a'), card('b')])).toEqual({ clients: ['a', 'b'], actions: ['new'] });
    expect(groupsFor('nguy', undefined, [])[0]?.options[0]).toMatchObject({ command: 'new', label: 'New client named “nguy”' });
  });

  it('finds pages and actions by their words', () => {
    expect(shape('sec')).toEqual({ pages: ['security', 'rules'], actions: ['new'] });
    expect(shape('import')).toEqual({ pages: ['imports'], actions: ['new', 'import'] });
    expect(nameFor('new cl')).toBeNull();
  });

  it('finds the practice’s rules for those who run it, and of them the networks for whoever may read settings', () => {
    const found = (text: string, runs: boolean): string[] =>
      groupsFor(text, undefined, [], (module) => module !== 'clients', false, runs).flatMap(({ options }) => options.map(({ key }) => key));
    expect([found('sso', true), found('scim', true), found('sign-ins', true)]).toEqual([['single-sign-on'], ['directory'], ['sign-ins']]);
    expect([found('sso', false), found('break', false), found('networks', false)]).toEqual([[], [], ['networks']]);
  });

  it('takes numbers and addresses for no name', () => {
    expect(shape('0412 345 678')).toEqual({});
    expect(shape('--')).toEqual({});
    expect([couldBeName('ha@example.com'), couldBeName('王'), nameFor(' Hà ')]).toEqual([false, true, 'Hà']);
  });

  it('shows the former name that was asked for', () => {
    const former = [
      { family: 'Trần', given: 'Anh', familyFirst: true },
      { family: 'Nguyễn', given: 'Anh', familyFirst: false },
    ];
    expect(formerFound(card('a', { formerNames: former }), 'nguyen')).toBe('Anh Nguyễn');
    expect(formerFound(card('a', { formerNames: former }), 'nguyne')).toBe('Trần Anh');
  });
});

describe('clients opened in this tab', () => {
  it('keeps the latest once each, and nothing for another session', () => {
    recentClients.belongTo('one');
    for (const id of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'c']) recentClients.remember(card(id));
    expect(recentClients.all().map(({ id }) => id)).toEqual(['c', 'g', 'f', 'e', 'd', 'b']);
    recentClients.belongTo('two');
    expect(recentClients.all()).toEqual([]);
  });
});
