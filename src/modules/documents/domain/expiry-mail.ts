import type { Mail } from '../../../common/mail/mail.js';
import { plainMail } from '../../../common/mail/plain-mail.js';

/** How long before a document expires somebody is reminded, days. */
export const EXPIRY_STEPS = [60, 30, 7] as const;

/** Reminds somebody of documents that expire; it names no document, no client and no date. */
export function documentsExpireMail(to: string, count: number, step: number, page: string): Mail {
  const what = count === 1 ? 'A document' : `${count} documents`;
  const verb = count === 1 ? 'expires' : 'expire';
  return plainMail(to, `${what} on file ${verb} soon`, [
    `${what} that you look after ${verb} within ${step} days, such as a passport, a visa or a check.`,
    'Sign in to see which, and ask for the next one in time. What is no longer needed can be archived: archived documents are not mentioned again.',
    page,
  ]);
}
