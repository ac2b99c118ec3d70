import type { components } from '../../../shared/api/schema.js';

type Schemas = components['schemas'];

/** A request for documents. */
export type DocumentRequest = Schemas['RequestDto'];
/** One line of a checklist. */
export type RequestItem = Schemas['RequestItemDto'];
/** Where one item of a checklist stands. */
export type ItemState = RequestItem['state'];
/** A document that came in answer. */
export type Answer = Schemas['AnswerDto'];
/** What to ask a client for. */
export type NewRequest = Schemas['RequestBody'];
/** One thing to ask for. */
export type NewItem = Schemas['ItemBody'];
/** A checklist of the practice's own. */
export type Checklist = Schemas['ChecklistDto'];
/** A checklist to keep. */
export type NewChecklist = Schemas['ChecklistBody'];
/** Another wording of one. */
export type ChecklistChange = Schemas['ChecklistChangeBody'];

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
