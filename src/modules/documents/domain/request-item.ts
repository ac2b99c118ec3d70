/** Where one item of a checklist stands. */
export const ITEM_STATES = ['requested', 'uploaded', 'reviewed', 'approved', 'rejected', 'not_applicable'] as const;
export type ItemState = (typeof ITEM_STATES)[number];

/** Who moves an item: somebody of the practice, or the client through the door. */
export type ItemMover = 'practice' | 'client';

/** Where the practice may move an item from each state. A rejected item is open to the client again. */
const BY_PRACTICE: Readonly<Record<ItemState, readonly ItemState[]>> = {
  requested: ['not_applicable'],
  uploaded: ['reviewed', 'approved', 'rejected', 'not_applicable'],
  reviewed: ['approved', 'rejected', 'not_applicable'],
  approved: ['reviewed', 'rejected'],
  rejected: ['requested', 'reviewed', 'not_applicable'],
  not_applicable: ['requested'],
};

/** The client answers what is asked, and adds to what nobody has looked at yet; never judges, never undoes a judgement. */
const BY_CLIENT: Readonly<Record<ItemState, readonly ItemState[]>> = {
  requested: ['uploaded'],
  uploaded: ['uploaded'],
  reviewed: [],
  approved: [],
  rejected: ['uploaded'],
  not_applicable: [],
};

/** Whether an item may be moved so. */
export function mayMove(by: ItemMover, from: ItemState, to: ItemState): boolean {
  return (by === 'practice' ? BY_PRACTICE : BY_CLIENT)[from].includes(to);
}
