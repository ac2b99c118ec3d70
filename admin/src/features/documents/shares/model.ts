import type { components } from '../../../shared/api/schema.js';

type Schemas = components['schemas'];

/** A document in somebody's hands. */
export type Share = Schemas['ShareDto'];
/** Where a share stands. */
export type ShareState = Share['state'];
/** Whom to share with, and how. */
export type NewShare = Schemas['ShareBody'];

/** Whom a share is for, in a word. */
export function nameOf({ to }: Share): string {
  return to.name ?? to.email ?? '';
}
