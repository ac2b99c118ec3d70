import { noticeMail, whenInWords } from './notice-mail.js';
import type { SignInMail } from './sign-in-mail.js';
import type { FactorKind } from './factor.js';
import { PROVIDERS, type Provider } from './provider.js';

const WORDS: Record<FactorKind, string> = { totp: 'authenticator app', passkey: 'passkey' };

/** Tells the owner of an account that a factor was added (ASVS 6.3.7). */
export function factorAddedMail(to: string, kind: FactorKind, at: Date): SignInMail {
  return noticeMail(
    to,
    `A new ${WORDS[kind]} on your Ironbark account`,
    `A new ${WORDS[kind]} was added to your account on ${whenInWords(at)}.`,
  );
}

/** Tells the owner of an account that a factor was removed. */
export function factorRemovedMail(to: string, kind: FactorKind, at: Date): SignInMail {
  return noticeMail(
    to,
    `${kind === 'totp' ? 'An authenticator app' : 'A passkey'} was removed from your Ironbark account`,
    `One ${WORDS[kind]} was removed from your account on ${whenInWords(at)}.`,
  );
}

/** Tells the owner of an account that its recovery codes were made anew. */
export function codesReplacedMail(to: string, at: Date): SignInMail {
  return noticeMail(
    to,
    'New recovery codes on your Ironbark account',
    `New recovery codes were made on ${whenInWords(at)}. The old ones no longer work.`,
  );
}

/** Tells the owner of an account who asked for their factors to be taken away, and how to call it off. */
export function resetAskedMail(to: string, due: Date, who: 'administrator' | 'operator'): SignInMail {
  return noticeMail(
    to,
    'Your second factors are about to be reset',
    `${who === 'administrator' ? 'An administrator of your practice' : 'Whoever runs Ironbark for your practice'} asked for this. On ${whenInWords(due)} your passkeys, authenticator apps and recovery codes are removed. Sign in with one of them before then and it does not happen.`,
  );
}

/** Tells the owner of an account that an account of a provider was linked to it, or is no longer. */
export function providerMail(to: string, provider: Provider, linked: boolean, at: Date): SignInMail {
  const { name, account } = PROVIDERS[provider];
  return linked
    ? noticeMail(
        to,
        `${account} linked to your Ironbark account`,
        `${account} was linked to your account on ${whenInWords(at)}. Signing in with ${name} now counts as your mail does.`,
      )
    : noticeMail(to, `${account} unlinked from your Ironbark account`, `${account} was unlinked from your account on ${whenInWords(at)}.`);
}
