/** The message, as any mail server takes it. */
export interface InvitationMail {
  to: string;
  subject: string;
  text: string;
  html: string;
}

/** What an invitation says. */
export interface InvitationWords {
  to: string;
  practice: string;
  publicUrl: string;
  /** Last day on which it can be accepted, in words. */
  until: string;
}

/** The invitation to a practice. It holds no secret: whoever follows it still signs in with a link of their own. */
export function invitationMail({ to, practice, publicUrl, until }: InvitationWords): InvitationMail {
  const link = `${publicUrl}/sign-in`;
  return {
    to,
    subject: `${oneLine(practice)} invites you to Ironbark`,
    text: [
      `${oneLine(practice)} invites you to work there in Ironbark.`,
      '',
      'Sign in with this address; the first time you do, you join:',
      '',
      link,
      '',
      `The invitation can be accepted until ${until}. If you do not know ${oneLine(practice)}, do nothing.`,
    ].join('\n'),
    html: `<!doctype html><html lang="en-AU"><body style="margin:0;background:#f4f2ed;font:16px/24px 'Segoe UI',system-ui,sans-serif;color:#23211c">
<div style="max-width:480px;margin:0 auto;padding:40px 24px"><p style="font-weight:600;font-size:18px;margin:0 0 24px">Ironbark</p>
<div style="background:#fff;border:1px solid #e7e3db;border-radius:12px;padding:28px">
<p style="margin:0 0 16px">${escaped(practice)} invites you to work there in Ironbark.</p>
<p style="margin:0 0 24px"><a href="${escaped(link)}" style="display:inline-block;background:#1f5a46;color:#fff;text-decoration:none;border-radius:6px;padding:11px 20px;font-weight:600">Sign in with this address</a></p>
<p style="margin:0;font-size:14px;line-height:21px;color:#57534a">The first time you sign in, you join. The invitation can be accepted until ${escaped(until)}. If you do not know ${escaped(practice)}, do nothing.</p>
</div></div></body></html>`,
  };
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

function escaped(text: string): string {
  return oneLine(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
