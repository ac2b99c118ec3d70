import { isId } from '../../../common/ids.js';
import { isObject, valueOf, SCHEMA, type ScimObject } from './resource.js';
import { ScimRefused } from './scim.errors.js';

/** What a directory says of a group. */
export interface GroupFields {
  displayName: string;
  externalId: string | null;
  memberIds: string[];
}

/** Most members named in one request. */
const MOST_MEMBERS = 1000;
const LONGEST_NAME = 120;

/** Reads a group resource. @throws ScimRefused invalidValue naming the attribute */
export function readGroup(resource: unknown): GroupFields {
  if (!isObject(resource)) throw new ScimRefused(400, 'Send a group resource.', 'invalidSyntax');
  const displayName = valueOf(resource, 'displayName');
  if (typeof displayName !== 'string' || displayName.trim() === '' || displayName.length > LONGEST_NAME) {
    throw new ScimRefused(400, `displayName must have 1 to ${LONGEST_NAME} characters.`, 'invalidValue');
  }
  const externalId = valueOf(resource, 'externalId');
  if (externalId !== undefined && externalId !== null && (typeof externalId !== 'string' || externalId.length > 200)) {
    throw new ScimRefused(400, 'externalId must be a text of at most 200 characters.', 'invalidValue');
  }
  const members = valueOf(resource, 'members') ?? [];
  if (!Array.isArray(members) || members.length > MOST_MEMBERS) {
    throw new ScimRefused(400, `members must be a list of at most ${MOST_MEMBERS}.`, 'invalidValue');
  }
  const memberIds = members.map((member) => {
    const id = isObject(member) ? valueOf(member, 'value') : member;
    if (typeof id !== 'string' || !isId(id)) throw new ScimRefused(400, 'Each member is named by the id of a user.', 'invalidValue');
    return id;
  });
  return { displayName: displayName.trim().normalize('NFC'), externalId: externalId || null, memberIds: [...new Set(memberIds)] };
}

/** A group as a resource, without what the server adds. */
export function writeGroup(
  id: string,
  { displayName, externalId, memberIds }: GroupFields,
  names: ReadonlyMap<string, string>,
): ScimObject {
  return {
    schemas: [SCHEMA.group],
    id,
    ...(externalId !== null && { externalId }),
    displayName,
    members: memberIds.map((value) => ({ value, display: names.get(value) ?? '', type: 'User' })),
  };
}
