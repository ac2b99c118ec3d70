import type { PlainTransaction } from '../../../common/database/plain-database.js';
import type { NetworkMode } from '../../../common/database/principal.js';
import type { FactorPolicy } from '../domain/factor.js';
import type { IdentityRepository } from './identity.repository.js';
import { ACCOUNT_AT } from './sealed-rows.js';
import type { Membership } from './session.repository.js';

/** A way in that was just armed. */
export interface Armed {
  membership: Membership;
  until: Date;
}

/** Break-glass as the identity login sees it: it may arm what an owner named, nothing else. */
export class BreakGlassRepository {
  constructor(private readonly identity: IdentityRepository) {}

  /** Locks the account as every way in does, and arms the way in of a named owner. Undefined for anybody else, and for a locked account. */
  async arm(tx: PlainTransaction, accountId: string, hours: number): Promise<Armed | undefined> {
    const account = await tx.query({
      text: 'select id from identity.account where id = $1 and disabled_at is null and locked_at is null for update',
      values: [accountId],
    });
    if (account.length === 0) return undefined;
    const [armed] = await tx.query<{ member_id: string; org_id: string; armed_until: Date }>({
      text: 'select member_id, org_id, armed_until from wall.arm_at_door($1, $2)',
      values: [accountId, hours],
    });
    if (!armed) return undefined;
    const [policy] = await tx.query<{ idle_minutes: number; factors: FactorPolicy; mode: NetworkMode | null; networks: string[] | null }>({
      text: `select p.idle_minutes, p.factors, n.mode, n.networks::text[]
               from wall.organisation_policy p left join wall.network_policy n on n.org_id = p.org_id where p.org_id = $1`,
      values: [armed.org_id],
    });
    return {
      membership: {
        memberId: armed.member_id,
        orgId: armed.org_id,
        idleMinutes: policy!.idle_minutes,
        factors: policy!.factors,
        networkRule: { mode: policy!.mode ?? 'off', networks: policy!.networks ?? [] },
      },
      until: armed.armed_until,
    };
  }

  /** Ends a way in, and what it let in. */
  async disarm(memberId: string): Promise<void> {
    await this.identity.database.query({ text: 'select wall.end_break_glass($1)', values: [memberId] });
  }

  /** Addresses of everybody who runs a practice. */
  async whoRun(orgId: string, tx: PlainTransaction = this.identity.database): Promise<string[]> {
    const keyring = await this.identity.keyring();
    const rows = await tx.query<{ id: string; sealed: Buffer }>({
      text: `select a.id, a.sealed from wall.member_access m join identity.account a on a.id = m.account_id
              where m.org_id = $1 and m.active and m.role in ('owner', 'admin') order by a.id`,
      values: [orgId],
    });
    return rows.map(({ id, sealed }) => keyring.openJson<{ address: string }>({ ...ACCOUNT_AT, rowId: id }, sealed).address);
  }

  /** Address of an active member of a practice; undefined when there is no such member. */
  async addressOf(orgId: string, memberId: string): Promise<string | undefined> {
    const keyring = await this.identity.keyring();
    const [row] = await this.identity.database.query<{ id: string; sealed: Buffer }>({
      text: `select a.id, a.sealed from wall.member_access m join identity.account a on a.id = m.account_id
              where m.org_id = $1 and m.member_id = $2 and m.active`,
      values: [orgId, memberId],
    });
    return row && keyring.openJson<{ address: string }>({ ...ACCOUNT_AT, rowId: row.id }, row.sealed).address;
  }
}
