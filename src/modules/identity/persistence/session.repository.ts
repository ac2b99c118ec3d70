import type { PlainDatabase, PlainTransaction } from '../../../common/database/plain-database.js';
import type { GrantToken } from '../../../common/database/grant-token.js';
import { newId } from '../../../common/ids.js';
import { registerRefusal } from '../../../common/database/database.errors.js';
import type { Assurance, NetworkMode, NetworkRule } from '../../../common/database/principal.js';
import type { FactorPolicy } from '../domain/factor.js';
import { SingleSignOnRequired } from '../domain/identity.errors.js';
import { SESSION_LIFE_MS } from '../domain/sign-in-request.js';

/** Where a new session leads. */
export interface Membership {
  memberId: string;
  orgId: string;
  idleMinutes: number;
  /** What the practice asks for at sign-in. */
  factors: FactorPolicy;
  /** From where it may be entered. */
  networkRule: NetworkRule;
}

interface MembershipRow {
  member_id: string;
  org_id: string;
  idle_minutes: number;
  factors: FactorPolicy;
  mode: NetworkMode | null;
  networks: string[] | null;
  /** The connection that the practice requires of them. */
  required: string | null;
  /** They have been there before. */
  entered: boolean;
}

/** By which connection to an identity provider somebody comes, and as whom it knows them. */
export interface Provenance {
  connectionId: string;
  subjectIndex: Buffer;
  /** The provider's own session, when it names one. */
  sidIndex: Buffer | null;
}

registerRefusal('IB015', () => new SingleSignOnRequired());

/** Why a session was ended before its time. */
export type EndReason = 'signed_out' | 'signed_out_everywhere' | 'superseded' | 'suspended' | 'finished' | 'revoked' | 'factors';

/** A session as its owner may see it after it ended. */
export interface SessionState {
  endedAt: Date | null;
  endedReason: EndReason | null;
  expiresAt: Date;
  idleUntil: Date;
  expired: boolean;
  idle: boolean;
  /** Its account is locked. */
  locked: boolean;
}

/** Sessions in `wall.live_grant`, through the identity login. The tenant login can neither read nor write them. */
export class SessionRepository {
  constructor(private readonly database: PlainDatabase) {}

  /**
   * Locks the account so that simultaneous sign-ins take turns, and finds its first active membership that was used before; without
   * one, invitations that still live are accepted. None for a disabled or locked account. A connection leads to its own practice and
   * accepts only that practice's invitation; our own doors pass by practices that require theirs.
   * @throws SingleSignOnRequired when only such practices are left
   */
  async membership(tx: PlainTransaction, accountId: string, by: Provenance | null = null): Promise<Membership | undefined> {
    const account = await tx.query<{ id: string }>({
      text: 'select id from identity.account where id = $1 and disabled_at is null and locked_at is null for update',
      values: [accountId],
    });
    if (account.length === 0) return undefined;
    if (by) {
      const accept = 'select wall.accept_invitation_in($1, (select d.org_id from wall.sso_door d where d.connection_id = $2))';
      await tx.query({ text: accept, values: [accountId, by.connectionId] });
      return standingIn(await this.memberships(tx, accountId, by), accountId);
    }
    // Whoever has a practice that they go to accepts no stranger's invitation on the way.
    const entered = (await this.memberships(tx, accountId, null)).find((one) => one.required === null && one.entered);
    if (entered) return standingIn([entered], accountId);
    await tx.query({ text: 'select wall.accept_invitations($1)', values: [accountId] });
    return standingIn(await this.memberships(tx, accountId, null), accountId);
  }

  /** Active memberships of an account, or the one that a connection leads to; those of practices that require theirs last. */
  private async memberships(tx: PlainTransaction, accountId: string, by: Provenance | null): Promise<MembershipRow[]> {
    return tx.query<MembershipRow>({
      text: `select m.member_id, m.org_id, p.idle_minutes, p.factors, n.mode, n.networks::text[], r.required,
                    exists (select from wall.member_use u where u.member_id = m.member_id and u.module_bit = 0) as entered
               from wall.member_access m join wall.organisation_policy p on p.org_id = m.org_id left join wall.network_policy n on n.org_id = m.org_id
              cross join lateral (select case when $2::uuid is null then wall.required_door(m.org_id, m.member_id) end as required) r
              where m.account_id = $1 and m.active
                and ($2::uuid is null or m.org_id = (select d.org_id from wall.sso_door d where d.connection_id = $2))
              order by r.required is not null, m.member_id`,
      values: [accountId, by?.connectionId ?? null],
    });
  }

  /** Whether an account is another practice's and its address in no domain that this one has proved: then only its holder brings it here. */
  async isAnothers(accountId: string, address: string, orgId: string): Promise<boolean> {
    const rows = await this.database.query({
      text: `select 1 from wall.member_access m where m.account_id = $1 and m.org_id <> $2 and m.active
              and not exists (select from wall.sso_domain d where d.org_id = $2 and d.domain = $3 and d.verified_at is not null and d.lost_at is null) limit 1`,
      values: [accountId, orgId, address.split('@').at(-1)!.toLowerCase()],
    });
    return rows.length > 0;
  }

  /**
   * Starts the one session of an account; those before it end as superseded. Returns its id. Times are the database's
   * own, because the wall judges by them: a process whose clock is off neither lengthens nor shortens a session.
   * The wall refuses an assurance below what the practice asks for, and a way in that it does not take.
   */
  async start(
    tx: PlainTransaction,
    accountId: string,
    to: Membership,
    token: GrantToken,
    assurance: Assurance,
    by: Provenance | null = null,
  ): Promise<string> {
    await tx.query({ text: 'select wall.hold_door($1)', values: [to.orgId] });
    await this.endAll(tx, accountId, 'superseded');
    const id = newId();
    await tx.execute({
      text: `insert into wall.live_grant (token_hash, id, kind, org_id, member_id, account_id, modules, assurance, via, idle_until, expires_at)
             values ($1, $2, 'session', $3, $4, $5, 1023, $8, $9, clock_timestamp() + make_interval(mins => $6), clock_timestamp() + make_interval(secs => $7))`,
      values: [
        token.storedHash,
        id,
        to.orgId,
        to.memberId,
        accountId,
        to.idleMinutes,
        SESSION_LIFE_MS / 1000,
        assurance,
        by?.connectionId ?? null,
      ],
    });
    if (by) {
      await tx.execute({
        text: 'insert into identity.sso_session (session_id, connection_id, subject_index, sid_index) values ($1, $2, $3, $4)',
        values: [id, by.connectionId, by.subjectIndex, by.sidIndex],
      });
    }
    return id;
  }

  /** Ends what a connection opened: of one of its subjects, or of one of the provider's own sessions. Returns the sessions' ids. */
  async endBy(connectionId: string, of: { subjectIndex: Buffer | null; sidIndex: Buffer | null }): Promise<string[]> {
    if (of.subjectIndex === null && of.sidIndex === null) return [];
    const values = [connectionId, of.subjectIndex, of.sidIndex];
    return this.database.transaction(async (tx) => {
      await tx.execute({
        text: `update identity.sign_in_step set spent_at = clock_timestamp() where via = $1 and spent_at is null
                and ($2::bytea is null or via_subject = $2) and ($3::bytea is null or via_sid = $3)`,
        values,
      });
      const ended = await tx.query<{ id: string }>({
        text: `update wall.live_grant g set ended_at = clock_timestamp(), ended_reason = 'signed_out' from identity.sso_session s
                where s.session_id = g.id and s.connection_id = $1 and ($2::bytea is null or s.subject_index = $2)
                  and ($3::bytea is null or s.sid_index = $3) and g.kind = 'session' and g.ended_at is null returning g.id`,
        values,
      });
      return ended.map(({ id }) => id);
    });
  }

  /** Whose sessions these are. */
  async accountsOf(sessionIds: readonly string[]): Promise<string[]> {
    const rows = await this.database.query<{ account_id: string }>({
      text: 'select distinct account_id from wall.live_grant where id = any ($1::uuid[]) and account_id is not null',
      values: [sessionIds],
    });
    return rows.map((row) => row.account_id);
  }

  /** The practice that a connection leads to. */
  async practiceOf({ connectionId }: Provenance): Promise<string> {
    const [row] = await this.database.query<{ org_id: string }>({
      text: 'select org_id from wall.sso_door where connection_id = $1',
      values: [connectionId],
    });
    return row!.org_id;
  }

  /** Whether a session came by a connection while its account is a member of another practice as well. */
  async isGuestOf(sessionId: string): Promise<boolean> {
    const rows = await this.database.query({
      text: `select 1 from wall.live_grant g join wall.member_access m on m.account_id = g.account_id and m.org_id <> g.org_id and m.active
              where g.id = $1 and g.via is not null limit 1`,
      values: [sessionId],
    });
    return rows.length > 0;
  }

  /** Notes that whoever holds a session has proved it again, and how well. */
  async proved(tx: PlainTransaction, sessionId: string, assurance: Assurance): Promise<void> {
    await tx.execute({
      text: `update wall.live_grant set verified_at = clock_timestamp(), assurance = greatest(assurance, $2) where id = $1 and kind = 'session' and ended_at is null`,
      values: [sessionId, assurance],
    });
  }

  /** Ends every live session of an account. Returns how many there were. */
  async endAll(tx: PlainTransaction, accountId: string, reason: EndReason): Promise<number> {
    return tx.execute({
      text: `update wall.live_grant set ended_at = clock_timestamp(), ended_reason = $2 where account_id = $1 and kind = 'session' and ended_at is null`,
      values: [accountId, reason],
    });
  }

  /** Ends one session. */
  async end(sessionId: string, reason: EndReason): Promise<void> {
    await this.database.execute({
      text: `update wall.live_grant set ended_at = clock_timestamp(), ended_reason = $2 where id = $1 and kind = 'session' and ended_at is null`,
      values: [sessionId, reason],
    });
  }

  /** What became of the session behind a token. */
  async find(token: GrantToken): Promise<SessionState | undefined> {
    const [row] = await this.database.query<SessionState>({
      text: `select ended_at as "endedAt", ended_reason as "endedReason", expires_at as "expiresAt", idle_until as "idleUntil",
                    expires_at <= clock_timestamp() as expired, idle_until <= clock_timestamp() as idle,
                    exists (select 1 from identity.account a where a.id = account_id and a.locked_at is not null) as locked
               from wall.live_grant where token_hash = $1 and kind = 'session'`,
      values: [token.storedHash],
    });
    return row;
  }

  /** Notes use: a session's idle limit starts again, within its life; a key remembers when it was last used. */
  async touch(grantId: string): Promise<void> {
    await this.database.execute({
      name: 'session-touch',
      text: `update wall.live_grant g set seen_at = clock_timestamp(), idle_until = least(clock_timestamp() + make_interval(mins => p.idle_minutes), g.expires_at)
               from wall.organisation_policy p where g.id = $1 and p.org_id = g.org_id and g.kind = 'session' and g.ended_at is null`,
      values: [grantId],
    });
    await this.database.execute({
      name: 'key-touch',
      text: `update wall.live_grant set seen_at = clock_timestamp() where id = $1 and kind in ('key', 'directory') and ended_at is null`,
      values: [grantId],
    });
  }

  /** Notes that a member used a module now, for access reviews. */
  async noteUse(memberId: string, orgId: string, moduleBit: number): Promise<void> {
    await this.database.execute({
      name: 'note-use',
      text: `insert into wall.member_use (member_id, org_id, module_bit) values ($1, $2, $3)
             on conflict (member_id, module_bit) do update set at = excluded.at`,
      values: [memberId, orgId, moduleBit],
    });
  }
}

/** The first of some memberships as sign-in goes on with it. @throws SingleSignOnRequired when only practices that require theirs are left */
function standingIn([row]: readonly MembershipRow[], accountId: string): Membership | undefined {
  if (!row) return undefined;
  if (row.required !== null) throw new SingleSignOnRequired(accountId, row.required);
  const networkRule = { mode: row.mode ?? 'off', networks: row.networks ?? [] };
  return { memberId: row.member_id, orgId: row.org_id, idleMinutes: row.idle_minutes, factors: row.factors, networkRule };
}
