/** A SCIM value: JSON. */
export type ScimValue = string | number | boolean | null | ScimValue[] | { [name: string]: ScimValue };

/** A resource, or a complex value within one. */
export type ScimObject = { [name: string]: ScimValue };

/** Schemas of RFC 7643, section 8.7, and messages of RFC 7644. */
export const SCHEMA = {
  user: 'urn:ietf:params:scim:schemas:core:2.0:User',
  group: 'urn:ietf:params:scim:schemas:core:2.0:Group',
  list: 'urn:ietf:params:scim:api:messages:2.0:ListResponse',
  error: 'urn:ietf:params:scim:api:messages:2.0:Error',
  patch: 'urn:ietf:params:scim:api:messages:2.0:PatchOp',
  config: 'urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig',
  resourceType: 'urn:ietf:params:scim:schemas:core:2.0:ResourceType',
  schema: 'urn:ietf:params:scim:schemas:core:2.0:Schema',
} as const;

/** Whether a value is a complex one. */
export function isObject(value: unknown): value is ScimObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The name under which an attribute stands: attribute names compare without regard to case (RFC 7643, 2.1). */
export function keyOf(object: ScimObject, name: string): string | undefined {
  const wanted = name.toLowerCase();
  return Object.keys(object).find((key) => key.toLowerCase() === wanted);
}

/** The value of an attribute, whatever the case of its name. */
export function valueOf(object: ScimObject, name: string): ScimValue | undefined {
  const key = keyOf(object, name);
  return key === undefined ? undefined : object[key];
}

/** A path without the schema that it may begin with: `urn:…:User:userName` is `userName`. */
export function withoutSchema(path: string): string {
  const schema = [SCHEMA.user, SCHEMA.group].find((urn) => path.toLowerCase().startsWith(`${urn.toLowerCase()}:`));
  return schema === undefined ? path : path.slice(schema.length + 1);
}
