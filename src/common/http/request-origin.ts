import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Origin } from '../database/audit-entry.js';
import { parseAddress } from '../networks/address.js';
import { browserOf } from './browser-cookie.js';

/** Longest user agent that is kept, in characters. */
const USER_AGENT_LIMIT = 400;

/**
 * Where a request came from. The address is the peer's, or the one its trusted proxies vouch for (TRUSTED_PROXIES), written one way;
 * null when a trusted proxy vouches for something that is none.
 */
export function originOf(request: FastifyRequest): Origin {
  return {
    requestId: request.id,
    ip: parseAddress(request.ip)?.text ?? null,
    userAgent: request.headers['user-agent']?.slice(0, USER_AGENT_LIMIT) ?? null,
    browser: browserOf(request),
  };
}

/** The request's {@link Origin}. */
export const RequestOrigin = createParamDecorator((_data: unknown, context: ExecutionContext): Origin =>
  originOf(context.switchToHttp().getRequest<FastifyRequest>()),
);

const FORWARDING = ['x-forwarded-for', 'forwarded', 'x-real-ip', 'true-client-ip'];

/**
 * Whether a request carried a forwarding header that did not count: its sender is not among the trusted proxies, or it is not X-Forwarded-For.
 * Said to administrators, because their proxy's address then stands where theirs should.
 */
export function forwardingIgnored({ headers, ips = [] }: FastifyRequest): boolean {
  return FORWARDING.some((name) => name in headers) && ips.length < 2;
}
