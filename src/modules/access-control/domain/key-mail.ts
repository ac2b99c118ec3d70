import type { Mail } from '../../../common/mail/mail.js';
import { plainMail } from '../../../common/mail/plain-mail.js';

/** What opens the product to a program: a service account's key, or a directory's token. */
export type ProgramKey = 'key' | 'directory';

const WHAT = { key: 'A service account’s key', directory: 'The token of your directory' } as const satisfies Record<ProgramKey, string>;

/** Reminds whoever runs a practice that a key ends, while there is time to make the next one. It names no secret and no person. */
export function keyEndsMail(to: string, kind: ProgramKey, until: string, page: string): Mail {
  return plainMail(to, `${WHAT[kind]} ends soon`, [
    `${WHAT[kind]} ends on ${until}. What uses it stops then.`,
    'Make the next one before: two work beside each other, so that nothing stops while you change it. If it is not needed any more, there is nothing to do.',
    page,
  ]);
}
