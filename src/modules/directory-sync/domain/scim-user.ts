import { isObject, valueOf, SCHEMA, type ScimObject, type ScimValue } from './resource.js';
import { ScimRefused } from './scim.errors.js';

/** What a directory says of a person, as far as it is kept. */
export interface UserFields {
  /** The address that they sign in with. */
  userName: string;
  externalId: string | null;
  givenName: string;
  familyName: string;
  displayName: string;
  title: string;
  active: boolean;
}

const LIMITS = { userName: 254, externalId: 200, givenName: 120, familyName: 120, displayName: 120, title: 120 } as const;
const ADDRESS = /^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>"]+$/;

/** Reads a user resource, whole as it is after a PUT, POST or PATCH. @throws ScimRefused invalidValue naming the attribute */
export function readUser(resource: unknown): UserFields {
  if (!isObject(resource)) throw new ScimRefused(400, 'Send a user resource.', 'invalidSyntax');
  const name = valueOf(resource, 'name');
  const parts = isObject(name) ? name : {};
  const userName = text(resource, 'userName', LIMITS.userName).toLowerCase();
  if (!ADDRESS.test(userName))
    throw new ScimRefused(400, 'userName must be the email address that the person signs in with.', 'invalidValue');
  const givenName = text(parts, 'givenName', LIMITS.givenName);
  const familyName = text(parts, 'familyName', LIMITS.familyName);
  const displayName =
    text(resource, 'displayName', LIMITS.displayName) ||
    `${givenName} ${familyName}`.trim() ||
    text(parts, 'formatted', LIMITS.displayName) ||
    userName.split('@')[0]!;
  return {
    userName,
    externalId: text(resource, 'externalId', LIMITS.externalId) || null,
    givenName,
    familyName,
    displayName,
    title: text(resource, 'title', LIMITS.title),
    active: flag(valueOf(resource, 'active')),
  };
}

/** A user as a resource, without what the server adds. */
export function writeUser(id: string, fields: UserFields): ScimObject {
  const { userName, externalId, givenName, familyName, displayName, title, active } = fields;
  const formatted = `${givenName} ${familyName}`.trim() || displayName;
  return {
    schemas: [SCHEMA.user],
    id,
    ...(externalId !== null && { externalId }),
    userName,
    name: { ...(givenName && { givenName }), ...(familyName && { familyName }), formatted },
    displayName,
    ...(title && { title }),
    emails: [{ value: userName, type: 'work', primary: true }],
    active,
  };
}

/** Entra writes "False" and "True" as text. Nothing said is true. */
function flag(value: ScimValue | undefined): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value === 'boolean') return value;
  if (typeof value === 'string' && /^(true|false)$/i.test(value)) return value.toLowerCase() === 'true';
  throw new ScimRefused(400, 'active must be true or false.', 'invalidValue');
}

function text(object: ScimObject, name: string, limit: number): string {
  const value = valueOf(object, name);
  if (value === undefined || value === null) return '';
  // A line break or a NUL in a name would go on into mail headers and logs.
  // oxlint-disable-next-line no-control-regex
  if (typeof value !== 'string' || value.length > limit || /[\u0000-\u001f\u007f]/.test(value)) {
    throw new ScimRefused(400, `${name} must be one line of at most ${limit} characters.`, 'invalidValue');
  }
  return value.normalize('NFC').trim();
}
