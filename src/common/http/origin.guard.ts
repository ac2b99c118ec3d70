import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { DomainError } from '../errors.js';

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
 * by fetch metadata. Programs that are no browser send neither and carry no ambient cookie.
 */
@Injectable()
export class OriginGuard implements CanActivate {
  constructor(@Inject(PUBLIC_ORIGIN) private readonly origin: string) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (HARMLESS.has(request.method)) return true;
    const site = request.headers['sec-fetch-site'];
    if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new ForeignOrigin();
    const { origin } = request.headers;
    if (origin !== undefined && origin !== this.origin) throw new ForeignOrigin();
    return true;
  }
}
