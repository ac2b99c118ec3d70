import type { PlainDatabase, PlainTransaction } from '../../../common/database/plain-database.js';
import type { GrantToken } from '../../../common/database/grant-token.js';
import { newId } from '../../../common/ids.js';
import { SESSION_LIFE_MS } from '../domain/sign-in-request.js';

/** Where a new session leads. */
export interface Membership {
  memberId: string;
  orgId: string;
  idleMinutes: number;
}

/** A session as its owner may see it after it ended. */
export interface SessionState {
  endedAt: Date | null;
  endedReason: 'signed_out' | 'signed_out_everywhere' | 'superseded' | 'suspended' | 'finished' | null;
  expiresAt: Date;
  idleUntil: Date;
}

/** Sessions in `wall.live_grant`, through the identity login. The tenant login can neither read nor write them. */
export class SessionRepository {
  constructor(private readonly database: PlainDatabase) {}

  /** Locks the account so that simultaneous sign-ins take turns, and finds its first active membership. */
  async membership(tx: PlainTransaction, accountId: string): Promise<Membership | undefined> {
    await tx.query({ text: 'select 1 from identity.account where id = $1 for update', values: [accountId] });
    const [row] = await tx.query<{ member_id: string; org_id: string; idle_minutes: number }>({
      text: `select m.member_id, m.org_id, p.idle_minutes from wall.member_access m join wall.organisation_policy p on p.org_id = m.org_id
              where m.account_id = $1 and m.active order by m.member_id limit 1`,
      values: [accountId],
    });
    return row && { memberId: row.member_id, orgId: row.org_id, idleMinutes: row.idle_minutes };
  }

  /** Starts the one session of an account; those before it end as superseded. Returns its id. */
  async start(tx: PlainTransaction, accountId: string, to: Membership, token: GrantToken, now: Date): Promise<string> {
    await this.endAll(tx, accountId, 'superseded', now);
    const id = newId();
    await tx.execute({
      text: `insert into wall.live_grant (token_hash, id, kind, org_id, member_id, account_id, modules, started_at, seen_at, idle_until, expires_at)
             values ($1, $2, 'session', $3, $4, $5, 1023, $6, $6, $7, $8)`,
      values: [
        token.storedHash, id, to.orgId, to.memberId, accountId, now,
        new Date(now.getTime() + to.idleMinutes * 60_000), new Date(now.getTime() + SESSION_LIFE_MS),
      ],
    });
    return id;
  }

  /** Ends every live session of an account. Returns how many there were. */
  async endAll(tx: PlainTransaction, accountId: string, reason: NonNullable<SessionState['endedReason']>, now: Date): Promise<number> {
    return tx.execute({
      text: `update wall.live_grant set ended_at = $2, ended_reason = $3 where account_id = $1 and kind = 'session' and ended_at is null`,
      values: [accountId, now, reason],
    });
  }

  /** Ends one session. */
  async end(sessionId: string, reason: NonNullable<SessionState['endedReason']>, now: Date): Promise<void> {
    await this.database.execute({
      text: `update wall.live_grant set ended_at = $2, ended_reason = $3 where id = $1 and kind = 'session' and ended_at is null`,
      values: [sessionId, now, reason],
    });
  }

  /** What became of the session behind a token. */
  async find(token: GrantToken): Promise<SessionState | undefined> {
    const [row] = await this.database.query<{ ended_at: Date | null; ended_reason: SessionState['endedReason']; expires_at: Date; idle_until: Date }>({
      text: `select ended_at, ended_reason, expires_at, idle_until from wall.live_grant where token_hash = $1 and kind = 'session'`,
      values: [token.storedHash],
    });
    return row && { endedAt: row.ended_at, endedReason: row.ended_reason, expiresAt: row.expires_at, idleUntil: row.idle_until };
  }

  /** Notes use: the idle limit starts again, within the session's life. */
  async touch(sessionId: string, now: Date): Promise<void> {
    await this.database.execute({
      name: 'session-touch',
      text: `update wall.live_grant g set seen_at = $2, idle_until = least($2::timestamptz + make_interval(mins => p.idle_minutes), g.expires_at)
               from wall.organisation_policy p where g.id = $1 and p.org_id = g.org_id and g.ended_at is null`,
      values: [sessionId, now],
    });
  }
}
