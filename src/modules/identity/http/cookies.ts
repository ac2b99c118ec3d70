import type { CookieSerializeOptions } from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { GrantToken } from '../../../common/database/grant-token.js';
import { handBrowser } from '../../../common/http/browser-cookie.js';
import { SESSION_LIFE_MS } from '../domain/sign-in-request.js';
import type { Entered } from '../use-cases/lead-on.js';

/** Injection token of {@link Cookies}. */
export const COOKIES = Symbol('Cookies');

/** Names and attributes of our cookies. Over HTTPS they carry the `__Host-` prefix: Secure, no Domain, path `/` (RFC 6265bis). */
export interface Cookies {
  session: string;
  asking: string;
  view: string;
  /** Between the mailbox and the session. */
  step: string;
  /** Along a way through Google or Apple. */
  provider: string;
  /** Tells this browser from others once somebody has signed in from it. */
  browser: string;
  /** Of a browser on its way to an identity provider and back. */
  away: string;
  options: CookieSerializeOptions;
}

/** The cookies of a deployment. */
export function cookiesFor(secure: boolean): Cookies {
  const prefix = secure ? '__Host-' : '';
  return {
    session: `${prefix}ironbark-session`,
    asking: `${prefix}ironbark-asking`,
    view: `${prefix}ironbark-view`,
    step: `${prefix}ironbark-step`,
    provider: `${prefix}ironbark-provider`,
    browser: `${prefix}ironbark-browser`,
    away: `${prefix}ironbark-away`,
    options: { httpOnly: true, secure, sameSite: 'strict', path: '/' },
  };
}

/** A secret of ours in a cookie; undefined when it is none. */
export function secretIn(request: FastifyRequest, cookie: string): Buffer | undefined {
  const secret = request.cookies[cookie];
  return secret !== undefined && /^[A-Za-z0-9_-]{43}$/.test(secret) ? Buffer.from(secret, 'base64url') : undefined;
}

/** Hands a session to the browser, and the secret by which it is known from now on; what led there is done with. */
export function handSession(reply: FastifyReply, cookies: Cookies, token: GrantToken): void {
  void reply.clearCookie(cookies.asking, cookies.options);
  void reply.clearCookie(cookies.step, cookies.options);
  void reply.setCookie(cookies.session, token.secret!, { ...cookies.options, maxAge: SESSION_LIFE_MS / 1000 });
  handBrowser(reply, cookies.browser, cookies.options);
}

/** Hands on whatever signing in has come to: the session, or the step before it. */
export function handOn(reply: FastifyReply, cookies: Cookies, entered: Entered): { outcome: Entered['outcome'] } {
  if (entered.outcome === 'signed_in') handSession(reply, cookies, entered.token);
  else {
    void reply.clearCookie(cookies.asking, cookies.options);
    void reply.setCookie(cookies.step, entered.secret, { ...cookies.options, expires: entered.expiresAt });
  }
  return { outcome: entered.outcome };
}
