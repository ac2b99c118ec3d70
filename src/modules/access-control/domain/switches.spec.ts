import { describe, expect, it } from '@jest/globals';
import { ALL_MODULES, MODULES } from '../../../common/database/principal.js';
import { InvalidInput } from '../../../common/errors.js';
import { gained, holdsAll, isNothing, MODULE_NAMES, NO_ACCESS, together, toMatrix, toSwitches, type Access } from './switches.js';

const READ = { create: false, read: true, update: false, delete: false };

function access(values: Partial<Access>): Access {
  return { ...NO_ACCESS, ...values };
}

function refusedFields(matrix: unknown): [string, string][] {
  try {
    toSwitches(matrix);
  } catch (error) {
    if (error instanceof InvalidInput) return error.fieldErrors.map(({ field, code }) => [field, code]);
    throw error;
  }
  return [];
}

describe('switches', () => {
  it('are the same as bits and as a matrix, for each module and act alone', () => {
    for (const name of MODULE_NAMES) {
      for (const field of ['creates', 'updates', 'deletes'] as const) {
        const bits = { modules: MODULES[name], creates: 0, updates: 0, deletes: 0, [field]: MODULES[name] };
        expect(toSwitches(toMatrix(bits))).toEqual(bits);
      }
    }
    const everything = { modules: ALL_MODULES, creates: ALL_MODULES, updates: ALL_MODULES, deletes: ALL_MODULES };
    expect(toSwitches(toMatrix(everything))).toEqual(everything);
  });

  it('are off where nothing is said', () => {
    expect(toSwitches({})).toEqual({ modules: 0, creates: 0, updates: 0, deletes: 0 });
    expect(toSwitches({ clients: { read: true } })).toEqual({ modules: 1, creates: 0, updates: 0, deletes: 0 });
  });

  it('name everything wrong at once: unknown modules and acts, values that are not yes or no, acts without read', () => {
    expect(
      refusedFields({
        kitchen: READ,
        clients: { ...READ, fly: true },
        cases: { read: 'yes' },
        billing: { read: false, update: true, delete: true },
        reports: null,
        invoices: 1,
      }),
    ).toEqual([
      ['switches.kitchen', 'unknown'],
      ['switches.clients.fly', 'unknown'],
      ['switches.cases.read', 'malformed'],
      ['switches.billing', 'needs_read'],
      ['switches.reports', 'malformed'],
      ['switches.invoices', 'malformed'],
    ]);
  });

  it('do not take names from what every object has', () => {
    expect(refusedFields(JSON.parse('{"constructor":{"read":true},"__proto__":{"read":true},"clients":{"toString":true}}'))).toEqual([
      ['switches.constructor', 'unknown'],
      ['switches.__proto__', 'unknown'],
      ['switches.clients.toString', 'unknown'],
    ]);
  });

  it('are a set of modules and nothing else', () => {
    for (const wrong of [null, undefined, [], 'clients', 7]) expect(refusedFields(wrong)).toEqual([['switches', 'malformed']]);
    expect(refusedFields({ clients: [true] })).toEqual([['switches.clients.0', 'unknown']]);
  });
});

describe('access', () => {
  it('adds up to the widest scope and every switch of any grant', () => {
    const sum = together([
      access({ scope: 'team', modules: 3, creates: 1 }),
      access({ scope: 'assigned', modules: 4, updates: 4 }),
      access({ scope: 'team', modules: 8, deletes: 8 }),
    ]);
    expect(sum).toEqual({ scope: 'team', modules: 15, creates: 1, updates: 4, deletes: 8 });
    expect(together([])).toEqual(NO_ACCESS);
  });

  it('gains exactly what was not there, and a scope only when it is wider', () => {
    const before = access({ scope: 'team', modules: MODULES.clients | MODULES.billing, updates: MODULES.billing });
    const after = access({ scope: 'all', modules: MODULES.clients | MODULES.cases, creates: MODULES.cases });
    expect(gained(before, after)).toEqual({ scope: 'all', switches: ['cases:read', 'cases:create'] });
    expect(gained(after, before)).toEqual({ scope: null, switches: ['billing:read', 'billing:update'] });
    expect(isNothing(gained(before, before))).toBe(true);
  });

  it('is held when nothing of it is missing: neither reach nor a single act', () => {
    const own = access({ scope: 'team', modules: 3, creates: 3, updates: 1 });
    expect(holdsAll(own, own)).toBe(true);
    expect(holdsAll(own, access({ scope: 'assigned', modules: 1, updates: 1 }))).toBe(true);
    expect(holdsAll(own, access({ scope: 'all' }))).toBe(false);
    expect(holdsAll(own, access({ modules: 3, updates: 2 }))).toBe(false);
    expect(holdsAll(own, access({ modules: 1, deletes: 1 }))).toBe(false);
  });
});
