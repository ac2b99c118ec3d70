/** Where the directory's routes begin, as resources name it. */
export const SCIM_BASE = Symbol('ScimBase');
