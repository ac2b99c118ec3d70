import { isObject, keyOf, withoutSchema, type ScimObject, type ScimValue } from './resource.js';
import { ScimRefused } from './scim.errors.js';
import { readFilter, type Predicate } from './scim-filter.js';

/** One operation of a PATCH, in one dialect. */
export interface PatchOperation {
  op: 'add' | 'remove' | 'replace';
  path: string | null;
  value: ScimValue | undefined;
}

/** Most operations in one request. */
const MOST = 200;
/** Most values of one attribute: what a resource is read from afterwards has far fewer, and each operation goes through all of them. */
const MOST_VALUES = 5_000;

/**
 * Reads the operations of a PATCH (RFC 7644, 3.5.2) as Okta and Entra send them: `op` in any case, paths that begin with a
 * schema, a missing path with an object of attributes.
 * @throws ScimRefused invalidSyntax
 */
export function readOperations(body: unknown): PatchOperation[] {
  const list = isObject(body) ? body[keyOf(body, 'Operations') ?? ''] : undefined;
  if (!Array.isArray(list) || list.length === 0 || list.length > MOST) throw wrong();
  return list.flatMap((entry) => {
    if (!isObject(entry)) throw wrong();
    const named = entry[keyOf(entry, 'op') ?? ''];
    const op = typeof named === 'string' ? named.toLowerCase() : '';
    if (op !== 'add' && op !== 'remove' && op !== 'replace') throw wrong();
    const given = entry[keyOf(entry, 'path') ?? ''];
    if (given !== undefined && given !== null && typeof given !== 'string') throw wrong();
    const value = entry[keyOf(entry, 'value') ?? ''];
    const path = typeof given === 'string' && given.trim() !== '' ? withoutSchema(given.trim()) : null;
    if (path !== null) return [{ op, path, value }];
    if (op === 'remove') throw new ScimRefused(400, 'Removing needs a path.', 'noTarget');
    if (!isObject(value)) throw wrong();
    // Entra flattens paths into the names of one object: {"name.givenName": "…"}.
    return Object.entries(value).map(([name, inner]) => ({ op, path: withoutSchema(name), value: inner }));
  });
}

/** Applies operations to a resource; the resource given is left as it is. @throws ScimRefused */
export function applyPatch(resource: ScimObject, operations: readonly PatchOperation[]): ScimObject {
  const copy = structuredClone(resource);
  for (const operation of operations) {
    if (Array.isArray(operation.value) && operation.value.length > MOST_VALUES) throw tooMany();
    applyOne(copy, operation);
    if (Object.values(copy).some((held) => Array.isArray(held) && held.length > MOST_VALUES)) throw tooMany();
  }
  return copy;
}

interface Path {
  attribute: string;
  filter: { test: Predicate; text: string } | null;
  part: string | null;
}

const PATH = /^([A-Za-z][\w$-]*)(?:\[(.+)\])?(?:\.([A-Za-z][\w$-]*))?$/s;

function readPath(text: string): Path {
  // Attributes of extensions are kept by nobody here: they are named by a whole address.
  const match = PATH.exec(text);
  if (!match) throw new ScimRefused(400, 'The path cannot be read.', 'invalidPath');
  const [, attribute, filter, part] = match;
  return {
    attribute: attribute!,
    filter: filter === undefined ? null : { test: readFilter(filter).test, text: filter },
    part: part ?? null,
  };
}

function applyOne(resource: ScimObject, { op, path, value }: PatchOperation): void {
  if (path!.toLowerCase().startsWith('urn:') || path!.toLowerCase() === 'schemas') return;
  const { attribute, filter, part } = readPath(path!);
  const key = keyOf(resource, attribute) ?? attribute;
  if (filter) applyToChosen(resource, key, filter, part, op, value);
  else if (part !== null) applyToPart(resource, key, part, op, value);
  else applyToAttribute(resource, key, op, value);
}

function applyToAttribute(resource: ScimObject, key: string, op: PatchOperation['op'], value: ScimValue | undefined): void {
  const held = resource[key];
  if (op === 'remove') {
    // Entra removes members by value: {"op": "Remove", "path": "members", "value": [{"value": "…"}]}.
    if (Array.isArray(held) && value !== undefined && value !== null) resource[key] = without(held, asList(value));
    else delete resource[key];
    return;
  }
  if (value === undefined) throw new ScimRefused(400, 'This operation needs a value.', 'invalidValue');
  if (op === 'add' && Array.isArray(held)) resource[key] = [...held, ...without(asList(value), held)];
  else if (isObject(held) && isObject(value)) resource[key] = { ...held, ...value };
  else resource[key] = Array.isArray(held) && !Array.isArray(value) ? [value] : value;
}

function applyToPart(resource: ScimObject, key: string, part: string, op: PatchOperation['op'], value: ScimValue | undefined): void {
  const held = resource[key];
  const targets = Array.isArray(held) ? held.filter(isObject) : [isObject(held) ? held : {}];
  for (const target of targets) setPart(target, part, op, value);
  if (!Array.isArray(held)) resource[key] = targets[0]!;
}

function applyToChosen(
  resource: ScimObject,
  key: string,
  filter: NonNullable<Path['filter']>,
  part: string | null,
  op: PatchOperation['op'],
  value: ScimValue | undefined,
): void {
  const held = resource[key];
  const list = Array.isArray(held) ? held.filter(isObject) : [];
  const chosen = list.filter(filter.test);
  if (op === 'remove') {
    const gone = new Set(chosen);
    if (part === null) resource[key] = list.filter((one) => !gone.has(one));
    else for (const one of chosen) setPart(one, part, op, value);
    return;
  }
  if (chosen.length === 0) {
    // `emails[type eq "work"].value` of somebody without one: made, as Entra expects.
    const made = madeBy(filter.text);
    if (made === null || value === undefined) throw new ScimRefused(400, 'Nothing is chosen by the path.', 'noTarget');
    chosen.push(made);
    list.push(made);
  }
  for (const one of chosen) {
    if (part !== null) setPart(one, part, op, value);
    else if (isObject(value)) Object.assign(one, value);
    else throw new ScimRefused(400, 'This operation needs an object.', 'invalidValue');
  }
  resource[key] = list;
}

function setPart(target: ScimObject, part: string, op: PatchOperation['op'], value: ScimValue | undefined): void {
  const key = keyOf(target, part) ?? part;
  if (op === 'remove') delete target[key];
  else if (value === undefined) throw new ScimRefused(400, 'This operation needs a value.', 'invalidValue');
  else target[key] = value;
}

function madeBy(filter: string): ScimObject | null {
  const match = /^\s*(\w+)\s+eq\s+("(?:[^"\\]|\\.)*")\s*$/i.exec(filter);
  return match ? { [match[1]!]: JSON.parse(match[2]!) as string } : null;
}

function asList(value: ScimValue): ScimValue[] {
  return Array.isArray(value) ? value : [value];
}

/** The values of a list that another does not hold; complex ones are told apart by their `value`. */
function without(list: readonly ScimValue[], others: readonly ScimValue[]): ScimValue[] {
  const ids = new Set(others.map(idOf));
  return list.filter((one) => !ids.has(idOf(one)));
}

function idOf(value: ScimValue): string {
  const inner = isObject(value) ? value[keyOf(value, 'value') ?? ''] : value;
  return inner === undefined ? JSON.stringify(value) : JSON.stringify(inner);
}

function tooMany(): ScimRefused {
  return new ScimRefused(400, `An attribute has at most ${MOST_VALUES} values.`, 'invalidValue');
}

function wrong(): ScimRefused {
  return new ScimRefused(400, `A PATCH has 1 to ${MOST} operations, each add, remove or replace.`, 'invalidSyntax');
}
