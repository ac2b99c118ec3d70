import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Origin } from '../database/audit-entry.js';

/** Longest user agent that is kept, in characters. */
const USER_AGENT_LIMIT = 400;

/** Where a request came from. The address is the peer's, or the one its trusted proxies vouch for (TRUSTED_PROXIES). */
export function originOf(request: FastifyRequest): Origin {
  return {
    requestId: request.id,
    ip: request.ip,
    userAgent: request.headers['user-agent']?.slice(0, USER_AGENT_LIMIT) ?? null,
  };
}

/** The request's {@link Origin}. */
export const RequestOrigin = createParamDecorator((_data: unknown, context: ExecutionContext): Origin =>
  originOf(context.switchToHttp().getRequest<FastifyRequest>()),
);
