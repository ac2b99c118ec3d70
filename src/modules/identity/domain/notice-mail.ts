import type { SignInMail } from './sign-in-mail.js';

const AND_IF_NOT =
  'If this was not you, sign in, end every session on your security page, and tell an administrator of your practice at once.';

/** A message that tells of something that happened, and what to do if it should not have. */
export function noticeMail(to: string, subject: string, what: string): SignInMail {
  return {
    to,
    subject,
    text: [what, '', AND_IF_NOT].join('\n'),
    html: `<!doctype html><html lang="en-AU"><body style="margin:0;background:#f4f2ed;font:16px/24px 'Segoe UI',system-ui,sans-serif;color:#23211c">
<div style="max-width:480px;margin:0 auto;padding:40px 24px"><p style="font-weight:600;font-size:18px;margin:0 0 24px">Ironbark</p>
<div style="background:#fff;border:1px solid #e7e3db;border-radius:12px;padding:28px">
<p style="margin:0 0 16px">${escaped(what)}</p><p style="margin:0;font-size:14px;line-height:21px;color:#57534a">${AND_IF_NOT}</p></div></div></body></html>`,
  };
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** An instant as messages say it. */
export function whenInWords(at: Date): string {
  return `${at.toLocaleString('en-AU', { timeZone: 'Australia/Sydney', dateStyle: 'long', timeStyle: 'short' })} (Sydney time)`;
}
