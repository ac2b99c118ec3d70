import { Inject, Injectable, createParamDecorator, type ExecutionContext, type PipeTransform } from '@nestjs/common';
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

type Cookies = Record<string, string | undefined>;

/** The deployment's own cookie and no other: one without the prefix may be of a neighbouring host. */
@Injectable()
class VisitorPipe implements PipeTransform<Cookies, string | undefined> {
  constructor(@Inject(VISITOR_COOKIE) private readonly cookie: VisitorCookie) {}

  transform(cookies: Cookies): string | undefined {
    const secret = cookies[this.cookie.name];
    return secret !== undefined && /^[\w-]{43}$/.test(secret) ? secret : undefined;
  }
}

const CookiesOf = createParamDecorator(
  (_data: unknown, context: ExecutionContext): Cookies => context.switchToHttp().getRequest<FastifyRequest>().cookies,
);

/** The session that a request of somebody outside came with; undefined when it is none. */
export const Visitor = (): ParameterDecorator => CookiesOf(VisitorPipe);
