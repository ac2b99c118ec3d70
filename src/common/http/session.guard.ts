import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { GrantToken } from '../database/grant-token.js';
import { NoLiveGrant } from '../database/database.errors.js';
import { ACCESS, type Access, type TenantRequest } from './access.js';
import { SESSION_KEEPER, type SessionKeeper } from './session-keeper.js';

/** How a service account's key is sent (RFC 6750), and a directory's token. */
const API_KEY = /^Bearer ibk_(.*)$/i;
const DIRECTORY_TOKEN = /^Bearer ibd_(.*)$/i;

/**
 * Takes the session token from its cookie, or a service account's key from its header. Whether it opens anything is for the database to say, in the first flush
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
    const token =
      access.kind === 'directory' ? directoryToken(request) : this.tokenOf(request, access.kind === 'signed-in' && access.ownSession);
    if (token) request.grantToken = token;
    if (access.kind !== 'public' && !token) throw new NoLiveGrant();
    return true;
  }

  /** A key in the Authorization header, else a view, else the session. A header for a proxy before us is none of ours. */
  private tokenOf(request: TenantRequest, ownSession: boolean): GrantToken | undefined {
    const key = API_KEY.exec(request.headers.authorization ?? '');
    if (key) return GrantToken.parse(key[1]);
    const directory = directoryToken(request);
    if (directory) return directory;
    const view = ownSession ? undefined : GrantToken.parse(request.cookies[this.sessions.viewCookieName]);
    request.viewing = view !== undefined;
    return view ?? GrantToken.parse(request.cookies[this.sessions.cookieName]);
  }
}

/** Only from its header: no cookie opens what a directory's token opens. */
function directoryToken({ headers }: TenantRequest): GrantToken | undefined {
  return GrantToken.parse(DIRECTORY_TOKEN.exec(headers.authorization ?? '')?.[1]);
}
