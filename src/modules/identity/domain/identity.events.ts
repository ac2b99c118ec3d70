/** A sealed message waits in `identity.mail`. */
export const MAIL_QUEUED = 'identity.mail_queued.v1';

/** Payload of {@link MAIL_QUEUED}. */
export type MailQueued = { mailId: string };

/** An account was locked by its owner: one event for each of its practices, which puts it on record. */
export const ACCOUNT_LOCKED = 'identity.account_locked.v1';

/** Payload of {@link ACCOUNT_LOCKED}. */
export type AccountLocked = { accountId: string; memberId: string };
