import { createHash, randomBytes } from 'node:crypto';
import type { PlainTransaction } from '../../../common/database/plain-database.js';
import { newId } from '../../../common/ids.js';
import { ACCOUNT_LOCKED, type AccountLocked } from '../domain/identity.events.js';
import { NOT_ME_LIFE_MS } from '../domain/watch-mail.js';
import type { IdentityRepository } from './identity.repository.js';
import { ACCOUNT_AT } from './sealed-rows.js';

/** A membership of an account, as far as its lock concerns it. */
export interface LockedMembership {
  orgId: string;
  memberId: string;
  active: boolean;
}

/** Locked accounts, and the words "this was not me" that notices offer, through the identity login. */
export class WatchRepository {
  constructor(private readonly identity: IdentityRepository) {}

  /** The secret of a notice: whoever holds it may say once that it was not them. */
  async mintNotMe(tx: PlainTransaction, accountId: string): Promise<string> {
    const secret = randomBytes(32);
    await tx.execute({
      text: `insert into identity.not_me (token_hash, account_id, expires_at) values ($1, $2, clock_timestamp() + make_interval(secs => $3))`,
      values: [sha256(secret), accountId, NOT_ME_LIFE_MS / 1000],
    });
    return secret.toString('base64url');
  }

  /** Spends the secret of a notice: the account, for exactly one of any number of simultaneous callers. */
  async spendNotMe(tx: PlainTransaction, secret: Buffer): Promise<string | undefined> {
    const [row] = await tx.query<{ account_id: string }>({
      text: `update identity.not_me set spent_at = clock_timestamp()
              where token_hash = $1 and spent_at is null and expires_at > clock_timestamp() returning account_id`,
      values: [sha256(secret)],
    });
    return row?.account_id;
  }

  /** Whether anybody ever signed in to an account, as far as its log goes back, or from a browser that is still remembered: that is longer. */
  async hasSignedIn(tx: PlainTransaction, accountId: string): Promise<boolean> {
    const rows = await tx.query({
      text: `(select 1 from identity.sign_in_event where account_id = $1 and outcome like 'signed\\_in%' limit 1)
             union all (select 1 from identity.known_device where account_id = $1 limit 1)`,
      values: [accountId],
    });
    return rows.length > 0;
  }

  /** Locks an account. The database ends its sessions, views, keys, links and steps with it. False when it was locked already. */
  async lock(tx: PlainTransaction, accountId: string): Promise<boolean> {
    const locked = await tx.execute({
      text: 'update identity.account set locked_at = clock_timestamp() where id = $1 and locked_at is null',
      values: [accountId],
    });
    if (locked === 0) return false;
    // A practice that cannot put it on record now keeps no other from doing so.
    for (const { memberId } of await this.membershipsOf(accountId, tx)) {
      await tx.execute({
        text: 'insert into events.outbox (id, org_id, type, payload) values ($1, null, $2, $3)',
        values: [newId(), ACCOUNT_LOCKED, JSON.stringify({ accountId, memberId } satisfies AccountLocked)],
      });
    }
    return true;
  }

  /** Unlocks an account. False when it was not locked. */
  async unlock(tx: PlainTransaction, accountId: string): Promise<boolean> {
    const unlocked = await tx.execute({
      text: 'update identity.account set locked_at = null where id = $1 and locked_at is not null',
      values: [accountId],
    });
    return unlocked === 1;
  }

  /** Since when an account is locked. */
  async lockedAt(accountId: string): Promise<Date | null> {
    const [row] = await this.identity.database.query<{ locked_at: Date | null }>({
      text: 'select locked_at from identity.account where id = $1',
      values: [accountId],
    });
    return row?.locked_at ?? null;
  }

  /** The account with an address, locked or not. */
  async accountAt(addressIndex: Buffer): Promise<string | undefined> {
    const [row] = await this.identity.database.query<{ id: string }>({
      text: 'select id from identity.account where email_index = $1',
      values: [addressIndex],
    });
    return row?.id;
  }

  /** Where an account is a member. */
  async membershipsOf(accountId: string, tx: PlainTransaction = this.identity.database): Promise<LockedMembership[]> {
    return tx.query<LockedMembership>({
      text: `select org_id as "orgId", member_id as "memberId", active from wall.member_access where account_id = $1 order by member_id`,
      values: [accountId],
    });
  }

  /** Addresses of the owners and administrators of every practice that an account is an active member of, without itself. */
  async administratorsAround(tx: PlainTransaction, accountId: string): Promise<string[]> {
    const rows = await tx.query<{ id: string; sealed: Buffer }>({
      text: `select distinct a.id, a.sealed from wall.member_access mine
               join wall.member_access other on other.org_id = mine.org_id and other.active and other.role in ('owner', 'admin')
               join identity.account a on a.id = other.account_id and a.disabled_at is null
              where mine.account_id = $1 and mine.active and a.id <> $1`,
      values: [accountId],
    });
    const keyring = await this.identity.keyring();
    return rows.map(({ id, sealed }) => keyring.openJson<{ address: string }>({ ...ACCOUNT_AT, rowId: id }, sealed).address);
  }

  /** Drops secrets of notices that ran out before an instant. */
  async dropBefore(instant: Date): Promise<void> {
    await this.identity.database.execute({ text: 'delete from identity.not_me where expires_at < $1', values: [instant] });
  }
}

function sha256(secret: Buffer): Buffer {
  return createHash('sha256').update(secret).digest();
}
