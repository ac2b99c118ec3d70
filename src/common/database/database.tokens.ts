/** Injection token of the identity login's `PlainDatabase`. */
export const IDENTITY_DATABASE = Symbol('IdentityDatabase');

/** Injection token of the jobs login's `PlainDatabase`. */
export const JOBS_DATABASE = Symbol('JobsDatabase');
