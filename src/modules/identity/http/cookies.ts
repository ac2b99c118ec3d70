import type { CookieSerializeOptions } from '@fastify/cookie';

/** Names and attributes of our cookies. Over HTTPS they carry the `__Host-` prefix: Secure, no Domain, path `/` (RFC 6265bis). */
export interface Cookies {
  session: string;
  asking: string;
  view: string;
  options: CookieSerializeOptions;
}

/** The cookies of a deployment. */
export function cookiesFor(secure: boolean): Cookies {
  const prefix = secure ? '__Host-' : '';
  return {
    session: `${prefix}ironbark-session`,
    asking: `${prefix}ironbark-asking`,
    view: `${prefix}ironbark-view`,
    options: { httpOnly: true, secure, sameSite: 'strict', path: '/' },
  };
}
