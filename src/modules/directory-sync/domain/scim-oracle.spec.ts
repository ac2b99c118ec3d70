import { describe, expect, it } from '@jest/globals';
import { scimPatch, type ScimPatchOperation, type ScimResource } from 'scim-patch';
import { filter, parse } from 'scim2-parse-filter';
import { applyPatch, readOperations } from './scim-patch.js';
import type { ScimObject } from './resource.js';
import { readFilter } from './scim-filter.js';

/** A generator with a seed, so that a failure is found again. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.trunc((state / 2 ** 32) * below);
  };
}

const NAMES = ['ada', 'grace', 'joan', 'mary', 'an'];

function person(next: (below: number) => number): ScimObject {
  const name = NAMES[next(NAMES.length)]!;
  return {
    userName: `${name}@practice.example`,
    displayName: name,
    active: next(2) === 0,
    name: { givenName: name, familyName: NAMES[next(NAMES.length)]! },
    emails: [{ value: `${name}@practice.example`, type: ['work', 'home'][next(2)]! }],
    ...(next(2) === 0 && { title: 'registrar' }),
  };
}

function condition(next: (below: number) => number, depth: number): string {
  const pick = <T>(list: readonly T[]): T => list[next(list.length)]!;
  if (depth > 0 && next(3) === 0) return `(${condition(next, depth - 1)} ${pick(['and', 'or'])} ${condition(next, depth - 1)})`;
  if (depth > 0 && next(6) === 0) return `not (${condition(next, depth - 1)})`;
  if (next(6) === 0) return `${pick(['title', 'displayName', 'externalId'])} pr`;
  if (next(6) === 0) return `active eq ${pick(['true', 'false'])}`;
  if (next(6) === 0) return `emails[type eq "${pick(['work', 'home'])}" and value co "${pick(NAMES)}"]`;
  return `${pick(['displayName', 'name.givenName', 'name.familyName', 'userName'])} ${pick(['eq', 'co', 'sw', 'ew'])} "${pick(NAMES)}"`;
}

describe('filters', () => {
  it('mean what an independent implementation says they mean, over a thousand random ones', () => {
    const next = random(7644);
    for (let round = 0; round < 1000; round++) {
      const text = condition(next, 3);
      const resource = person(next);
      expect({ text, resource, meant: readFilter(text).test(resource) }).toEqual({ text, resource, meant: filter(parse(text))(resource) });
    }
  });
});

describe('patches', () => {
  it('leave what an independent implementation leaves, over five hundred random ones', () => {
    const next = random(3521);
    const pick = <T>(list: readonly T[]): T => list[next(list.length)]!;
    for (let round = 0; round < 500; round++) {
      const members = Array.from({ length: next(5) }, (_member, index) => ({ value: `m${index}` }));
      const resource: ScimObject = { schemas: ['x'], displayName: 'group', members, name: { givenName: 'a', familyName: 'b' } };
      const operations = Array.from({ length: 1 + next(3) }, () =>
        pick<ScimPatchOperation>([
          { op: 'add', path: 'members', value: [{ value: `m${next(7)}` }] },
          { op: 'replace', path: 'members', value: [{ value: `m${next(7)}` }] },
          { op: 'replace', path: 'displayName', value: pick(NAMES) },
          { op: 'replace', path: 'name.givenName', value: pick(NAMES) },
          { op: 'replace', value: { displayName: pick(NAMES) } },
          ...(members.length > 0 ? [{ op: 'remove' as const, path: 'members[value eq "m0"]' }] : []),
        ]),
      );
      const once =
        operations.filter(({ op }) => op === 'remove').length <= 1 &&
        !operations.some(({ op, path }) => op === 'replace' && path === 'members');
      if (!once) continue;
      const ours = applyPatch(resource, readOperations({ Operations: structuredClone(operations) as never }));
      const theirs = scimPatch(structuredClone(resource) as unknown as ScimResource, structuredClone(operations), { mutateDocument: true });
      expect({ operations, left: sorted(ours) }).toEqual({ operations, left: sorted(theirs as unknown as ScimObject) });
    }
  });
});

/** Members have no order and each is one (the other adds again whoever is there); a resource without members is one with none. */
function sorted(resource: ScimObject): ScimObject {
  const members = (resource['members'] ?? []) as { value: string }[];
  return { ...resource, members: [...new Set(members.map(({ value }) => value))].sort() };
}
