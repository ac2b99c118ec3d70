import type { SignInMail } from './sign-in-mail.js';
import { noticeMail, whenInWords } from './notice-mail.js';

/** How long a way in stays armed when a named owner breaks the glass, in hours. */
export const ARMED_HOURS = 4;

/** Tells everybody who runs a practice that somebody came in beside single sign-on. */
export function glassBrokenMail(to: string, by: string, until: Date): SignInMail {
  return noticeMail(
    to,
    'Break-glass: somebody came in beside your single sign-on',
    `${by} used their passkey and gave a reason, which is on record. Until ${whenInWords(until)} they can sign in beside single sign-on. Whoever runs the practice can end that at once, under Practice security.`,
  );
}
