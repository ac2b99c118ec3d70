/** Where a share stands. */
export const SHARE_STATES = ['waiting', 'open', 'over', 'ended'] as const;
export type ShareState = (typeof SHARE_STATES)[number];

/** Whom a share is for, sealed. */
export interface ShareCard {
  /** Null for a colleague. */
  email: string | null;
  name: string | null;
  message: string | null;
}

/** What a share's state follows from. */
export interface ShareTimes {
  memberId: string | null;
  until: Date | null;
  closesAt: Date | null;
  endedAt: Date | null;
}

/** `waiting` to be opened; `open` for the hour from then, or for a colleague; `over` when hour or days are; `ended` by the practice. */
export function shareState({ memberId, until, closesAt, endedAt }: ShareTimes, now: Date): ShareState {
  if (endedAt !== null) return 'ended';
  if (memberId !== null) return 'open';
  if (closesAt !== null) return closesAt > now ? 'open' : 'over';
  return until !== null && until > now ? 'waiting' : 'over';
}
