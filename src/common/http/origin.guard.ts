import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { NoLiveGrant } from '../database/database.errors.js';
import { GrantToken } from '../database/grant-token.js';
import { DomainError } from '../errors.js';
import { ACCESS, type Access } from './access.js';
import { Refusals } from './refusals.js';
import { SESSION_KEEPER, type SessionKeeper } from './session-keeper.js';

/** The origin of PUBLIC_URL, as browsers send it. */
export const PUBLIC_ORIGIN = Symbol('PublicOrigin');

/** A browser sent this from another site. */
export class ForeignOrigin extends DomainError {
  readonly code = 'request.foreign_origin';
  override readonly status = 403;

  constructor() {
    super('This request came from another site and was refused.');
  }
}

const HARMLESS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Cross-site request forgery (ASVS 5.0 3.5.1): what changes something must come from our own pages, by `Origin` and
 * by fetch metadata. Programs that are no browser send neither and carry no ambient cookie. With the cookie of a live
 * session the refusal is on record.
 */
@Injectable()
export class OriginGuard implements CanActivate {
  constructor(
    @Inject(PUBLIC_ORIGIN) private readonly origin: string,
    @Inject(SESSION_KEEPER) private readonly sessions: SessionKeeper,
    private readonly refusals: Refusals,
    private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (HARMLESS.has(request.method) || this.isOurs(request) || this.takesOthers(context)) return true;
    const refused = new ForeignOrigin();
    const token = GrantToken.parse(request.cookies[this.sessions.cookieName]);
    if (token) {
      await this.refusals.record(token, request, refused).catch((error: unknown) => {
        if (!(error instanceof NoLiveGrant)) throw error;
      });
    }
    throw refused;
  }

  private takesOthers(context: ExecutionContext): boolean {
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS, [context.getHandler(), context.getClass()]);
    return access?.kind === 'public' && access.fromElsewhere;
  }

  private isOurs({ headers: { origin, 'sec-fetch-site': site } }: FastifyRequest): boolean {
    if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
    return origin === undefined || origin === this.origin;
  }
}
