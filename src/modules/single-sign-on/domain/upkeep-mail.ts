import type { Mail } from '../../../common/mail/mail.js';
import { plainMail } from '../../../common/mail/plain-mail.js';

/** Tells whoever runs a practice that nobody will come in by a provider soon, unless its new certificate is entered. */
export function certificatesEndMail(to: string, connection: string, until: string, refreshes: boolean, page: string): Mail {
  return plainMail(to, 'The certificate of your single sign-on ends soon', [
    `The last certificate of “${connection}” ends on ${until}. After that nobody can sign in by it.`,
    refreshes
      ? 'Its metadata is read every day and does not name a newer one yet. Ask whoever runs the identity provider to publish it.'
      : 'Add the next certificate beside it before then: two count at once, so that nothing stops while your provider changes.',
    page,
  ]);
}

/** Tells that the daily reading of a provider's metadata brought other certificates. */
export function certificatesChangedMail(to: string, connection: string, fingerprints: readonly string[], page: string): Mail {
  return plainMail(to, 'The certificates of your single sign-on changed', [
    `The metadata of “${connection}” names other certificates or another address than yesterday. They count from now on. SHA-256 of each:`,
    ...fingerprints,
    'If your identity provider was not changed, turn the connection off and ask whoever runs it.',
    page,
  ]);
}

/** Tells that the record by which a practice proved a domain is gone. */
export function domainLostMail(to: string, domain: string, record: string, page: string): Mail {
  return plainMail(to, `The record of ${domain} is gone`, [
    `The text record ${record}, by which your practice proved ${domain}, is not in the DNS any more. People who are linked sign in as before; nobody new with an address there can.`,
    'Publish it again, or remove the domain if it is not yours any more.',
    page,
  ]);
}
