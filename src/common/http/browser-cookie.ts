import { randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { CookieSerializeOptions } from '@fastify/cookie';
import type { Browser } from '../database/audit-entry.js';

/** How long a browser that nobody signs in from is remembered, in seconds: 180 days. */
export const BROWSER_KEPT_S = 180 * 24 * 60 * 60;

/** A cookie that tells browsers apart; its new secret is drawn when somebody asks for it. */
class CookieBrowser implements Browser {
  private drawn: Buffer | undefined;

  constructor(readonly shown: Buffer | undefined) {}

  get next(): Buffer {
    this.drawn ??= randomBytes(32);
    return this.drawn;
  }
}

const browsers = new WeakMap<object, Browser>();

/** Reads the cookie of every request. */
export function installBrowserCookie(fastify: FastifyInstance, name: string): void {
  fastify.addHook('onRequest', (request, _reply, next) => {
    const text = request.cookies[name];
    const secret = text !== undefined && /^[A-Za-z0-9_-]{43}$/.test(text) ? Buffer.from(text, 'base64url') : undefined;
    browsers.set(request.raw, new CookieBrowser(secret));
    next();
  });
}

/** The browser behind a request. */
export function browserOf(request: FastifyRequest): Browser {
  return browsers.get(request.raw) ?? new CookieBrowser(undefined);
}

/** Hands the browser its next secret, after somebody signed in from it. */
export function handBrowser(reply: FastifyReply, name: string, options: CookieSerializeOptions): void {
  const secret = browserOf(reply.request).next.toString('base64url');
  void reply.setCookie(name, secret, { ...options, maxAge: BROWSER_KEPT_S });
}
