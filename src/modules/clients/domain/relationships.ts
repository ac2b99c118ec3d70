import type { Clock } from '../../../common/clock/clock.js';
import { readDate, todayIn } from './calendar.js';
import { ClientInvalid } from './client.errors.js';
import { FieldErrors } from './field-errors.js';
import { NAME_LIMIT, readChoice, readText } from './text.js';

/**
 * What the other one is to this client: a `parent` row on a child's file names the parent. `sponsored_by` is the other side
 * of `sponsor`: the other one is sponsored by this client.
 */
export type RelationshipKind =
  | 'partner'
  | 'parent'
  | 'child'
  | 'sibling'
  | 'sponsor'
  | 'sponsored_by'
  | 'guardian'
  | 'ward'
  | 'referrer'
  | 'gp'
  | 'employer'
  | 'employee'
  | 'other';

const INVERSE: Readonly<Record<RelationshipKind, RelationshipKind>> = {
  partner: 'partner',
  parent: 'child',
  child: 'parent',
  sibling: 'sibling',
  sponsor: 'sponsored_by',
  sponsored_by: 'sponsor',
  guardian: 'ward',
  ward: 'guardian',
  referrer: 'other',
  gp: 'other',
  employer: 'employee',
  employee: 'employer',
  other: 'other',
};

/** Every {@link RelationshipKind}. */
export const RELATIONSHIP_KINDS = Object.keys(INVERSE) as readonly RelationshipKind[];

/** A relationship as it is stored on one client's file: to another client, or to somebody outside by name. */
export interface RelationshipValues {
  readonly kind: RelationshipKind;
  readonly otherClientId: string | null;
  readonly otherName: string | null;
  readonly note: string | null;
  readonly since: string | null;
}

/** A relationship as somebody sends it. */
export type RelationshipInput = { readonly [Field in keyof RelationshipValues]?: unknown };

/** What this client is to the other one. */
export function inverseRelationship(kind: RelationshipKind): RelationshipKind {
  return INVERSE[kind];
}

/**
 * Checks a relationship of a client: exactly one of another client's id and a name, and never the client itself.
 * @throws ClientInvalid naming every refused field at once.
 */
export function readRelationship(input: RelationshipInput, clientId: string, clock: Clock, timeZone?: string): RelationshipValues {
  const errors = new FieldErrors();
  const kind = readChoice<RelationshipKind, null>(input.kind, 'kind', RELATIONSHIP_KINDS, null, errors);
  if (kind === null && !errors.any) errors.add('kind', 'required', 'Say what the other one is to this client.');
  const otherClientId = readText(input.otherClientId, 'otherClientId', { max: 36 }, errors);
  const otherName = readText(input.otherName, 'otherName', { max: NAME_LIMIT, name: true }, errors);
  const note = readText(input.note, 'note', { max: 500, multiline: true }, errors);
  const since = readDate(input.since, 'since', { notAfter: todayIn(clock, timeZone) }, errors);
  if (otherClientId === clientId) errors.add('otherClientId', 'not_allowed', 'Choose another client: this is the same one.');
  if (!errors.any && (otherClientId === null) === (otherName === null)) {
    errors.add('otherName', 'required', 'Choose another client or give a name, one of the two.');
  }
  if (kind === null || errors.any) throw new ClientInvalid(errors.list);
  return { kind, otherClientId, otherName, note, since };
}
