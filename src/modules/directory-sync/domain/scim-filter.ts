import { isObject, valueOf, withoutSchema, type ScimObject, type ScimValue } from './resource.js';
import { ScimRefused } from './scim.errors.js';

/** Whether a resource is meant. */
export type Predicate = (resource: ScimObject) => boolean;

/** A filter as read. */
export interface Filter {
  test: Predicate;
  /** Set when the filter asks for one value of one attribute and nothing else: a lookup will do. */
  exactly: { attribute: string; value: string } | null;
}

const LONGEST = 2000;
const DEEPEST = 20;
const TOKEN = /\s*(?:("(?:[^"\\]|\\.)*")|([()[\]])|([^\s()[\]"]+))/y;
const COMPARE = new Set(['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le']);
/** Attributes whose case counts (RFC 7643, caseExact). */
const EXACT_CASE = new Set(['id', 'externalid', 'members.value', 'groups.value', 'value']);

/**
 * Reads a filter (RFC 7644, 3.4.2.2): comparisons, `pr`, `and`, `or`, `not`, grouping and value paths.
 * @throws ScimRefused invalidFilter
 */
export function readFilter(text: string): Filter {
  if (text.length > LONGEST) throw invalid();
  const reader = new FilterReader(tokens(text));
  const test = reader.whole();
  return { test, exactly: reader.exactly() };
}

function tokens(text: string): string[] {
  const found: string[] = [];
  TOKEN.lastIndex = 0;
  const whole = text.trimEnd();
  while (TOKEN.lastIndex < whole.length) {
    const match = TOKEN.exec(whole);
    if (!match) throw invalid();
    found.push(match[1] ?? match[2] ?? match[3]!);
  }
  return found;
}

/** Reads by descent: `or` binds least, then `and`, then `not`. */
class FilterReader {
  private at = 0;
  private depth = 0;
  private comparisons: { attribute: string; operator: string; value: ScimValue }[] = [];

  constructor(private readonly tokens: readonly string[]) {}

  whole(): Predicate {
    const test = this.or();
    if (this.at < this.tokens.length) throw invalid();
    return test;
  }

  exactly(): Filter['exactly'] {
    const [only] = this.comparisons;
    if (this.tokens.length !== 3 || only?.operator !== 'eq' || typeof only.value !== 'string') return null;
    return { attribute: only.attribute.toLowerCase(), value: only.value };
  }

  private or(): Predicate {
    if (++this.depth > DEEPEST) throw invalid();
    const terms = [this.and()];
    while (this.word('or')) terms.push(this.and());
    this.depth--;
    return (resource) => terms.some((term) => term(resource));
  }

  private and(): Predicate {
    const terms = [this.term()];
    while (this.word('and')) terms.push(this.term());
    return (resource) => terms.every((term) => term(resource));
  }

  private term(): Predicate {
    if (this.word('not')) {
      const inner = this.grouped();
      return (resource) => !inner(resource);
    }
    return this.tokens[this.at] === '(' ? this.grouped() : this.attribute();
  }

  private grouped(): Predicate {
    this.symbol('(');
    const inner = this.or();
    this.symbol(')');
    return inner;
  }

  private attribute(): Predicate {
    const path = withoutSchema(this.next());
    if (!/^[A-Za-z][\w$-]*(?:\.[A-Za-z][\w$-]*)?$/.test(path)) throw invalid();
    if (this.tokens[this.at] === '[') {
      this.symbol('[');
      const inner = this.or();
      this.symbol(']');
      return (resource) => many(valueOf(resource, path)).some((value) => isObject(value) && inner(value));
    }
    const operator = this.next().toLowerCase();
    if (operator === 'pr') return (resource) => valuesAt(resource, path).some(isPresent);
    if (!COMPARE.has(operator)) throw invalid();
    const value = literal(this.next());
    this.comparisons.push({ attribute: path, operator, value });
    const exact = EXACT_CASE.has(path.toLowerCase());
    return (resource) => {
      const values = valuesAt(resource, path);
      if (operator === 'ne') return values.every((held) => !compares(held, 'eq', value, exact));
      return values.some((held) => compares(held, operator, value, exact));
    };
  }

  private word(text: string): boolean {
    if (this.tokens[this.at]?.toLowerCase() !== text) return false;
    this.at++;
    return true;
  }

  private symbol(text: string): void {
    if (this.tokens[this.at++] !== text) throw invalid();
  }

  private next(): string {
    const token = this.tokens[this.at++];
    if (token === undefined || /^[()[\]]$/.test(token)) throw invalid();
    return token;
  }
}

/** Values of a path: every one of a multi-valued attribute, and of its sub-attribute. */
export function valuesAt(resource: ScimObject, path: string): ScimValue[] {
  const [name = '', part] = path.split('.');
  const values = many(valueOf(resource, name));
  if (part === undefined) return values.flatMap((value) => (isObject(value) && 'value' in value ? [value['value']!] : [value]));
  return values.flatMap((value) => (isObject(value) ? many(valueOf(value, part)) : []));
}

function many(value: ScimValue | undefined): ScimValue[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

function isPresent(value: ScimValue): boolean {
  return value !== null && value !== '' && !(isObject(value) && Object.keys(value).length === 0);
}

function compares(held: ScimValue, operator: string, wanted: ScimValue, exact: boolean): boolean {
  if (typeof held === 'string' && typeof wanted === 'string') {
    const [a, b] = exact ? [held, wanted] : [held.toLowerCase(), wanted.toLowerCase()];
    return inOrder(operator, a < b ? -1 : a > b ? 1 : 0, () => textMatch(operator, a, b));
  }
  if (typeof held === 'number' && typeof wanted === 'number') return inOrder(operator, held - wanted, () => false);
  return operator === 'eq' && held === wanted;
}

function textMatch(operator: string, held: string, wanted: string): boolean {
  if (operator === 'co') return held.includes(wanted);
  return operator === 'sw' ? held.startsWith(wanted) : operator === 'ew' && held.endsWith(wanted);
}

function inOrder(operator: string, order: number, otherwise: () => boolean): boolean {
  if (operator === 'eq') return order === 0;
  if (operator === 'gt') return order > 0;
  if (operator === 'ge') return order >= 0;
  if (operator === 'lt') return order < 0;
  return operator === 'le' ? order <= 0 : otherwise();
}

function literal(token: string): ScimValue {
  if (token.startsWith('"')) {
    try {
      return JSON.parse(token) as string;
    } catch {
      throw invalid();
    }
  }
  // Entra writes True and False.
  if (/^(true|false)$/i.test(token)) return token.toLowerCase() === 'true';
  if (/^null$/i.test(token)) return null;
  if (/^-?\d+(\.\d+)?$/.test(token)) return Number(token);
  throw invalid();
}

function invalid(): ScimRefused {
  return new ScimRefused(400, 'The filter cannot be read.', 'invalidFilter');
}
