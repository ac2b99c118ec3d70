/** A sealed message waits in `identity.mail`. */
export const MAIL_QUEUED = 'identity.mail_queued.v1';

/** Payload of {@link MAIL_QUEUED}. */
export type MailQueued = { mailId: string };
