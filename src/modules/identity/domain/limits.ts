/** What is limited, and for whom. */
export type LimitKind = keyof typeof LIMITS;

/** How many attempts go through at once, and how many an hour wear off. */
export interface Limit {
  free: number;
  perHour: number;
}

/**
 * Limits of the doors (promise I-30, ASVS 6.1.1). The attempt that uses up what is free puts its bucket to rest for a
 * minute, each one after it for twice as long, a quarter of an hour at most; an attempt that turns out right is given back.
 *
 * Nobody is locked out by somebody else: a browser that signed in to the account before uses the `device` buckets alone,
 * which no stranger fills; passkeys are never refused when they are right; and of the others the network's bucket is the
 * first to rest, so what one network tries beyond it is counted against no account.
 */
export const LIMITS = {
  /** Asking for links: from one network; with one address from one network; with one address from anywhere. */
  'ask:network': { free: 120, perHour: 120 },
  'ask:pair': { free: 5, perHour: 10 },
  'ask:address': { free: 15, perHour: 10 },
  'ask:device': { free: 10, perHour: 20 },
  /** Six digits of a link that was opened elsewhere. A request bears five by itself. */
  'code:network': { free: 20, perHour: 20 },
  'code:address': { free: 10, perHour: 1 },
  'code:device': { free: 10, perHour: 2 },
  /** Codes of apps and recovery codes, once the mailbox is shown. */
  'proof:network': { free: 20, perHour: 20 },
  'proof:account': { free: 10, perHour: 2 },
  'proof:organisation': { free: 100, perHour: 100 },
  'proof:device': { free: 10, perHour: 2 },
  /** Links and passkeys that are none: nobody can guess one, so only what is wrong is counted, and only where it comes from. */
  'link:network': { free: 20, perHour: 20 },
  'passkey:network': { free: 20, perHour: 20 },
  /** Notices of one kind to one account: one an hour. */
  notice: { free: 1, perHour: 1 },
} as const satisfies Record<string, Limit>;

/** One thing that is limited: the address, account, organisation, device or network, as the bucket's key is made of it. */
export interface Limited {
  kind: LimitKind;
  subject: string;
}
