import { displayName } from './client.js';
import type { ClientCardValues } from './client.js';

/** One name a client can be found by, and which one it is. */
export interface SearchName {
  readonly field: 'name' | 'preferred' | 'former';
  readonly text: string;
}

/** What the sealed search keeps of a client's names, before it normalises them (accents, case, word order). */
export interface SearchEntry {
  readonly names: readonly SearchName[];
  /** What "sort by name" compares, before normalising: family name, then given names. */
  readonly sortKey: string;
}

/** The names a client can be found by: legal, preferred, every former one. */
export function searchEntry(card: ClientCardValues): SearchEntry {
  const names: SearchName[] = [{ field: 'name', text: displayName(card.legalName) }];
  if (card.preferredName !== null) names.push({ field: 'preferred', text: card.preferredName });
  for (const former of card.formerNames) names.push({ field: 'former', text: displayName(former) });
  const { family, given } = card.legalName;
  return { names, sortKey: given === '' ? family : `${family}, ${given}` };
}
