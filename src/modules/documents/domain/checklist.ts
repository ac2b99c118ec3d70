import type { ItemCard } from './request.js';

/** Most checklists that a practice keeps. */
export const MOST_CHECKLISTS = 60;

/** What a practice usually asks for, by name: the beginning of a request. */
export interface Checklist {
  /** As colleagues know it. */
  readonly name: string;
  /** As the client reads it above the list. */
  readonly title: string;
  readonly items: readonly Omit<ItemCard, 'reason'>[];
}
