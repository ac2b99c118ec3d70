import { members, names } from '../text.js';

/** What restricting a client says. */
export const restrictionsText = {
  menu: 'Who may open this…',
  title: (name: string) => `Who may open ${name}`,
  open: 'By the usual rules',
  openHint: 'Everybody whose scope reaches this client.',
  private: 'Private: named members only',
  privateHint: 'Nobody else finds or opens it, owners and administrators included.',
  named: 'Members who may open it',
  block: 'Kept out',
  blockHint: 'For a conflict of interest: they never find this client, whatever their scope.',
  addBlock: 'Keep somebody out…',
  reason: 'Why',
  reasonHint: 'Optional. Kept sealed on record.',
  now: 'In force now',
  nowOpen: 'Open by the usual rules',
  nowPrivate: (all: readonly string[]) => `Private to ${names(all)}`,
  nowBlocked: (all: readonly string[]) => `${names(all)} kept out`,
  notYou: 'You are not among them. Once saved you can’t open this client yourself, nor change this.',
  blockYou: 'You are among those kept out. Once saved you can’t open this client yourself, nor change this.',
  noneNamed: 'Name at least one member.',
  both: (all: readonly string[]) => `${names(all)} can’t be named and kept out at once.`,
  leavesPractitioner: (name: string) =>
    `${name} is this client’s practitioner and will no longer find or open it. Name them as well, or give the client to somebody else.`,
  effect: (count: number) => `${members(count)} will be kept out.`,
  save: 'Save',
  cancel: 'Cancel',
  saved: (name: string) => `Who may open ${name} is changed`,
  failed: 'Who may open this couldn’t be read',
} as const;
