import type { SignInMail } from './sign-in-mail.js';

/** How long a notice may be answered with "this was not me", in milliseconds: a week. */
export const NOT_ME_LIFE_MS = 7 * 24 * 60 * 60_000;

/** Where a sign-in came from, as a notice says it. */
export interface Place {
  device: string;
  /** Two letters, `private`, or null. */
  country: string | null;
}

/** What is told of a notice: when, from where, and the link by which its reader says that it was not them. */
export interface Notice extends Place {
  to: string;
  at: Date;
  notMe: string;
}

const regions = new Intl.DisplayNames(['en-AU'], { type: 'region', fallback: 'code' });

/** Somebody signed in from a browser or a country that the account was not used from before (ASVS 6.3.5). */
export function newPlaceMail(notice: Notice, news: { device: boolean; country: boolean }): SignInMail {
  const what = news.device && news.country ? 'browser and country' : news.device ? 'browser' : 'country';
  return letter(
    notice,
    `A sign-in from a new ${what}`,
    `Somebody signed in to your Ironbark account ${from(notice)}, on ${when(notice.at)}.`,
  );
}

/** A right link was followed by a proof that was refused (ASVS 6.3.5). */
export function refusedProofMail(notice: Notice): SignInMail {
  return letter(
    notice,
    'A refused sign-in after a right link',
    `Somebody opened a link that was mailed to you, ${from(notice)}, and could not show your second factor. Nobody got in. It was on ${when(notice.at)}.`,
  );
}

/** So many codes were wrong that codes rest. */
export function wrongCodesMail(notice: Notice): SignInMail {
  return letter(
    notice,
    'Too many wrong codes for your account',
    `Codes for your Ironbark account were wrong so often that they rest for a while, the last one ${from(notice)}, on ${when(notice.at)}. Nobody got in. Passkeys go on working, and so does a browser that you signed in from before.`,
  );
}

/** Tells the owner that the account is locked. */
export function lockedMail(to: string, at: Date): SignInMail {
  return letter(
    { to },
    'Your Ironbark account is locked',
    `Somebody with access to your mail or your account said that a sign-in was not yours, on ${when(at)}. Every session has ended and nobody can sign in, you included. An administrator of your practice can unlock it once it is safe.`,
  );
}

/** Tells an administrator that a colleague's account is locked. */
export function colleagueLockedMail(to: string, whose: string, at: Date): SignInMail {
  return letter(
    { to },
    'A locked account in your practice',
    `The account of ${whose} was locked on ${when(at)}: its owner said that somebody else had used it. Its sessions and the keys that it made have ended. Talk to them, not by mail, look at what was done in their name, and unlock the account on their page when it is safe.`,
  );
}

/** Tells the owner that the account is open again. */
export function unlockedMail(to: string, at: Date, who: 'administrator' | 'operator'): SignInMail {
  return letter(
    { to },
    'Your Ironbark account is unlocked',
    `${who === 'administrator' ? 'An administrator of your practice' : 'Whoever runs Ironbark for your practice'} unlocked it on ${when(at)}. Sign in as usual. Your second factors are as they were, and every browser counts as new.`,
  );
}

/** The name of a country by its two letters. */
export function countryName(country: string): string {
  return regions.of(country) ?? country;
}

function from({ device, country }: Place): string {
  if (country === null || country === 'private') return `from ${device}`;
  return `from ${device}, over a network registered in ${countryName(country)}`;
}

function letter(to: { to: string; notMe?: string }, subject: string, what: string): SignInMail {
  const { notMe } = to;
  const ifYou = notMe === undefined ? '' : 'If that was you, there is nothing to do.';
  const ifNot =
    'If it was not you, say so: every session ends at once and the account is locked until an administrator of your practice unlocks it.';
  return {
    to: to.to,
    subject,
    text: [what, ...(notMe === undefined ? [] : ['', ifYou, ifNot, '', notMe])].join('\n'),
    html: `<!doctype html><html lang="en-AU"><body style="margin:0;background:#f4f2ed;font:16px/24px 'Segoe UI',system-ui,sans-serif;color:#23211c">
<div style="max-width:480px;margin:0 auto;padding:40px 24px"><p style="font-weight:600;font-size:18px;margin:0 0 24px">Ironbark</p>
<div style="background:#fff;border:1px solid #e7e3db;border-radius:12px;padding:28px">
<p style="margin:0">${escaped(what)}</p>${
      notMe === undefined
        ? ''
        : `<p style="margin:16px 0 0">${ifYou}</p><p style="margin:16px 0 24px">${ifNot}</p><p style="margin:0"><a href="${notMe}" style="display:inline-block;background:#8f2d23;color:#fff;text-decoration:none;border-radius:6px;padding:11px 20px;font-weight:600">This was not me</a></p>`
    }</div></div></body></html>`,
  };
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

function when(at: Date): string {
  return `${at.toLocaleString('en-AU', { timeZone: 'Australia/Sydney', dateStyle: 'long', timeStyle: 'short' })} (Sydney time)`;
}
