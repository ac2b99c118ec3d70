import type { Clock } from '../../common/clock/clock.js';
import type { GrantToken } from '../../common/database/grant-token.js';
import { NoLiveGrant } from '../../common/database/database.errors.js';
import { MODULES, type ModuleName, type Principal } from '../../common/database/principal.js';
import type { DomainError } from '../../common/errors.js';
import type { SessionKeeper } from '../../common/http/session-keeper.js';
import { SessionEnded, type SessionEndCode } from './domain/identity.errors.js';
import type { EndReason, SessionRepository } from './persistence/session.repository.js';

/** Use of a session is noted at most this often. */
const TOUCH_AFTER_MS = 60_000;
/** That a member used a module is noted at most this often. */
const NOTE_USE_AFTER_MS = 60 * 60_000;

const BY_REASON: Record<EndReason, SessionEndCode> = {
  signed_out: 'identity.signed_out',
  signed_out_everywhere: 'identity.signed_out',
  superseded: 'identity.session_superseded',
  suspended: 'identity.access_suspended',
  finished: 'identity.session_expired',
  revoked: 'identity.access_suspended',
  factors: 'identity.session_below_policy',
};

/** Tells the edge about sessions: why one ended, and that one is in use. */
export class IdentitySessionKeeper implements SessionKeeper {
  private readonly touched = new Map<string, number>();
  private readonly used = new Map<string, number>();

  constructor(
    private readonly sessions: SessionRepository,
    private readonly clock: Clock,
    readonly cookieName: string,
    readonly viewCookieName: string,
  ) {}

  async whyEnded(token: GrantToken): Promise<DomainError> {
    const state = await this.sessions.find(token);
    if (!state) return new NoLiveGrant();
    if (state.locked && state.endedReason === 'revoked') return new SessionEnded('identity.account_locked', state.endedAt);
    if (state.endedReason !== null) return new SessionEnded(BY_REASON[state.endedReason], state.endedAt);
    if (state.expired) return new SessionEnded('identity.session_expired', state.expiresAt);
    if (state.idle) return new SessionEnded('identity.session_idle', state.idleUntil);
    return new SessionEnded('identity.access_suspended', null);
  }

  touch(principal: Principal, module: ModuleName | null): void {
    if (principal.kind === 'job' || principal.kind === 'view') return;
    if (module !== null) this.noteUse(principal, module);
    const now = this.clock.now();
    const last = Math.max(principal.seenAt.getTime(), this.touched.get(principal.grantId) ?? 0);
    if (now.getTime() - last < TOUCH_AFTER_MS) return;
    if (this.touched.size > 10_000) this.touched.clear();
    this.touched.set(principal.grantId, now.getTime());
    this.sessions.touch(principal.grantId).catch(() => this.touched.delete(principal.grantId));
  }

  private noteUse({ memberId, orgId }: Principal, module: ModuleName): void {
    if (memberId === null) return;
    const [key, now] = [`${memberId} ${module}`, this.clock.now().getTime()];
    if (now - (this.used.get(key) ?? 0) < NOTE_USE_AFTER_MS) return;
    if (this.used.size > 10_000) this.used.clear();
    this.used.set(key, now);
    this.sessions.noteUse(memberId, orgId, MODULES[module]).catch(() => this.used.delete(key));
  }
}
