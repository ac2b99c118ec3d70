import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { SCHEMA, type ScimObject } from '../domain/resource.js';
import { readFilter, type Filter } from '../domain/scim-filter.js';
import { writeGroup } from '../domain/scim-group.js';
import { writeUser } from '../domain/scim-user.js';
import { noSuchResource, ScimRefused } from '../domain/scim.errors.js';
import { DirectoryRepository, type DirectoryGroup, type DirectoryUser } from '../persistence/directory.repository.js';

/** Most resources on a page, and how many there are when nothing is said. */
export const MOST_ON_PAGE = 200;
const USUAL_ON_PAGE = 100;

/** What is asked of a list (RFC 7644, 3.4.2). */
export interface ListRequest {
  filter: Filter | null;
  /** From 1. */
  startIndex: number;
  count: number;
  withoutMembers: boolean;
}

/** Reads what is asked of a list. @throws ScimRefused invalidFilter, invalidValue */
export function readListRequest(query: Readonly<Record<string, unknown>>): ListRequest {
  const one = (name: string): string | null => {
    const value = query[name];
    if (value === undefined || value === '') return null;
    if (typeof value !== 'string') throw new ScimRefused(400, `Give ${name} once.`, 'invalidValue');
    return value;
  };
  const number = (name: string, usual: number): number => {
    const text = one(name);
    if (text === null) return usual;
    if (!/^-?\d{1,9}$/.test(text)) throw new ScimRefused(400, `${name} must be a whole number.`, 'invalidValue');
    return Number(text);
  };
  const filter = one('filter');
  return {
    filter: filter === null ? null : readFilter(filter),
    // Below 1 is 1, and below 0 is 0 (RFC 7644, 3.4.2.4).
    startIndex: Math.max(1, number('startIndex', 1)),
    count: Math.min(Math.max(0, number('count', USUAL_ON_PAGE)), MOST_ON_PAGE),
    withoutMembers: (one('excludedAttributes') ?? '').toLowerCase().split(',').includes('members'),
  };
}

/** People of the directory's, as a list response. */
export async function listUsers(tx: TenantTransaction, request: ListRequest, base: string): Promise<ScimObject> {
  const directory = await DirectoryRepository.in(tx);
  const wanted = request.filter?.exactly;
  const users =
    wanted?.attribute === 'externalid' ? await byIds(directory, await directory.usersByExternalId(wanted.value)) : await directory.users();
  tx.audit({
    action: 'read',
    subject: { kind: 'directory', id: null },
    fields: ['users'],
    recordIds: users.map(({ id }) => id).slice(0, MOST_ON_PAGE),
  });
  return page(
    users.map((user) => userResource(user, base)),
    request,
  );
}

/** Groups of the directory's, as a list response. */
export async function listGroups(tx: TenantTransaction, request: ListRequest, base: string): Promise<ScimObject> {
  const directory = await DirectoryRepository.in(tx);
  const groups = await directory.groups(true);
  const names = request.withoutMembers
    ? new Map<string, string>()
    : await directory.names([...new Set(groups.flatMap((group) => group.memberIds))]);
  tx.audit({
    action: 'read',
    subject: { kind: 'directory', id: null },
    fields: ['groups'],
    recordIds: groups.map(({ id }) => id).slice(0, MOST_ON_PAGE),
  });
  const answer = page(
    groups.map((group) => groupResource(group, names, base)),
    request,
  );
  if (request.withoutMembers) for (const group of answer['Resources'] as ScimObject[]) delete group['members'];
  return answer;
}

/** One person. @throws ScimRefused 404 */
export async function readUserResource(tx: TenantTransaction, id: string, base: string): Promise<ScimObject> {
  const user = await (await DirectoryRepository.in(tx)).user(id);
  if (!user) throw noSuchResource();
  tx.audit({ action: 'read', subject: { kind: 'member', id }, fields: ['directory'] });
  return userResource(user, base);
}

/** One group. @throws ScimRefused 404 */
export async function readGroupResource(tx: TenantTransaction, id: string, base: string): Promise<ScimObject> {
  const directory = await DirectoryRepository.in(tx);
  const group = await directory.group(id);
  if (!group) throw noSuchResource();
  tx.audit({ action: 'read', subject: { kind: 'team', id }, fields: ['directory'], recordIds: group.memberIds });
  return groupResource(group, await directory.names(group.memberIds), base);
}

/** A person as a resource. */
export function userResource(user: DirectoryUser, base: string): ScimObject {
  return { ...writeUser(user.id, user), meta: meta('User', user, base) };
}

/** A group as a resource. */
export function groupResource(group: DirectoryGroup, names: ReadonlyMap<string, string>, base: string): ScimObject {
  return { ...writeGroup(group.id, group, names), meta: meta('Group', group, base) };
}

function meta(
  resourceType: 'User' | 'Group',
  { id, createdAt, changedAt, version }: DirectoryUser | DirectoryGroup,
  base: string,
): ScimObject {
  return {
    resourceType,
    created: createdAt.toISOString(),
    lastModified: changedAt.toISOString(),
    version: `W/"${version}"`,
    location: `${base}/${resourceType}s/${id}`,
  };
}

async function byIds(directory: DirectoryRepository, ids: readonly string[]): Promise<DirectoryUser[]> {
  const found = await Promise.all(ids.map(async (id) => directory.user(id)));
  return found.filter((user) => user !== undefined);
}

function page(resources: readonly ScimObject[], { filter, startIndex, count }: ListRequest): ScimObject {
  const meant = filter ? resources.filter(filter.test) : resources;
  const shown = meant.slice(startIndex - 1, startIndex - 1 + count);
  return { schemas: [SCHEMA.list], totalResults: meant.length, startIndex, itemsPerPage: shown.length, Resources: [...shown] };
}
