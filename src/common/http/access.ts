import { SetMetadata, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { holds, type Act, type ModuleName, type Principal } from '../database/principal.js';
import type { GrantToken } from '../database/grant-token.js';
import type { TenantTransaction } from '../database/tenant-transaction.js';
import { DomainError } from '../errors.js';

/** What a member needs in order to call a route: a module switch and an action on it, such as `clients:read`. */
export type Permission = `${ModuleName}:${'create' | 'read' | 'update' | 'delete' | 'export'}`;

/** Who may call a route. A route without such a declaration stops the boot. */
export type Access =
  | { kind: 'public'; reason: string; fromElsewhere: boolean }
  | { kind: 'directory'; transaction: 'request' | 'own'; fresh: false }
  | { kind: 'signed-in'; transaction: 'request' | 'own'; ownSession: boolean; fresh: boolean; anyNetwork: boolean }
  | {
      kind: 'permission';
      permission: Permission;
      administrator: boolean;
      transaction: 'request' | 'own';
      overlap: boolean;
      fresh: boolean;
    };

/** Metadata key of {@link Access}. */
export const ACCESS = 'ironbark:access';

/**
 * Anybody may call this, signed in or not; the reason stands in the permission snapshot.
 * @param options.fromElsewhere pages of other sites may post here: the route must act on nothing that a browser sends by itself.
 */
export const Public = (reason: string, options: { fromElsewhere?: boolean } = {}) =>
  SetMetadata<string, Access>(ACCESS, { kind: 'public', reason, fromElsewhere: options.fromElsewhere ?? false });

/** The practice's directory may call this by its token, and nobody else (SCIM 2.0). */
export const ForDirectory = () => SetMetadata<string, Access>(ACCESS, { kind: 'directory', transaction: 'request', fresh: false });

/**
 * Every signed-in member may call this.
 * @param options.ownSession acts for the caller's own session even while they look at a member's world.
 * @param options.fresh asks for a proof from the last minutes (ASVS 7.5.3).
 * @param options.anyNetwork also from outside the practice's networks: for leaving, which must always be possible.
 */
export const SignedIn = (options: { transaction?: 'request' | 'own'; ownSession?: boolean; fresh?: boolean; anyNetwork?: boolean } = {}) =>
  SetMetadata<string, Access>(ACCESS, {
    kind: 'signed-in',
    transaction: options.transaction ?? 'request',
    ownSession: options.ownSession ?? false,
    fresh: options.fresh ?? false,
    anyNetwork: options.anyNetwork ?? false,
  });

/**
 * Members with this permission may call this.
 * @param options.transaction `own`: long work opens short transactions itself instead of holding one (DESIGN 3).
 * @param options.overlap let a read begin in the same flush that finds the principal; the answer is still withheld
 *   until the permission is checked. Only for handlers that write nothing.
 * @param options.administrator only members whose role is owner or administrator.
 * @param options.fresh asks whoever holds a session for a proof from the last minutes (ASVS 7.5.3).
 */
export const Requires = (
  permission: Permission,
  options: { transaction?: 'request' | 'own'; overlap?: boolean; administrator?: boolean; fresh?: boolean } = {},
) =>
  SetMetadata<string, Access>(ACCESS, {
    kind: 'permission',
    permission,
    administrator: options.administrator ?? false,
    transaction: options.transaction ?? 'request',
    overlap: options.overlap ?? false,
    fresh: options.fresh ?? false,
  });

/** The member's module switch for this is off. */
export class NotPermitted extends DomainError {
  readonly code = 'access.not_permitted';
  override readonly status = 403;

  constructor(
    readonly module: ModuleName,
    mayRead = false,
  ) {
    super(
      mayRead
        ? 'Your access lets you look at this part of the practice but not do this in it. An administrator can change that.'
        : 'Your access does not include this part of the practice. An administrator can change that.',
      { module },
    );
  }
}

/** Only owners and administrators do this, whatever their switches. */
export class AdministratorsOnly extends DomainError {
  readonly code = 'access.administrators_only';
  override readonly status = 403;

  constructor() {
    super('Only owners and administrators of the practice can do this.');
  }
}

/** A directory's token opens the directory's routes and nothing else, and those open for nothing else. */
export class DirectoryOnly extends DomainError {
  readonly code = 'access.directory_only';
  override readonly status = 403;

  constructor() {
    super('A directory’s token is for directory sync, and directory sync is for a directory’s token.');
  }
}

/** The act asks for a proof from the last fifteen minutes. */
export class StepUpNeeded extends DomainError {
  readonly code = 'identity.step_up_needed';
  override readonly status = 403;

  constructor() {
    super('Confirm that it is you first.');
  }
}

/** A look at a member's world changes nothing in it. */
export class ViewIsReadOnly extends DomainError {
  readonly code = 'access.view_is_read_only';
  override readonly status = 403;

  constructor() {
    super('You are looking as a member: nothing can be changed. Stop looking first.');
  }
}

/** The administrator's look at a member's world is over. */
export class ViewEnded extends DomainError {
  readonly code = 'access.view_ended';
  override readonly status = 401;

  constructor() {
    super('Looking as this member has ended. You are yourself again.');
  }
}

/** People, themselves or looking as somebody: a look is as fresh as its beginning, which took a fresh proof. Keys prove nothing anew. */
const ASKED_AGAIN = new Set<Principal['kind']>(['session', 'view']);

/** Refuses a principal that lacks what the route requires. */
export function assertMay(principal: Principal, access: Exclude<Access, { kind: 'public' }>): void {
  if ((access.kind === 'directory') !== (principal.kind === 'directory')) throw new DirectoryOnly();
  if (access.kind === 'permission') assertPermitted(principal, access);
  if (access.fresh && ASKED_AGAIN.has(principal.kind) && !principal.fresh) throw new StepUpNeeded();
}

function assertPermitted(principal: Principal, access: Extract<Access, { kind: 'permission' }>): void {
  const [module, act] = access.permission.split(':') as [ModuleName, Act | 'export'];
  if (!holds(principal, module, act === 'export' ? 'read' : act)) throw new NotPermitted(module, holds(principal, module));
  if (access.administrator && principal.role === 'member') throw new AdministratorsOnly();
}

/** Refuses a principal whose switch for one more act is off, where a route does several things. @throws NotPermitted */
export function assertHolds(principal: Principal, module: ModuleName, act: Act): void {
  if (!holds(principal, module, act)) throw new NotPermitted(module, holds(principal, module));
}

/** What the request carries between the edge and a controller. */
export interface TenantRequest extends FastifyRequest {
  grantToken?: GrantToken;
  /** The token came in the Authorization header, as a service account's key does. */
  byHeader?: boolean;
  /** The token is that of a view, not of the caller's own session. */
  viewing?: boolean;
  tenant?: TenantTransaction;
}

/** The request's transaction behind the wall. */
export const Tx = createParamDecorator((_data: unknown, context: ExecutionContext): TenantTransaction => {
  const { tenant } = context.switchToHttp().getRequest<TenantRequest>();
  if (!tenant) throw new Error('This route has no request transaction: declare it or take @Token() instead.');
  return tenant;
});

/** The caller's token, for routes that open their own short transactions. */
export const Token = createParamDecorator((_data: unknown, context: ExecutionContext): GrantToken => {
  const { grantToken } = context.switchToHttp().getRequest<TenantRequest>();
  if (!grantToken) throw new Error('This route is public and has no token.');
  return grantToken;
});
