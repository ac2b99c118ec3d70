/** Injection token of the {@link ObjectStore}. */
export const OBJECT_STORE = Symbol('ObjectStore');
