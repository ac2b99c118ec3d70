import { plainMail } from '../../../common/mail/plain-mail.js';
import type { SignInMail } from './sign-in-mail.js';

const AND_IF_NOT =
  'If this was not you, ring an administrator of your practice at once. If you can still sign in, press “Not me” on your security page: it ends every session and locks the account.';

/** A message that tells of something that happened, and what to do if it should not have. */
export function noticeMail(to: string, subject: string, what: string): SignInMail {
  return plainMail(to, subject, [what, AND_IF_NOT]);
}

/** An instant as messages say it. */
export function whenInWords(at: Date): string {
  return `${at.toLocaleString('en-AU', { timeZone: 'Australia/Sydney', dateStyle: 'long', timeStyle: 'short' })} (Sydney time)`;
}
