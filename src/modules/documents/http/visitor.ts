import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { CookieSerializeOptions } from '@fastify/cookie';
import type { FastifyRequest } from 'fastify';

/** Injection token of the {@link VisitorCookie}. */
export const VISITOR_COOKIE = Symbol('VisitorCookie');

/** The cookie of somebody outside who came in by a code. Over HTTPS it carries the `__Host-` prefix (RFC 6265bis). */
export interface VisitorCookie {
  name: string;
  options: CookieSerializeOptions;
}

const NAME = 'ironbark-visitor';

/** The cookie of a deployment. */
export function visitorCookie(secure: boolean): VisitorCookie {
  return { name: `${secure ? '__Host-' : ''}${NAME}`, options: { httpOnly: true, secure, sameSite: 'strict', path: '/' } };
}

/** The session that a request of somebody outside came with; undefined when it is none. */
export const Visitor = createParamDecorator((_data: unknown, context: ExecutionContext): string | undefined => {
  const { cookies } = context.switchToHttp().getRequest<FastifyRequest>();
  const secret = cookies[`__Host-${NAME}`] ?? cookies[NAME];
  return secret !== undefined && /^[\w-]{43}$/.test(secret) ? secret : undefined;
});
