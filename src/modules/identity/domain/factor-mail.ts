import type { SignInMail } from './sign-in-mail.js';
import type { FactorKind } from './factor.js';
import { PROVIDERS, type Provider } from './provider.js';

const WORDS: Record<FactorKind, string> = { totp: 'authenticator app', passkey: 'passkey' };
const AND_IF_NOT =
  'If this was not you, sign in, end every session on your security page, and tell an administrator of your practice at once.';

/** Tells the owner of an account that a factor was added (ASVS 6.3.7). */
export function factorAddedMail(to: string, kind: FactorKind, at: Date): SignInMail {
  return notice(to, `A new ${WORDS[kind]} on your Ironbark account`, `A new ${WORDS[kind]} was added to your account on ${when(at)}.`);
}

/** Tells the owner of an account that a factor was removed. */
export function factorRemovedMail(to: string, kind: FactorKind, at: Date): SignInMail {
  return notice(
    to,
    `A removed ${WORDS[kind]} on your Ironbark account`,
    `One ${WORDS[kind]} was removed from your account on ${when(at)}.`,
  );
}

/** Tells the owner of an account that its recovery codes were made anew. */
export function codesReplacedMail(to: string, at: Date): SignInMail {
  return notice(
    to,
    'New recovery codes on your Ironbark account',
    `New recovery codes were made on ${when(at)}. The old ones no longer work.`,
  );
}

/** Tells the owner of an account who asked for their factors to be taken away, and how to call it off. */
export function resetAskedMail(to: string, due: Date, who: 'administrator' | 'operator'): SignInMail {
  return notice(
    to,
    'Your second factors are about to be reset',
    `${who === 'administrator' ? 'An administrator of your practice' : 'Whoever runs Ironbark for your practice'} asked for this. On ${when(due)} your passkeys, authenticator apps and recovery codes are removed. Sign in with one of them before then and it does not happen.`,
  );
}

/** Tells the owner of an account that an account of a provider was linked to it, or is no longer. */
export function providerMail(to: string, provider: Provider, linked: boolean, at: Date): SignInMail {
  const { name, account } = PROVIDERS[provider];
  return linked
    ? notice(
        to,
        `${account} linked to your Ironbark account`,
        `${account} was linked to your account on ${when(at)}. Signing in with ${name} now counts as your mail does.`,
      )
    : notice(to, `${account} unlinked from your Ironbark account`, `${account} was unlinked from your account on ${when(at)}.`);
}

function notice(to: string, subject: string, what: string): SignInMail {
  return {
    to,
    subject,
    text: [what, '', AND_IF_NOT].join('\n'),
    html: `<!doctype html><html lang="en-AU"><body style="margin:0;background:#f4f2ed;font:16px/24px 'Segoe UI',system-ui,sans-serif;color:#23211c">
<div style="max-width:480px;margin:0 auto;padding:40px 24px"><p style="font-weight:600;font-size:18px;margin:0 0 24px">Ironbark</p>
<div style="background:#fff;border:1px solid #e7e3db;border-radius:12px;padding:28px">
<p style="margin:0 0 16px">${what}</p><p style="margin:0;font-size:14px;line-height:21px;color:#57534a">${AND_IF_NOT}</p></div></div></body></html>`,
  };
}

function when(at: Date): string {
  return `${at.toLocaleString('en-AU', { timeZone: 'Australia/Sydney', dateStyle: 'long', timeStyle: 'short' })} (Sydney time)`;
}
