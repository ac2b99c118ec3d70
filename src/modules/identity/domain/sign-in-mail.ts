/** The message, as any mail server takes it. */
export interface SignInMail {
  to: string;
  subject: string;
  text: string;
  html: string;
}

/**
 * The message with a magic link. It names no practice and no person: whoever reads over a shoulder learns only that
 * somebody wants to sign in. The token stands in the fragment, which browsers never send to a server (ASVS 14.2.1).
 */
export function signInMail(to: string, publicUrl: string, token: string, minutes: number): SignInMail {
  const link = `${publicUrl}/sign-in/link#${token}`;
  return {
    to,
    subject: 'Your link to sign in to Ironbark',
    text: [
      'Somebody, probably you, asked to sign in to Ironbark with this address.',
      '',
      'Open this link and press the button. Use the browser that you asked from;',
      'on another device you get a code to type there instead.',
      '',
      link,
      '',
      `It works once, for ${minutes} minutes. If you did not ask, do nothing: nobody gets in without it.`,
      'Ironbark never asks you to read a code to anybody.',
    ].join('\n'),
    html: `<!doctype html><html lang="en-AU"><body style="margin:0;background:#f4f2ed;font:16px/24px 'Segoe UI',system-ui,sans-serif;color:#23211c">
<div style="max-width:480px;margin:0 auto;padding:40px 24px"><p style="font-weight:600;font-size:18px;margin:0 0 24px">Ironbark</p>
<div style="background:#fff;border:1px solid #e7e3db;border-radius:12px;padding:28px">
<p style="margin:0 0 16px">Somebody, probably you, asked to sign in to Ironbark with this address.</p>
<p style="margin:0 0 24px"><a href="${link}" style="display:inline-block;background:#1f5a46;color:#fff;text-decoration:none;border-radius:6px;padding:11px 20px;font-weight:600">Open the sign-in page</a></p>
<p style="margin:0 0 12px;font-size:14px;line-height:21px;color:#57534a">Then press the button there. On another device you get a code to type in the browser that you asked from.</p>
<p style="margin:0;font-size:14px;line-height:21px;color:#57534a">It works once, for ${minutes} minutes. If you did not ask, do nothing: nobody gets in without it. Ironbark never asks you to read a code to anybody.</p>
</div></div></body></html>`,
  };
}
