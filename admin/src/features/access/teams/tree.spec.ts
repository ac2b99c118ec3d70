import { describe, expect, it } from '@jest/globals';
import type { TeamLine } from '../requests.js';
import { treeOf, withBelow } from './tree.js';

const team = (id: string, parentId: string | null): TeamLine => ({
  id,
  name: id,
  parentId,
  defaultTemplateId: null,
  memberIds: [],
  clients: 0,
});

describe('the tree of teams', () => {
  const teams = [team('c', 'b'), team('a', null), team('b', 'a'), team('d', null)];

  it('stands parents before children, by name', () => {
    expect(treeOf(teams).map(({ team: { id }, level }) => `${level}${id}`)).toEqual(['0a', '1b', '2c', '0d']);
  });

  it('shows a circle rather than hiding it', () => {
    expect(treeOf([team('x', 'y'), team('y', 'x')]).map(({ team: { id } }) => id)).toEqual(['x', 'y']);
  });

  it('knows what lies below', () => {
    expect(withBelow(teams, 'a')).toEqual(new Set(['a', 'b', 'c']));
  });
});
