import { Inject, Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { lastValueFrom, from, type Observable } from 'rxjs';
import type { Origin } from '../database/audit-entry.js';
import { NoLiveGrant } from '../database/database.errors.js';
import { TenantDatabase } from '../database/tenant-database.js';
import type { TenantTransaction } from '../database/tenant-transaction.js';
import type { ModuleName, Principal } from '../database/principal.js';
import { DomainError } from '../errors.js';
import { ACCESS, assertMay, ViewEnded, ViewIsReadOnly, type Access, type TenantRequest } from './access.js';
import { DryRunNotes } from './dry-run-notes.js';
import { KeyLimits } from './key-limits.js';
import { assertKeyNetwork, assertNetwork, NetworkRefused } from './networks.js';
import { LiveTokens } from './live-tokens.js';
import { Refusals } from './refusals.js';
import { originOf } from './request-origin.js';
import { SESSION_KEEPER, type SessionKeeper } from './session-keeper.js';

/**
 * Puts a request behind the wall: opens the transaction, checks what the route requires against the principal that
 * the database found, runs the controller, and releases the answer only after COMMIT, with the act on record
 * (DESIGN 3 and 7). Refusals are recorded in a transaction of their own, because a rollback would erase them.
 */
@Injectable()
export class TenantTransactionInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly database: TenantDatabase,
    @Inject(SESSION_KEEPER) private readonly sessions: SessionKeeper,
    private readonly refusals: Refusals,
    private readonly live: LiveTokens,
    private readonly notes: DryRunNotes,
    private readonly keys: KeyLimits,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const access = this.reflector.getAllAndOverride<Access>(ACCESS, [context.getHandler(), context.getClass()]);
    if (access.kind === 'public') return next.handle();
    const request = context.switchToHttp().getRequest<TenantRequest>();
    return from(this.behindTheWall(request, access, next));
  }

  private async behindTheWall(request: TenantRequest, access: Exclude<Access, { kind: 'public' }>, next: CallHandler): Promise<unknown> {
    const token = request.grantToken;
    if (!token) throw new NoLiveGrant();
    try {
      const answer = await this.database.run(token, (tx) => this.handle(tx, request, access, next), originOf(request));
      this.live.seen(token);
      return access.transaction === 'own' ? await lastValueFrom(next.handle(), { defaultValue: undefined }) : answer;
    } catch (error) {
      if (error instanceof NoLiveGrant) {
        this.live.forget(token);
        if (request.viewing) throw new ViewEnded();
        throw await this.sessions.whyEnded(token);
      }
      // From outside its networks a session is spared no limit: whoever sends it there may have stolen it.
      if (error instanceof NetworkRefused) this.live.forget(token);
      if (error instanceof DomainError && Refusals.recorded(error)) await this.refusals.record(token, request, error);
      throw error;
    }
  }

  private async handle(
    tx: TenantTransaction,
    request: TenantRequest,
    access: Exclude<Access, { kind: 'public' }>,
    next: CallHandler,
  ): Promise<unknown> {
    const overlap = access.kind === 'permission' && access.overlap;
    if (!overlap) {
      const asking = await tx.principal();
      this.admit(asking, request, access, tx.origin);
      this.keys.count(asking);
    }
    if (access.transaction === 'own') {
      this.sessions.touch(await tx.principal(), moduleOf(access));
      return undefined;
    }
    request.tenant = tx;
    const answer = await lastValueFrom(next.handle(), { defaultValue: undefined }).then(
      (value: unknown) => ({ value }),
      (error: unknown) => ({ error }),
    );
    const principal = await tx.principal();
    if (overlap) {
      this.admit(principal, request, access, tx.origin);
      this.keys.count(principal);
    }
    if ('error' in answer) throw answer.error;
    this.sessions.touch(principal, moduleOf(access));
    return answer.value;
  }

  /** How first, from where next, then what. @throws NoLiveGrant for a key in a cookie, which no session is to be made of; NetworkRefused, ForeignNetwork, ViewIsReadOnly, NotPermitted, AdministratorsOnly, StepUpNeeded */
  private admit(principal: Principal, request: TenantRequest, access: Exclude<Access, { kind: 'public' }>, origin: Origin): void {
    if (principal.kind === 'key' && request.byHeader !== true) throw new NoLiveGrant();
    if (access.kind === 'signed-in' && access.anyNetwork) assertKeyNetwork(principal.networks, origin.ip);
    else if (assertNetwork(principal, origin.ip) === 'would_refuse') this.notes.note(request.grantToken!, principal, origin);
    if (principal.kind === 'view' && CHANGES.has(request.method)) throw new ViewIsReadOnly();
    assertMay(principal, access);
  }
}

/** Methods that always change something. What a POST changes, the database refuses to a view. */
const CHANGES = new Set(['PUT', 'PATCH', 'DELETE']);

function moduleOf(access: Access): ModuleName | null {
  return access.kind === 'permission' ? (access.permission.split(':')[0] as ModuleName) : null;
}
