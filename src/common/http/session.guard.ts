import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { GrantToken } from '../database/grant-token.js';
import { NoLiveGrant } from '../database/database.errors.js';
import { ACCESS, type Access, type TenantRequest } from './access.js';
import { SESSION_KEEPER, type SessionKeeper } from './session-keeper.js';

/**
 * Takes the session token from its cookie. Whether it opens anything is for the database to say, in the first flush
 * of the request's transaction (ADR 0003). A route that declares no access is refused here as well as at boot.
 */
@Injectable()
export class SessionGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    @Inject(SESSION_KEEPER) private readonly sessions: SessionKeeper,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS, [context.getHandler(), context.getClass()]);
    if (!access) return false;
    const request = context.switchToHttp().getRequest<TenantRequest>();
    const token = GrantToken.parse(request.cookies[this.sessions.cookieName]);
    if (token) request.grantToken = token;
    if (access.kind !== 'public' && !token) throw new NoLiveGrant();
    return true;
  }
}
