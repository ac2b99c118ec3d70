import type { components } from './schema.js';

type Schemas = components['schemas'];

/** Who is signed in, to which practice, since when. */
export type Me = Schemas['MeDto'];
/** Somebody who works in the practice. */
export type Member = Schemas['MemberDto'];
/** A team of the practice. */
export type Team = Schemas['TeamDto'];
/** What a magic link or a typed code led to. */
export type Redeemed = Schemas['RedeemedDto'];
