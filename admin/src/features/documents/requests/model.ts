import type { Category } from '../model.js';

/** Where one item of a checklist stands. */
export type ItemState = 'requested' | 'uploaded' | 'reviewed' | 'approved' | 'rejected' | 'not_applicable';

/** A document that came in answer. */
export interface Answer {
  id: string;
  name: string;
  state: 'arriving' | 'filed' | 'archived' | 'removed';
  problem: string | null;
  bytes: number;
  createdAt: string;
}

/** One line of a checklist. */
export interface RequestItem {
  id: string;
  label: string;
  hint: string | null;
  category: Category | null;
  state: ItemState;
  reason: string | null;
  changedAt: string;
  version: number;
  documents: Answer[];
}

/** A request for documents. */
export interface DocumentRequest {
  id: string;
  clientId: string;
  title: string;
  message: string | null;
  to: { email: string; name: string | null };
  madeBy: { id: string; name: string };
  state: 'open' | 'sent' | 'closed' | 'over';
  dueOn: string | null;
  createdAt: string;
  until: string;
  sentAt: string | null;
  lastSeenAt: string | null;
  items: RequestItem[];
  counts: Record<ItemState, number>;
}

/** One thing to ask for. */
export interface NewItem {
  label: string;
  hint?: string;
  category?: Category;
}

/** What to ask a client for. */
export interface NewRequest {
  clientId: string;
  title: string;
  message?: string;
  email: string;
  name?: string;
  dueOn?: string;
  items: NewItem[];
}

/** Most items that are asked for at once. */
export const MOST_AT_ONCE = 40;

/** Where the practice may move an item from each state, the likeliest first; as the service has it. */
const STEPS: Readonly<Record<ItemState, readonly ItemState[]>> = {
  requested: ['not_applicable'],
  uploaded: ['approved', 'rejected', 'reviewed', 'not_applicable'],
  reviewed: ['approved', 'rejected', 'not_applicable'],
  approved: ['rejected', 'reviewed'],
  rejected: ['requested', 'reviewed', 'not_applicable'],
  not_applicable: ['requested'],
};

/** Where an item may be moved. Nothing is asked again of a client whose link is dead. */
export function stepsFrom(item: ItemState, request: DocumentRequest['state']): readonly ItemState[] {
  const asksAgain = (to: ItemState): boolean => to === 'rejected' || to === 'requested';
  return request === 'closed' ? STEPS[item].filter((to) => !asksAgain(to)) : STEPS[item];
}

/**
 * Where an item goes when a step is taken back; null when no way leads back. A decision on what nobody had marked as looked at
 * is taken back to looked at, undecided: whoever decided has looked.
 */
export function wayBack(from: ItemState, to: ItemState): ItemState | null {
  if (STEPS[to].includes(from) && from !== 'rejected') return from;
  return from === 'uploaded' && to !== 'reviewed' && STEPS[to].includes('reviewed') ? 'reviewed' : null;
}

/** Whether a day has passed that something was asked for by. What is closed or wholly there is late no more. */
export function isOverdue({ dueOn, state, counts }: DocumentRequest, today: string): boolean {
  return dueOn !== null && dueOn < today && state !== 'closed' && counts.requested + counts.rejected > 0;
}
